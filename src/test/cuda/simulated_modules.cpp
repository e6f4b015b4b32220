// Modules and launches of the simulated driver. A module is PTX text; of it only the kernels' names, their parameters
// and launch bounds are read. What runs is the same kernel, compiled for the CPU.
#include "simulated_driver.h"

#include <algorithm>
#include <cstring>

namespace {

/** The newest PTX of a driver, 10 * major + minor. */
int newestPtx(int driverVersion) {
  const std::pair<int, int> first[]{{13000, 90}, {12060, 85}, {12040, 84}, {12030, 83}, {12020, 82},
                                    {12010, 81}, {12000, 80}, {11080, 78}, {11040, 74}, {11000, 70},
                                    {10020, 65}, {10010, 64}, {10000, 63}, {9020, 62}};
  for (auto [version, ptx] : first)
    if (driverVersion >= version) return ptx;
  return 60;
}

/** Kernels in PTX: `.entry NAME( .param ..., .param ... ) .maxntid N, 1, 1 {`. */
std::map<std::string, Entry> entriesOf(const std::string& ptx) {
  std::map<std::string, Entry> entries;
  for (size_t at = 0; (at = ptx.find(".entry", at)) != std::string::npos; at++) {
    size_t name = ptx.find_first_not_of(" \t\n", at + 6), list = ptx.find('(', at);
    size_t end = ptx.find(')', at), body = ptx.find('{', at);
    if (list == std::string::npos || end == std::string::npos || body == std::string::npos) break;
    Entry entry{0, 1024};
    for (size_t p = list; (p = ptx.find(".param", p)) < end; p++) entry.parameters++;
    size_t bound = ptx.find(".maxntid", end);
    if (bound < body) entry.maxThreads = std::stoi(ptx.substr(bound + 8));
    entries[ptx.substr(name, ptx.find_first_of(" \t\n(", name) - name)] = entry;
  }
  return entries;
}

CUresult load(Context& context, Module** result, const char* image) {
  if (!image) return refuse(CUDA_ERROR_INVALID_VALUE, "the image is null");
  std::string ptx(image);
  int major = 0, minor = 0, target = 0;
  size_t version = ptx.find(".version"), sm = ptx.find(".target sm_");
  if (version == std::string::npos || sscanf(&ptx[version], ".version %d.%d", &major, &minor) != 2)
    return refuse(CUDA_ERROR_INVALID_IMAGE, "the image is not PTX");
  if (sm == std::string::npos || sscanf(&ptx[sm], ".target sm_%d", &target) != 1 ||
      std::count(ptx.begin(), ptx.end(), '{') != std::count(ptx.begin(), ptx.end(), '}'))
    return refuse(CUDA_ERROR_INVALID_PTX, "the PTX is cut off");
  const Settings& s = driver().settings;
  if (10 * major + minor > newestPtx(s.driverVersion)) return CUDA_ERROR_UNSUPPORTED_PTX_VERSION;
  if (target > 10 * s.major + s.minor) return CUDA_ERROR_NO_BINARY_FOR_GPU;
  *result = added(driver().modules, new Module{&context, entriesOf(ptx), {}});
  return CUDA_SUCCESS;
}

const Function* knownFunction(const Context& context, const Function* handle) {
  for (auto& [address, module] : driver().modules)
    for (auto& [name, function] : module->functions)
      if (function.get() == handle && module->context == &context) return handle;
  return nullptr;
}

}  // namespace

extern "C" {

EXPORTED CUresult cuModuleLoadData(Module** result, const char* image) {
  return call("cuModuleLoadData", Needs::NoCapture, [&](Context& context) { return load(context, result, image); });
}

EXPORTED CUresult cuModuleLoadDataEx(Module** result, const char* image, unsigned, int*, void**) {
  return call("cuModuleLoadDataEx", Needs::NoCapture, [&](Context& context) { return load(context, result, image); });
}

EXPORTED CUresult cuModuleUnload(Module* handle) {
  return release("cuModuleUnload", Needs::NoCapture, [&](Context& context) {
    Module* module = known(driver().modules, context, handle, "module");
    if (!module) return CUDA_ERROR_INVALID_HANDLE;
    CUresult result = drainAll(context);
    driver().modules.erase(module);
    return result;
  });
}

EXPORTED CUresult cuModuleGetFunction(const Function** result, Module* handle, const char* name) {
  return call("cuModuleGetFunction", Needs::Context, [&](Context& context) {
    Module* module = known(driver().modules, context, handle, "module");
    if (!module) return CUDA_ERROR_INVALID_HANDLE;
    auto entry = module->entries.find(name);
    if (entry == module->entries.end()) return refuse(CUDA_ERROR_NOT_FOUND, "the module has no kernel %s", name);
    auto kernel = kernels().find(name);
    if (kernel == kernels().end())
      return refuse(CUDA_ERROR_NOT_FOUND, "kernel %s is not compiled into the simulation", name);
    if (kernel->second.parameters != entry->second.parameters)
      return refuse(CUDA_ERROR_INVALID_PTX, "%s has %zu parameters in PTX, %zu in its source: the PTX is stale", name,
                    entry->second.parameters, kernel->second.parameters);
    auto& function = module->functions[name];
    if (!function) function.reset(new Function{name, entry->second, &kernel->second});
    *result = function.get();
    return CUDA_SUCCESS;
  });
}

EXPORTED CUresult cuFuncGetAttribute(int* value, int attribute, const Function* handle) {
  return call("cuFuncGetAttribute", Needs::Context, [&](Context& context) {
    const Function* function = knownFunction(context, handle);
    if (!function) return refuse(CUDA_ERROR_INVALID_HANDLE, "unknown function");
    const Settings& s = driver().settings;
    switch (attribute) {
      case 0:
        *value = function->entry.maxThreads;
        break;  // threads a block
      case 1:
      case 2:
      case 3:
        *value = 0;
        break;  // shared, constant and local memory
      case 4:
        *value = 64;
        break;  // registers
      case 5:
      case 6:
        *value = 10 * s.major + s.minor;
        break;  // PTX and binary version
      default:
        return refuse(CUDA_ERROR_INVALID_VALUE, "attribute %d is not simulated", attribute);
    }
    return CUDA_SUCCESS;
  });
}

EXPORTED CUresult cuLaunchKernel(const Function* handle, unsigned gridX, unsigned gridY, unsigned gridZ,
                                 unsigned blockX, unsigned blockY, unsigned blockZ, unsigned sharedBytes, Stream* on,
                                 void** parameters, void** extra) {
  return call("cuLaunchKernel", Needs::Context, [&](Context& context) {
    const Function* function = knownFunction(context, handle);
    if (!function) return refuse(CUDA_ERROR_INVALID_HANDLE, "unknown function, or its module was unloaded");
    Stream* stream = streamOf(context, on);
    if (!stream) return CUDA_ERROR_INVALID_HANDLE;
    const char* name = function->name.c_str();
    if (!gridX || !gridY || !gridZ || gridX > 2147483647u || gridY > 65535 || gridZ > 65535)
      return refuse(CUDA_ERROR_INVALID_VALUE, "%s: grid %u x %u x %u", name, gridX, gridY, gridZ);
    // One product of three numbers up to 4 billion: 128 bits, so that no shape wraps round to a valid one.
    unsigned __int128 threads = (unsigned __int128)blockX * blockY * blockZ;
    if (threads == 0 || threads > function->entry.maxThreads || blockZ > 64)
      return refuse(CUDA_ERROR_INVALID_VALUE, "%s: block %u x %u x %u, at most %u threads", name, blockX, blockY,
                    blockZ, function->entry.maxThreads);
    if (sharedBytes) return refuse(CUDA_ERROR_INVALID_VALUE, "%s: dynamic shared memory is not simulated", name);
    if (extra) return refuse(CUDA_ERROR_NOT_SUPPORTED, "%s: parameters in `extra` are not simulated", name);
    if (!parameters) return refuse(CUDA_ERROR_INVALID_VALUE, "%s: no parameters", name);
    for (size_t i = 0; i < function->entry.parameters; i++)
      if (!parameters[i]) return refuse(CUDA_ERROR_INVALID_VALUE, "%s: parameter %zu is missing", name, i);
    return enqueue(*stream, function->kernel->bind({gridX, gridY, gridZ}, {blockX, blockY, blockZ}, parameters));
  });
}

}  // extern "C"
