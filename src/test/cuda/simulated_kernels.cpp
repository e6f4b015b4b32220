// The project's kernels, compiled for the CPU, as the simulated driver finds and runs them.
#include "simulated_driver.h"

#include <tuple>
#include <type_traits>

// Generated for each build: includes the emulator and the kernels, and defines KERNELS as KERNEL(name) of each.
#include "kernels.inc"

namespace {

/**
 * The emulator fills this library's thread-local memory, in which the kernels' shared memory is. A library loaded late
 * gets such memory on a thread when that thread first touches some.
 */
void prepareSharedMemory() {
  static thread_local volatile char touched;
  touched = 1;
}

/** Whether a kernel may use this parameter: a pointer must lead to this device's memory. */
template <class T>
bool usable(const Context& context, T* pointer) {
  CUdeviceptr address = reinterpret_cast<CUdeviceptr>(pointer);
  if (address % alignof(T)) {
    refuse(CUDA_ERROR_ILLEGAL_ADDRESS, "a pointer, %#lx, is not aligned", address);
    return false;
  }
  return onDevice(context, address, sizeof(T), "a pointer");
}

template <class T>
bool usable(const Context&, T) {
  return true;
}

template <class T>
bool intact(T* pointer) {
  return fencesHold(reinterpret_cast<CUdeviceptr>(pointer));
}

template <class T>
bool intact(T) {
  return true;
}

template <class... P, size_t... I>
std::tuple<P...> copied(void** parameters, std::index_sequence<I...>) {
  return {*static_cast<P*>(parameters[I])...};
}

template <class... P>
Kernel kernel(const char* name, void (*run)(P...)) {
  return {sizeof...(P), [=](Shape grid, Shape block, void** parameters) -> Operation {
            auto values = copied<P...>(parameters, std::index_sequence_for<P...>{});
            return [=](Context& context) {
              auto fault = [&](auto... value) {
                if (!(usable(context, value) && ...)) return true;
                prepareSharedMemory();
                emu::launch(run, dim3(grid.x, grid.y, grid.z), dim3(block.x, block.y, block.z), value...);
                return !(intact(value) && ...);
              };
              if (!std::apply(fault, values)) return CUDA_SUCCESS;
              return refuse(CUDA_ERROR_ILLEGAL_ADDRESS, "kernel %s", name);
            };
          }};
}

}  // namespace

const std::map<std::string, Kernel>& kernels() {
#define KERNEL(name) {#name, kernel(#name, name)},
  static const std::map<std::string, Kernel> kernels{KERNELS};
  return kernels;
}
