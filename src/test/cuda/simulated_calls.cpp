// Settings, injected faults, the log and the report of the simulated driver.
#include "simulated_driver.h"

#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <mutex>

#include <pthread.h>

namespace {

// Nothing here is ever destroyed, as the report is written when everything else has been.
std::recursive_mutex& lock = *new std::recursive_mutex;
std::map<std::string, long>& callsByName = *new std::map<std::string, long>;
std::vector<std::string>& refusals = *new std::vector<std::string>;
long calls = 0;
bool failing = false;
const char* currentCall = "";

std::string setting(const std::string& name, const std::string& usual) {
  if (const char* path = getenv("SIMULATED_CUDA_SETTINGS")) {
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);)
      if (line.rfind(name + "=", 0) == 0) return line.substr(name.size() + 1);
  }
  const char* value = getenv(("SIMULATED_CUDA_" + name).c_str());
  return value ? value : usual;
}

Settings readSettings() {
  Settings s;
  s.devices = std::stoi(setting("DEVICES", "1"));
  s.memory = std::stoull(setting("MEMORY", "536870912"));
  if (sscanf(setting("COMPUTE_CAPABILITY", "7.5").c_str(), "%d.%d", &s.major, &s.minor) != 2) abort();
  s.computeMode = std::stoi(setting("COMPUTE_MODE", "0"));
  s.driverVersion = std::stoi(setting("DRIVER_VERSION", "12060"));
  s.failAt = setting("FAIL_AT", "");
  s.failWith = static_cast<CUresult>(std::stoi(setting("FAIL_WITH", "999")));
  s.sticky = setting("STICKY", "0") == "1";
  s.report = setting("REPORT", "");
  s.log = setting("LOG", "");
  return s;
}

void startAnew() {
  driver().settings = readSettings();
  calls = 0;
  callsByName.clear();
  failing = false;
  refusals.clear();
  for (auto& [device, context] : driver().contexts) context->broken = CUDA_SUCCESS;
}

void writeReport() {
  if (driver().settings.report.empty()) return;
  const Driver& d = driver();
  int contexts = 0;
  for (auto& [device, context] : d.contexts) contexts += context->retained;
  std::ofstream file(d.settings.report);
  file << "calls " << calls << "\ncontexts " << contexts << "\ndevice " << d.memory.size() << "\npinned "
       << d.pinned.size() << "\nstreams " << d.streams.size() << "\nevents " << d.events.size() << "\nmodules "
       << d.modules.size() << "\ngraphs " << d.graphs.size() << "\nexecutables " << d.executables.size() << "\ncublas "
       << d.cublasHandles << "\n";
  for (const std::string& refusal : refusals) file << "refused " << refusal << "\n";
}

__attribute__((destructor)) void atExit() { writeReport(); }

/** Whether the settings mean this call: the number-th of all, the count-th of its name. */
bool chosen(const std::string& failAt, const std::string& name, long number, long count) {
  if (failAt.empty()) return false;
  if (isdigit(failAt[0])) return std::stol(failAt) == number;
  size_t colon = failAt.find(':');
  return failAt.substr(0, colon) == name &&
         (colon == std::string::npos ? 1 : std::stol(failAt.substr(colon + 1))) == count;
}

/** Not thread_local: the emulator takes this library's thread-local memory for shared memory, and overwrites it. */
pthread_key_t currentContextKey() {
  static pthread_key_t key = [] {
    pthread_key_t made;
    if (pthread_key_create(&made, nullptr)) abort();
    return made;
  }();
  return key;
}

CUresult injected(const char* name) {
  const Settings& s = driver().settings;
  if (chosen(s.failAt, name, calls, ++callsByName[name])) failing = true;
  if (!failing) return CUDA_SUCCESS;
  failing = s.sticky;
  return s.failWith;
}

void log(const char* name, CUresult result, CUdevice device) {
  if (driver().settings.log.empty()) return;
  std::ofstream(driver().settings.log, std::ios::app) << calls << " " << name << " " << result << " " << device << "\n";
}

/** The calling thread's context, and whether it can be used. */
CUresult context(Needs needs, Context*& current) {
  if (needs == Needs::Nothing) return CUDA_SUCCESS;
  if (!driver().initialised) return refuse(CUDA_ERROR_NOT_INITIALIZED, "before cuInit");
  if (needs == Needs::Initialised) return CUDA_SUCCESS;
  if (!currentContext()) return refuse(CUDA_ERROR_INVALID_CONTEXT, "no context is current on this thread");
  current = currentContext();
  if (!current->retained) return refuse(CUDA_ERROR_CONTEXT_IS_DESTROYED, "the current context was released");
  if (current->broken) return current->broken;
  if (needs == Needs::NoCapture && disturbsCapture())
    return refuse(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, "a stream is being captured");
  return CUDA_SUCCESS;
}

CUresult perform(const char* name, Needs needs, const std::function<CUresult(Context&)>& body, bool releases) {
  std::lock_guard<std::recursive_mutex> guard(lock);
  currentCall = name;
  if (needs != Needs::Nothing) calls++;
  static Context nowhere{-1};
  Context* current = &nowhere;
  CUresult fault = needs == Needs::Nothing ? CUDA_SUCCESS : injected(name);
  CUresult result = fault;
  if (!fault || releases) {
    result = context(needs, current);
    bool broken = result && result == current->broken;
    if (!result || (broken && releases)) {
      CUresult done = body(*current);
      if (!result) result = done;
    }
    if (!result && current->broken) result = current->broken;  // work that this call waited for failed
  }
  if (fault) result = fault;
  log(name, result, current->device);
  return result;
}

}  // namespace

// Never deleted: threads of the JVM may still call while the process ends.
Driver& driver() {
  static Driver& driver = *new Driver{readSettings()};
  return driver;
}

Context* currentContext() { return static_cast<Context*>(pthread_getspecific(currentContextKey())); }

void makeCurrent(Context* context) { pthread_setspecific(currentContextKey(), context); }

CUresult call(const char* name, Needs needs, const std::function<CUresult(Context&)>& body) {
  return perform(name, needs, body, false);
}

CUresult release(const char* name, Needs needs, const std::function<CUresult(Context&)>& body) {
  return perform(name, needs, body, true);
}

CUresult refuse(CUresult error, const char* format, ...) {
  char text[400];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  refusals.push_back(std::string(currentCall) + ": " + text);
  fprintf(stderr, "simulated cuda: %s\n", refusals.back().c_str());
  return error;
}

extern "C" EXPORTED CUresult cuInit(unsigned flags) {
  return call("cuInit", Needs::Nothing, [&](Context&) {
    if (chosen(driver().settings.failAt, "cuInit", 0, 1)) return driver().settings.failWith;
    if (flags) return refuse(CUDA_ERROR_INVALID_VALUE, "flags must be 0");
    if (driver().settings.devices == 0) return CUDA_ERROR_NO_DEVICE;
    driver().initialised = true;
    return CUDA_SUCCESS;
  });
}

// The profiler's calls are a test's way to talk to the simulation through JCuda; they are not counted.

extern "C" EXPORTED CUresult cuProfilerStart() {
  return call("cuProfilerStart", Needs::Nothing, [](Context&) {
    startAnew();
    return CUDA_SUCCESS;
  });
}

extern "C" EXPORTED CUresult cuProfilerStop() {
  return call("cuProfilerStop", Needs::Nothing, [](Context&) {
    writeReport();
    return CUDA_SUCCESS;
  });
}
