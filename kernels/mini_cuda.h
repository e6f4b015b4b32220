// As much of CUDA's device side as these kernels use, for clang without a CUDA toolkit. nvcc does not need it.
#pragma once

#define __global__ __attribute__((global))
#define __device__ __attribute__((device))
#define __shared__ __attribute__((shared))
#define __forceinline__ inline __attribute__((always_inline))
#define __launch_bounds__(...) __attribute__((launch_bounds(__VA_ARGS__)))

#include <__clang_cuda_builtin_vars.h>  // threadIdx, blockIdx, gridDim; __syncthreads is clang's own

__device__ __forceinline__ float __shfl_xor_sync(unsigned lanes, float value, int distance) {
  return __nvvm_shfl_sync_bfly_f32(lanes, value, distance, 31);
}

/** Registers have 32 bits: a double goes in two halves. */
__device__ __forceinline__ double __shfl_xor_sync(unsigned lanes, double value, int distance) {
  struct Halves {
    int low, high;
  };
  Halves halves = __builtin_bit_cast(Halves, value);
  halves.low = __nvvm_shfl_sync_bfly_i32(lanes, halves.low, distance, 31);
  halves.high = __nvvm_shfl_sync_bfly_i32(lanes, halves.high, distance, 31);
  return __builtin_bit_cast(double, halves);
}

// Rounded to nearest, and never made one instruction with others.
__device__ __forceinline__ double __dmul_rn(double a, double b) { return __nvvm_mul_rn_d(a, b); }
__device__ __forceinline__ double __fma_rn(double a, double b, double c) { return __nvvm_fma_rn_d(a, b, c); }
__device__ __forceinline__ double __dsqrt_rn(double x) { return __nvvm_sqrt_rn_d(x); }
