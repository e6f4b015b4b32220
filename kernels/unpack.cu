// From the host's tiles to rows.
//
// The host holds most rows in tiles of 64, and in a tile feature by feature: feature j of row i stands at
// ((i / 64) * features + j) * 64 + i % 64 (io.linreg.data.BlockLayout). `unpack` writes row i to x + i * ld, and zeros to the
// columns from `features` on. `x` is where the first row goes; rows from `rows` on, with which the last tile is filled up,
// are not written.
//
// A block takes a tile, 32 columns at a time: in `tiles` these are one span of 2048 numbers. Its threads load the span side
// by side, 8 numbers each, all asked for before the first is used, and put them down in shared memory, column by column; a
// column there has one place to spare, so that what a warp reads across the columns stands in different banks (in double
// two and two in the same). Then they pick up packs of 16 bytes along the rows, and store those side by side: where a row
// has fewer than 32 columns, the next row follows in memory, and so among the threads.
//
// Bytes: rows * features * sizeof(T) in (the last tile as a whole), rows * ld * sizeof(T) out.
//
// Launch: 256 threads, ceil(rows / 64) blocks; in y min(65535, ceil(ld / 32)) blocks (or fewer) share the columns: the
// result is the same whatever their number. With 32 bytes of each thread on their way in float, 64 in double, and four to
// eight blocks on a multiprocessor, that makes 32 KiB or more, where an H100 needs about 20.
// Expected: bound by memory from 32 columns on, and always far ahead of the bus that brings the tiles. To be measured on
// hardware: rows of a few columns, of which a block has 1 KiB, so that its start and end show; several tiles a block there.
#include "common.cuh"

constexpr int ROWS_OF_UNPACK = 64;
constexpr int COLUMNS_OF_UNPACK = 32;

template <typename T>
__device__ __forceinline__ void unpack(const T* __restrict__ tiles, T* __restrict__ x, long long rows, int features,
                                       int ld) {
  constexpr int SIZE = Pack<T>::SIZE;
  constexpr int AT_ONCE = ROWS_OF_UNPACK * COLUMNS_OF_UNPACK / THREADS;
  __shared__ T staged[COLUMNS_OF_UNPACK][ROWS_OF_UNPACK + 1];

  const long long first = blockIdx.x * static_cast<long long>(ROWS_OF_UNPACK);
  const int count = rowsFrom(first, rows, ROWS_OF_UNPACK);

  for (int left = blockIdx.y * COLUMNS_OF_UNPACK; left < ld; left += gridDim.y * COLUMNS_OF_UNPACK) {
    const T* const span = tiles + first * features + static_cast<long long>(left) * ROWS_OF_UNPACK;
    T number[AT_ONCE];
#pragma unroll
    for (int u = 0; u < AT_ONCE; u++) {
      const int i = u * THREADS + threadIdx.x;
      number[u] = left + i / ROWS_OF_UNPACK < features ? span[i] : T(0);
    }
#pragma unroll
    for (int u = 0; u < AT_ONCE; u++) {
      const int i = u * THREADS + threadIdx.x;
      staged[i / ROWS_OF_UNPACK][i % ROWS_OF_UNPACK] = number[u];
    }
    __syncthreads();
    const int packs = (ld - left < COLUMNS_OF_UNPACK ? ld - left : COLUMNS_OF_UNPACK) / SIZE;  // of a row
    for (int i = threadIdx.x; i < count * packs; i += THREADS) {
      const int row = i / packs;
      const int column = i % packs * SIZE;
      Pack<T> pack;
#pragma unroll
      for (int k = 0; k < SIZE; k++) pack.at[k] = staged[column + k][row];
      store(x + (first + row) * ld + left + column, pack);
    }
    __syncthreads();
  }
}

#define UNPACK(T, SUFFIX)                                                                                          \
  extern "C" __global__ void __launch_bounds__(THREADS)                                                            \
      unpack_##SUFFIX(const T* __restrict__ tiles, T* __restrict__ x, long long rows, int features, int ld) {      \
    unpack(tiles, x, rows, features, ld);                                                                          \
  }

UNPACK(float, f32)
UNPACK(double, f64)
