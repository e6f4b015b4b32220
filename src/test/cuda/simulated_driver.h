// The shared state of the simulated CUDA driver: a libcuda.so.1 for tests, which runs the project's kernels on the CPU.
//
// It differs from a real driver on purpose, always towards finding mistakes:
//   - Work given to a stream runs as late as it may: when somebody waits for it. A missing wait shows as wrong numbers.
//   - Fresh device and pinned memory is poisoned (NaN as a float, a double; -1 as an int).
//   - A pointer must be the start of an allocation, or lie in it with all its bytes, or the call is refused.
//   - A refusal is noted on stderr and in the report, so that a test can ask for none.
// It has one version of what JCuda calls; anything else is missing, and ends the process at the first call.
//
// Settings, from the environment as SIMULATED_CUDA_<name>, or lines <name>=<value> of the file that
// SIMULATED_CUDA_SETTINGS names, which wins. They are read when the library is first called, and at
// cuProfilerStart:
//   DEVICES=1                how many there are
//   MEMORY=536870912         bytes on each
//   COMPUTE_CAPABILITY=7.5   of each
//   COMPUTE_MODE=0           2: use of the devices is prohibited
//   DRIVER_VERSION=12060
//   FAIL_AT=                 a call to fail: its number (0 is cuInit), its name, or name:k for its k-th time
//   FAIL_WITH=999            the CUresult it fails with
//   STICKY=0                 1: and every call after it
//   REPORT=                  a file to write what is alive to, at cuProfilerStop and when the process ends
//   LOG=                     a file to append each call to: number, name, result, device (-1: none)
// cuProfilerStart also starts anew: calls are counted from 1, refusals and errors forgotten. So one process can hold
// many trials.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#define EXPORTED __attribute__((visibility("default")))

using CUdevice = int;
using CUdeviceptr = uintptr_t;

/** Those that the simulation gives; a test may inject any number. */
enum CUresult : int {
  CUDA_SUCCESS = 0,
  CUDA_ERROR_INVALID_VALUE = 1,
  CUDA_ERROR_OUT_OF_MEMORY = 2,
  CUDA_ERROR_NOT_INITIALIZED = 3,
  CUDA_ERROR_DEVICE_UNAVAILABLE = 46,
  CUDA_ERROR_NO_DEVICE = 100,
  CUDA_ERROR_INVALID_DEVICE = 101,
  CUDA_ERROR_INVALID_IMAGE = 200,
  CUDA_ERROR_INVALID_CONTEXT = 201,
  CUDA_ERROR_NO_BINARY_FOR_GPU = 209,
  CUDA_ERROR_ECC_UNCORRECTABLE = 214,
  CUDA_ERROR_INVALID_PTX = 218,
  CUDA_ERROR_UNSUPPORTED_PTX_VERSION = 222,
  CUDA_ERROR_INVALID_HANDLE = 400,
  CUDA_ERROR_NOT_FOUND = 500,
  CUDA_ERROR_NOT_READY = 600,
  CUDA_ERROR_ILLEGAL_ADDRESS = 700,
  CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES = 701,
  CUDA_ERROR_CONTEXT_IS_DESTROYED = 709,
  CUDA_ERROR_LAUNCH_FAILED = 719,
  CUDA_ERROR_NOT_SUPPORTED = 801,
  CUDA_ERROR_SYSTEM_DRIVER_MISMATCH = 803,
  CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED = 900,
  CUDA_ERROR_STREAM_CAPTURE_INVALIDATED = 901,
  CUDA_ERROR_STREAM_CAPTURE_WRONG_THREAD = 908,
  CUDA_ERROR_UNKNOWN = 999,
};

struct Context;

/** One thing for a device to do. What it needs is checked when it runs, and again each time a graph runs it. */
using Operation = std::function<CUresult(Context&)>;

/** Memory on a device, or pinned on the host. */
struct Allocation {
  Context* context;
  size_t bytes;
};

struct Stream {
  Context* context;
  bool waitsForDefault;  // made without CU_STREAM_NON_BLOCKING
  std::deque<Operation> pending;
  bool capturing = false;
  bool captureBroken = false;
  int captureMode = 0;
  std::thread::id capturer;
  std::vector<Operation> captured;
};

/** One recording of an event. Who waits for it goes on waiting for it when the event is recorded again. */
struct Recording {
  Stream* stream;
  bool reached = false;
  double milliseconds = 0;
};

struct Event {
  Context* context;
  bool timed;
  std::shared_ptr<Recording> recording;
};

/** A kernel as the module's text declares it. */
struct Entry {
  size_t parameters;
  unsigned maxThreads;
};

struct Function;

struct Module {
  Context* context;
  std::map<std::string, Entry> entries;
  std::map<std::string, std::unique_ptr<Function>> functions;
};

struct Shape {
  unsigned x, y, z;
};

/** A kernel that can be run. */
struct Kernel {
  size_t parameters;
  /** Copies the parameters, as a launch does, so that they need not live until it runs. */
  std::function<Operation(Shape grid, Shape block, void** parameters)> bind;
};

struct Function {
  std::string name;
  Entry entry;
  const Kernel* kernel;
};

/** Graphs before and after instantiation hold the same thing. */
struct Graph {
  Context* context;
  std::shared_ptr<const std::vector<Operation>> operations;
};

/** The primary context of a device. It is never deleted, so that a stale handle is recognised. */
struct Context {
  CUdevice device;
  int retained = 0;
  size_t used = 0;
  CUresult broken = CUDA_SUCCESS;  // a failed operation: from then on all calls fail
  Stream defaultStream{this, false};
};

/** Handles that are alive, by address. */
template <class T>
using Handles = std::map<T*, std::unique_ptr<T>>;

struct Settings {
  int devices;
  size_t memory;
  int major, minor;
  int computeMode;
  int driverVersion;
  std::string failAt;
  CUresult failWith;
  bool sticky;
  std::string report, log;
};

struct Driver {
  Settings settings;
  bool initialised = false;
  std::map<CUdevice, std::unique_ptr<Context>> contexts;
  std::map<CUdeviceptr, Allocation> memory;
  std::map<uintptr_t, Allocation> pinned;
  Handles<Stream> streams;
  Handles<Event> events;
  Handles<Module> modules;
  Handles<Graph> graphs;
  Handles<Graph> executables;
  int cublasHandles = 0;
};

EXPORTED Driver& driver();

/** The calling thread's; null where it has none. */
Context* currentContext();

void makeCurrent(Context* context);

// --- Calls: how every function of the API begins ---

/** What a function asks of the state it is called in. */
enum class Needs {
  Nothing,
  Initialised,
  Context,
  NoCapture,  // a context, and no stream that is being captured: the call would wait for it, or change what it uses
};

/** Counts, logs and checks a call, fails it where the settings say so, and else does it. */
EXPORTED CUresult call(const char* name, Needs needs, const std::function<CUresult(Context&)>& body);

/**
 * The same for a call that gives something back. It is done even where the settings fail it or the device is broken, as
 * such calls report the errors of earlier work: so what is left alive is what nobody tried to give back.
 */
EXPORTED CUresult release(const char* name, Needs needs, const std::function<CUresult(Context&)>& body);

/** Notes why a call is refused, and gives the error back. */
EXPORTED CUresult refuse(CUresult error, const char* format, ...) __attribute__((format(printf, 2, 3)));

// --- Memory ---

/** Whether these bytes lie within one allocation of this device; else notes it. */
EXPORTED bool onDevice(const Context& context, CUdeviceptr pointer, size_t bytes, const char* what);

/** Whether nobody wrote just before or behind the allocation that this lies in; else notes it. */
bool fencesHold(CUdeviceptr pointer);

// --- Streams ---

/** The stream of this handle, where null is the default one; null, with a note, where there is none. */
EXPORTED Stream* streamOf(Context& context, Stream* handle);

/** Gives a stream something to do, or records it where the stream is being captured. */
EXPORTED CUresult enqueue(Stream& stream, Operation operation);

/** Does what a stream was given. */
CUresult drain(Stream& stream);

/** Does what the default stream waits for: its own work and that of every stream not made non-blocking. */
CUresult drainDefault(Context& context);

/** Does all that was given to a device. */
CUresult drainAll(Context& context);

/**
 * Whether a call that waits disturbs a capture: one that this thread began, unless it is relaxed, or a global one of any
 * thread, whichever the device. Breaks that capture, as the driver does.
 */
bool disturbsCapture();

/** Handles are known by their address alone: a stale one is never looked into. */
template <class T>
T* known(const Handles<T>& handles, const Context& context, T* handle, const char* what) {
  auto found = handles.find(handle);
  if (found == handles.end()) refuse(CUDA_ERROR_INVALID_HANDLE, "unknown or destroyed %s", what);
  else if (handle->context != &context)
    refuse(CUDA_ERROR_INVALID_HANDLE, "the %s is device %d's, used on device %d", what, handle->context->device,
           context.device);
  else return handle;
  return nullptr;
}

/** Adds what a call makes, and gives its handle out. */
template <class T>
T* added(Handles<T>& handles, T* made) {
  return (handles[made] = std::unique_ptr<T>(made)).get();
}

// --- Kernels ---

/** The kernels by name. */
const std::map<std::string, Kernel>& kernels();
