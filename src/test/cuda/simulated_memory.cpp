// Device and pinned memory of the simulated driver, copies and fills.
#include "simulated_driver.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace {

constexpr size_t ALIGNMENT = 256;  // of device memory, as a real driver's
constexpr size_t FENCE = 256;      // bytes behind each allocation that nobody may write
constexpr int POISON = 0xFF;

size_t roundedUp(size_t bytes) { return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT; }

/** Poisoned memory between two fences; null where the host has none left. */
char* newMemory(size_t bytes) {
  size_t all = FENCE + roundedUp(bytes) + FENCE;
  char* start = static_cast<char*>(aligned_alloc(ALIGNMENT, all));
  if (!start) return nullptr;
  memset(start, POISON, all);
  return start + FENCE;
}

bool untouched(const char* from, const char* to) {
  for (; from < to; from++)
    if (static_cast<unsigned char>(*from) != POISON) return false;
  return true;
}

bool fencesHold(CUdeviceptr pointer, size_t bytes) {
  const char* start = reinterpret_cast<const char*>(pointer);
  return untouched(start - FENCE, start) && untouched(start + bytes, start + roundedUp(bytes) + FENCE);
}

CUresult deleteMemory(CUdeviceptr pointer, size_t bytes) {
  char* start = reinterpret_cast<char*>(pointer);
  bool held = fencesHold(pointer, bytes);
  memset(start, POISON, bytes);  // for whoever reads it still
  free(start - FENCE);
  return held ? CUDA_SUCCESS
              : refuse(CUDA_ERROR_ILLEGAL_ADDRESS, "somebody wrote outside %zu bytes at %#lx", bytes, pointer);
}

/** The allocation that a pointer lies in, or the end. */
template <class Map>
auto holding(Map& allocations, uintptr_t pointer) {
  auto next = allocations.upper_bound(pointer);
  if (next == allocations.begin()) return allocations.end();
  auto found = std::prev(next);
  return pointer - found->first < found->second.bytes ? found : allocations.end();
}

bool isPinned(const void* pointer, size_t bytes) {
  uintptr_t address = reinterpret_cast<uintptr_t>(pointer);
  auto found = holding(driver().pinned, address);
  return found != driver().pinned.end() && bytes <= found->second.bytes - (address - found->first);
}

/** Null is refused, and so is device memory where the host's is due. */
bool onHost(const void* pointer, const char* what) {
  if (!pointer) refuse(CUDA_ERROR_INVALID_VALUE, "%s is null", what);
  else if (holding(driver().memory, reinterpret_cast<uintptr_t>(pointer)) != driver().memory.end())
    refuse(CUDA_ERROR_INVALID_VALUE, "%s is device memory", what);
  else return true;
  return false;
}

void copy(CUdeviceptr to, const void* from, size_t bytes) { memmove(reinterpret_cast<void*>(to), from, bytes); }

/** A fill of `count` values: checked now, and when it runs. */
template <class T>
CUresult fill(CUdeviceptr to, T value, size_t count, Context& context, Stream* handle) {
  if (to % sizeof(T)) return refuse(CUDA_ERROR_INVALID_VALUE, "the address is not aligned");
  if (!onDevice(context, to, count * sizeof(T), "the target")) return CUDA_ERROR_INVALID_VALUE;
  Stream* stream = streamOf(context, handle);
  if (!stream) return CUDA_ERROR_INVALID_HANDLE;
  return enqueue(*stream, [=](Context& context) {
    if (!onDevice(context, to, count * sizeof(T), "the target, by now,")) return CUDA_ERROR_ILLEGAL_ADDRESS;
    for (size_t i = 0; i < count; i++) reinterpret_cast<T*>(to)[i] = value;
    return CUDA_SUCCESS;
  });
}

/** A fill that the host does not wait for either: only work on the default stream comes after it by itself. */
template <class T>
CUresult fillNow(const char* name, CUdeviceptr to, T value, size_t count) {
  return call(name, Needs::NoCapture, [&](Context& context) { return fill(to, value, count, context, nullptr); });
}

template <class T>
CUresult fillAsync(const char* name, CUdeviceptr to, T value, size_t count, Stream* stream) {
  return call(name, Needs::Context, [&](Context& context) { return fill(to, value, count, context, stream); });
}

}  // namespace

bool onDevice(const Context& context, CUdeviceptr pointer, size_t bytes, const char* what) {
  auto found = holding(driver().memory, pointer);
  if (found == driver().memory.end())
    refuse(CUDA_ERROR_INVALID_VALUE, "%s, %#lx, is not in device memory", what, pointer);
  else if (found->second.context != &context)
    refuse(CUDA_ERROR_INVALID_VALUE, "%s is on device %d, used on device %d", what, found->second.context->device,
           context.device);
  else if (bytes > found->second.bytes - (pointer - found->first))
    refuse(CUDA_ERROR_INVALID_VALUE, "%s: %zu bytes from byte %zu of an allocation of %zu", what, bytes,
           size_t(pointer - found->first), found->second.bytes);
  else return true;
  return false;
}

bool fencesHold(CUdeviceptr pointer) {
  auto found = holding(driver().memory, pointer);
  if (found == driver().memory.end() || fencesHold(found->first, found->second.bytes)) return true;
  refuse(CUDA_ERROR_ILLEGAL_ADDRESS, "somebody wrote outside the %zu bytes at %#lx", found->second.bytes, found->first);
  return false;
}

extern "C" {

EXPORTED CUresult cuMemGetInfo_v2(size_t* available, size_t* total) {
  return call("cuMemGetInfo_v2", Needs::Context, [&](Context& context) {
    *total = driver().settings.memory;
    *available = *total - std::min(*total, context.used);
    return CUDA_SUCCESS;
  });
}

EXPORTED CUresult cuMemAlloc_v2(CUdeviceptr* pointer, size_t bytes) {
  return call("cuMemAlloc_v2", Needs::NoCapture, [&](Context& context) {
    if (bytes == 0) return refuse(CUDA_ERROR_INVALID_VALUE, "0 bytes");
    size_t total = driver().settings.memory;
    // Not a refusal: a program may try, and do without.
    if (context.used > total || bytes > total || roundedUp(bytes) > total - context.used)
      return CUDA_ERROR_OUT_OF_MEMORY;
    char* memory = newMemory(bytes);
    if (!memory) return CUDA_ERROR_OUT_OF_MEMORY;
    *pointer = reinterpret_cast<CUdeviceptr>(memory);
    driver().memory[*pointer] = {&context, bytes};
    context.used += roundedUp(bytes);
    return CUDA_SUCCESS;
  });
}

EXPORTED CUresult cuMemFree_v2(CUdeviceptr pointer) {
  return release("cuMemFree_v2", Needs::NoCapture, [&](Context& context) {
    if (!pointer) return CUDA_SUCCESS;
    auto found = driver().memory.find(pointer);
    if (found == driver().memory.end())
      return refuse(CUDA_ERROR_INVALID_VALUE, "%#lx is not the start of an allocation, or was freed before", pointer);
    if (found->second.context != &context)
      return refuse(CUDA_ERROR_INVALID_VALUE, "the memory is device %d's", found->second.context->device);
    CUresult late = drainAll(context);  // a real driver waits, too
    size_t bytes = found->second.bytes;
    driver().memory.erase(found);
    context.used -= roundedUp(bytes);
    CUresult result = deleteMemory(pointer, bytes);
    return late ? late : result;
  });
}

EXPORTED CUresult cuMemHostAlloc(void** pointer, size_t bytes, unsigned) {
  return call("cuMemHostAlloc", Needs::NoCapture, [&](Context& context) {
    if (bytes == 0) return refuse(CUDA_ERROR_INVALID_VALUE, "0 bytes");
    *pointer = newMemory(bytes);
    if (!*pointer) return CUDA_ERROR_OUT_OF_MEMORY;
    driver().pinned[reinterpret_cast<uintptr_t>(*pointer)] = {&context, bytes};
    return CUDA_SUCCESS;
  });
}

EXPORTED CUresult cuMemFreeHost(void* pointer) {
  return release("cuMemFreeHost", Needs::NoCapture, [&](Context& context) {
    uintptr_t address = reinterpret_cast<uintptr_t>(pointer);
    auto found = driver().pinned.find(address);
    if (found == driver().pinned.end())
      return refuse(CUDA_ERROR_INVALID_VALUE, "%p is not the start of pinned memory, or was freed before", pointer);
    CUresult late = drainAll(context);
    size_t bytes = found->second.bytes;
    driver().pinned.erase(found);
    CUresult result = deleteMemory(address, bytes);
    return late ? late : result;
  });
}

EXPORTED CUresult cuMemcpyHtoD_v2(CUdeviceptr to, const void* from, size_t bytes) {
  return call("cuMemcpyHtoD_v2", Needs::NoCapture, [&](Context& context) {
    if (!onDevice(context, to, bytes, "the target") || !onHost(from, "the source")) return CUDA_ERROR_INVALID_VALUE;
    if (CUresult error = drainDefault(context)) return error;
    copy(to, from, bytes);
    return CUDA_SUCCESS;
  });
}

EXPORTED CUresult cuMemcpyDtoH_v2(void* to, CUdeviceptr from, size_t bytes) {
  return call("cuMemcpyDtoH_v2", Needs::NoCapture, [&](Context& context) {
    if (!onDevice(context, from, bytes, "the source") || !onHost(to, "the target")) return CUDA_ERROR_INVALID_VALUE;
    if (CUresult error = drainDefault(context)) return error;
    memcpy(to, reinterpret_cast<void*>(from), bytes);
    return CUDA_SUCCESS;
  });
}

EXPORTED CUresult cuMemcpyHtoDAsync_v2(CUdeviceptr to, const void* from, size_t bytes, Stream* handle) {
  return call("cuMemcpyHtoDAsync_v2", Needs::Context, [&](Context& context) {
    if (!onDevice(context, to, bytes, "the target") || !onHost(from, "the source")) return CUDA_ERROR_INVALID_VALUE;
    Stream* stream = streamOf(context, handle);
    if (!stream) return CUDA_ERROR_INVALID_HANDLE;
    if (isPinned(from, bytes))
      return enqueue(*stream, [=](Context& context) {
        if (!onDevice(context, to, bytes, "the target, by now,")) return CUDA_ERROR_ILLEGAL_ADDRESS;
        if (!isPinned(from, bytes)) return refuse(CUDA_ERROR_ILLEGAL_ADDRESS, "the source was freed before the copy");
        copy(to, from, bytes);
        return CUDA_SUCCESS;
      });
    if (stream->capturing)
      return refuse(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, "captured copy from memory that is not pinned");
    // From other memory a real driver copies through a buffer of its own: the source is free when the call returns.
    auto staged =
        std::make_shared<std::vector<char>>(static_cast<const char*>(from), static_cast<const char*>(from) + bytes);
    return enqueue(*stream, [=](Context& context) {
      if (!onDevice(context, to, bytes, "the target, by now,")) return CUDA_ERROR_ILLEGAL_ADDRESS;
      copy(to, staged->data(), bytes);
      return CUDA_SUCCESS;
    });
  });
}

EXPORTED CUresult cuMemcpyDtoHAsync_v2(void* to, CUdeviceptr from, size_t bytes, Stream* handle) {
  return call("cuMemcpyDtoHAsync_v2", Needs::Context, [&](Context& context) {
    if (!onDevice(context, from, bytes, "the source") || !onHost(to, "the target")) return CUDA_ERROR_INVALID_VALUE;
    Stream* stream = streamOf(context, handle);
    if (!stream) return CUDA_ERROR_INVALID_HANDLE;
    bool pinned = isPinned(to, bytes);
    if (!pinned && stream->capturing)
      return refuse(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, "captured copy to memory that is not pinned");
    CUresult result = enqueue(*stream, [=](Context& context) {
      if (!onDevice(context, from, bytes, "the source, by now,")) return CUDA_ERROR_ILLEGAL_ADDRESS;
      if (pinned && !isPinned(to, bytes))
        return refuse(CUDA_ERROR_ILLEGAL_ADDRESS, "the target was freed before the copy");
      memcpy(to, reinterpret_cast<void*>(from), bytes);
      return CUDA_SUCCESS;
    });
    return result || pinned ? result : drain(*stream);  // to other memory a real driver waits
  });
}

EXPORTED CUresult cuMemcpyDtoDAsync_v2(CUdeviceptr to, CUdeviceptr from, size_t bytes, Stream* handle) {
  return call("cuMemcpyDtoDAsync_v2", Needs::Context, [&](Context& context) {
    if (!onDevice(context, to, bytes, "the target") || !onDevice(context, from, bytes, "the source"))
      return CUDA_ERROR_INVALID_VALUE;
    Stream* stream = streamOf(context, handle);
    if (!stream) return CUDA_ERROR_INVALID_HANDLE;
    return enqueue(*stream, [=](Context& context) {
      if (!onDevice(context, to, bytes, "the target, by now,") ||
          !onDevice(context, from, bytes, "the source, by now,"))
        return CUDA_ERROR_ILLEGAL_ADDRESS;
      copy(to, reinterpret_cast<void*>(from), bytes);
      return CUDA_SUCCESS;
    });
  });
}

EXPORTED CUresult cuMemsetD8_v2(CUdeviceptr to, unsigned char value, size_t count) {
  return fillNow("cuMemsetD8_v2", to, value, count);
}

EXPORTED CUresult cuMemsetD32_v2(CUdeviceptr to, unsigned value, size_t count) {
  return fillNow("cuMemsetD32_v2", to, value, count);
}

EXPORTED CUresult cuMemsetD8Async(CUdeviceptr to, unsigned char value, size_t count, Stream* stream) {
  return fillAsync("cuMemsetD8Async", to, value, count, stream);
}

EXPORTED CUresult cuMemsetD32Async(CUdeviceptr to, unsigned value, size_t count, Stream* stream) {
  return fillAsync("cuMemsetD32Async", to, value, count, stream);
}

}  // extern "C"
