// Devices, contexts and errors of the simulated driver.
#include "simulated_driver.h"

#include <cstdio>
#include <cstring>

namespace {

CUresult unknownDevice(CUdevice device) {
  if (device >= 0 && device < driver().settings.devices) return CUDA_SUCCESS;
  return refuse(CUDA_ERROR_INVALID_DEVICE, "there is no device %d", device);
}

/** Numbers as a small device of today might have them. */
const std::map<int, int> ATTRIBUTES{
    {1, 1024},        // threads a block
    {2, 1024},        // block, x
    {3, 1024},        // block, y
    {4, 64},          // block, z
    {5, 2147483647},  // grid, x
    {6, 65535},       // grid, y
    {7, 65535},       // grid, z
    {8, 49152},       // shared memory a block
    {10, 32},         // lanes of a warp
    {12, 65536},      // registers a block
    {13, 1500000},    // clock, kHz
    {16, 4},          // multiprocessors
    {17, 0},          // a time limit for kernels
    {18, 0},          // integrated
    {19, 1},          // can map host memory
    {31, 1},          // concurrent kernels
    {32, 0},          // ECC
    {36, 1000000},    // memory clock, kHz
    {37, 128},        // memory bus, bits
    {38, 4 << 20},    // L2 cache
    {39, 1024},       // threads a multiprocessor
    {40, 1},          // copy engines
    {41, 1},          // one address space with the host
    {81, 65536},      // shared memory a multiprocessor
    {97, 65536},      // shared memory a block may opt in to
};

struct ErrorText {
  const char *name, *text;
};

const std::map<int, ErrorText> ERRORS{
    {0, {"CUDA_SUCCESS", "no error"}},
    {1, {"CUDA_ERROR_INVALID_VALUE", "invalid argument"}},
    {2, {"CUDA_ERROR_OUT_OF_MEMORY", "out of memory"}},
    {3, {"CUDA_ERROR_NOT_INITIALIZED", "initialization error"}},
    {34, {"CUDA_ERROR_STUB_LIBRARY", "CUDA driver is a stub library"}},
    {46, {"CUDA_ERROR_DEVICE_UNAVAILABLE", "CUDA-capable device(s) is/are busy or unavailable"}},
    {100, {"CUDA_ERROR_NO_DEVICE", "no CUDA-capable device is detected"}},
    {101, {"CUDA_ERROR_INVALID_DEVICE", "invalid device ordinal"}},
    {200, {"CUDA_ERROR_INVALID_IMAGE", "device kernel image is invalid"}},
    {201, {"CUDA_ERROR_INVALID_CONTEXT", "invalid device context"}},
    {209, {"CUDA_ERROR_NO_BINARY_FOR_GPU", "no kernel image is available for execution on the device"}},
    {214, {"CUDA_ERROR_ECC_UNCORRECTABLE", "uncorrectable ECC error encountered"}},
    {218, {"CUDA_ERROR_INVALID_PTX", "a PTX JIT compilation failed"}},
    {222, {"CUDA_ERROR_UNSUPPORTED_PTX_VERSION", "the provided PTX was compiled with an unsupported toolchain."}},
    {400, {"CUDA_ERROR_INVALID_HANDLE", "invalid resource handle"}},
    {500, {"CUDA_ERROR_NOT_FOUND", "named symbol not found"}},
    {600, {"CUDA_ERROR_NOT_READY", "device not ready"}},
    {700, {"CUDA_ERROR_ILLEGAL_ADDRESS", "an illegal memory access was encountered"}},
    {701, {"CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES", "too many resources requested for launch"}},
    {709, {"CUDA_ERROR_CONTEXT_IS_DESTROYED", "context is destroyed"}},
    {719, {"CUDA_ERROR_LAUNCH_FAILED", "unspecified launch failure"}},
    {801, {"CUDA_ERROR_NOT_SUPPORTED", "operation not supported"}},
    {803, {"CUDA_ERROR_SYSTEM_DRIVER_MISMATCH", "system has unsupported display driver / cuda driver combination"}},
    {900, {"CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED", "operation not permitted when stream is capturing"}},
    {901, {"CUDA_ERROR_STREAM_CAPTURE_INVALIDATED", "operation failed due to a previous error during capture"}},
    {999, {"CUDA_ERROR_UNKNOWN", "unknown error"}},
};

CUresult describe(CUresult error, const char** text, const char* ErrorText::* which) {
  auto found = ERRORS.find(error);
  *text = found == ERRORS.end() ? nullptr : found->second.*which;
  return *text ? CUDA_SUCCESS : CUDA_ERROR_INVALID_VALUE;
}

}  // namespace

extern "C" {

EXPORTED CUresult cuGetErrorName(CUresult error, const char** name) { return describe(error, name, &ErrorText::name); }

EXPORTED CUresult cuGetErrorString(CUresult error, const char** text) {
  return describe(error, text, &ErrorText::text);
}

EXPORTED CUresult cuDriverGetVersion(int* version) {
  // Answers before cuInit, too: so a program finds out that the driver is too old.
  return call("cuDriverGetVersion", driver().initialised ? Needs::Initialised : Needs::Nothing, [&](Context&) {
    *version = driver().settings.driverVersion;
    return CUDA_SUCCESS;
  });
}

EXPORTED CUresult cuDeviceGetCount(int* count) {
  return call("cuDeviceGetCount", Needs::Initialised, [&](Context&) {
    *count = driver().settings.devices;
    return CUDA_SUCCESS;
  });
}

EXPORTED CUresult cuDeviceGet(CUdevice* device, int index) {
  return call("cuDeviceGet", Needs::Initialised, [&](Context&) {
    if (CUresult error = unknownDevice(index)) return error;
    *device = index;
    return CUDA_SUCCESS;
  });
}

EXPORTED CUresult cuDeviceGetName(char* name, int length, CUdevice device) {
  return call("cuDeviceGetName", Needs::Initialised, [&](Context&) {
    if (CUresult error = unknownDevice(device)) return error;
    snprintf(name, length, "Simulated GPU %d", device);
    return CUDA_SUCCESS;
  });
}

EXPORTED CUresult cuDeviceGetAttribute(int* value, int attribute, CUdevice device) {
  return call("cuDeviceGetAttribute", Needs::Initialised, [&](Context&) {
    if (CUresult error = unknownDevice(device)) return error;
    const Settings& s = driver().settings;
    auto found = ATTRIBUTES.find(attribute);
    if (attribute == 20) *value = s.computeMode;
    else if (attribute == 75) *value = s.major;
    else if (attribute == 76) *value = s.minor;
    else if (found != ATTRIBUTES.end()) *value = found->second;
    else return refuse(CUDA_ERROR_INVALID_VALUE, "attribute %d is not simulated", attribute);
    return CUDA_SUCCESS;
  });
}

EXPORTED CUresult cuDeviceTotalMem_v2(size_t* bytes, CUdevice device) {
  return call("cuDeviceTotalMem_v2", Needs::Initialised, [&](Context&) {
    if (CUresult error = unknownDevice(device)) return error;
    *bytes = driver().settings.memory;
    return CUDA_SUCCESS;
  });
}

EXPORTED CUresult cuDevicePrimaryCtxRetain(Context** result, CUdevice device) {
  return call("cuDevicePrimaryCtxRetain", Needs::Initialised, [&](Context&) {
    if (CUresult error = unknownDevice(device)) return error;
    if (driver().settings.computeMode == 2) return CUDA_ERROR_DEVICE_UNAVAILABLE;
    auto& context = driver().contexts[device];
    if (!context) context.reset(new Context{device});
    context->retained++;
    *result = context.get();
    return CUDA_SUCCESS;
  });
}

EXPORTED CUresult cuDevicePrimaryCtxRelease_v2(CUdevice device) {
  return release("cuDevicePrimaryCtxRelease_v2", Needs::Initialised, [&](Context&) {
    if (CUresult error = unknownDevice(device)) return error;
    auto found = driver().contexts.find(device);
    if (found == driver().contexts.end() || !found->second->retained)
      return refuse(CUDA_ERROR_INVALID_CONTEXT, "nothing holds the context of device %d", device);
    Context& context = *found->second;
    CUresult result = drainAll(context);
    // A real driver now frees all that is left. Here it stays counted, as somebody forgot it.
    if (--context.retained == 0) context.broken = CUDA_SUCCESS;
    return result;
  });
}

EXPORTED CUresult cuCtxSetCurrent(Context* context) {
  return call("cuCtxSetCurrent", Needs::Initialised, [&](Context&) {
    bool known = !context;
    for (auto& [device, one] : driver().contexts) known |= one.get() == context && one->retained;
    if (!known) return refuse(CUDA_ERROR_INVALID_CONTEXT, "unknown or released context");
    makeCurrent(context);
    return CUDA_SUCCESS;
  });
}

EXPORTED CUresult cuCtxGetCurrent(Context** context) {
  return call("cuCtxGetCurrent", Needs::Initialised, [&](Context&) {
    *context = currentContext();
    return CUDA_SUCCESS;
  });
}

EXPORTED CUresult cuCtxGetDevice(CUdevice* device) {
  return call("cuCtxGetDevice", Needs::Context, [&](Context& context) {
    *device = context.device;
    return CUDA_SUCCESS;
  });
}

EXPORTED CUresult cuCtxSynchronize() {
  return call("cuCtxSynchronize", Needs::NoCapture, [](Context& context) { return drainAll(context); });
}

}  // extern "C"
