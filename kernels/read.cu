// What plain reading of memory reaches: the yardstick that the other kernels are measured by.
//
// The grid walks over `packs` packs of 16 bytes in steps; in a step a block takes 1024 packs that follow each other, and a
// thread four of these, all asked for before the first is used. It adds up what it has read, 64 bytes in T, from there on
// in double; the block writes the sum of all its numbers to its place in `out`, zero if there are none. So no load can be
// left out, and the answer can be checked: the sum over `out` is the sum of the data. Which numbers are whose depends on
// the number of blocks, and with it the last bits; with the same number the bits are the same.
//
// Bytes: packs * 16, and 8 written by each block.
//
// Launch: 256 threads, any number of blocks. As many as the device holds at once will do: 8 on each multiprocessor (4 to 6
// where it holds but 1024 or 1536 threads), which makes 128 KiB on their way, where an H100 needs about 20 KiB.
// Expected: some 90 % of the memory's nominal rate, if the data is many times larger than the L2 cache, 1 GiB or more; of
// less, the caches are measured. To be measured on hardware: 16 and 32 blocks on each multiprocessor, and 128 bytes a
// thread; the best of them is the yardstick.
#include "common.cuh"

template <typename T>
__device__ __forceinline__ void read(const T* __restrict__ x, double* __restrict__ out, long long packs) {
  constexpr int SIZE = Pack<T>::SIZE;
  constexpr int AT_ONCE = 4;
  constexpr long long PACKS_OF_STEP = AT_ONCE * THREADS;

  double total = 0;
  for (long long first = blockIdx.x * PACKS_OF_STEP; first < packs; first += gridDim.x * PACKS_OF_STEP) {
    Pack<T> pack[AT_ONCE];
#pragma unroll
    for (int u = 0; u < AT_ONCE; u++) {
      const long long i = first + u * THREADS + threadIdx.x;
      pack[u] = i < packs ? load(x + i * SIZE) : Pack<T>{};
    }
    T part = 0;
#pragma unroll
    for (int u = 0; u < AT_ONCE; u++) {
#pragma unroll
      for (int k = 0; k < SIZE; k++) part += pack[u].at[k];
    }
    total += part;
  }
  total = blockSum(total);
  if (threadIdx.x == 0) out[blockIdx.x] = total;
}

#define READ(T, SUFFIX)                                                                                  \
  extern "C" __global__ void __launch_bounds__(THREADS)                                                  \
      read_##SUFFIX(const T* __restrict__ x, double* __restrict__ out, long long packs) {                \
    read(x, out, packs);                                                                                 \
  }

READ(float, f32)
READ(double, f64)
