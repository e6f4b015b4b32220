// Means and centred second moments: with them an epoch needs X no more.
#include "columns.cuh"

// sums: the column sums of X and y, in double from the first addition on. A block of 512 rows; the work is `columnSums`.
// Bytes: X once, y once. Launch: ceil(rows / 512) blocks of 256 threads.
template <typename T>
__device__ __forceinline__ void sums(const T* __restrict__ x, const T* __restrict__ y, double* __restrict__ partials,
                                     long long rows, int features, int ld) {
  const long long first = blockIdx.x * static_cast<long long>(ROWS_OF_COLUMN_SUMS);
  const int count = rowsFrom(first, rows, ROWS_OF_COLUMN_SUMS);
  double* const out = partials + blockIdx.x * (features + 1ll);

  columnSums<T, double>(x + first * ld, count, features, ld, [](int) { return 1.0; }, out);
  double sum = 0;
  for (int i = threadIdx.x; i < count; i += THREADS) sum += y[first + i];
  sum = blockSum(sum);
  if (threadIdx.x == 0) out[features] = sum;
}

// gram: the products of every two columns, the target being the last of them, each minus its centre, in double.
//
// Block (i, j, s) makes the tile of 32 x 32 products of columns 32 i and on with columns 32 j and on, over the rows of
// slice s; the matrix is symmetric, so tiles above the diagonal are mirrored from below, and their blocks do nothing.
//
// 32 rows of both sets of columns are staged in shared memory, already centred and in double. Four groups of 64 threads
// share the rows of a stage, and each thread of a group has 4 x 4 products: 16 multiplications for 8 numbers read from
// shared memory, few enough reads that the arithmetic is what takes the time. While a stage is multiplied, the next is on
// its way from memory. In the end the four groups are added up, in order.
//
// Bytes: X comes once a pair of tiles, ceil(c/32)+1 times in all, but the blocks of a slice walk it side by side, and find
// it in the L2 cache. Arithmetic: 1024 multiplications a tile and row, in double: an H100's 8448 a cycle make 10M x 128
// (15 tiles) about 11 ms at best; 70 to 80 % of that is expected. GPUs with few double units (most that are not for data
// centres) take some 30 times as long. To be measured: slices of 1 to 4 blocks a multiprocessor; the tensor cores' double
// instruction, which this PTX version's oldest devices lack.
constexpr int TILE = 32;
constexpr int GROUPS = 4;
constexpr int GROUP = THREADS / GROUPS;

/** One of the columns: of X, or the target. */
template <typename T>
struct Column {
  const T* from;
  int apart;
  bool exists;
  double centre;

  __device__ __forceinline__ Column(const T* x, const T* y, const double* centres, int index, int features, int ld)
      : from(index < features ? x + index : y),
        apart(index < features ? ld : 1),
        exists(index <= features),
        centre(exists ? centres[index] : 0.0) {}

  __device__ __forceinline__ T at(long long row, long long end) const {
    return exists && row < end ? from[row * apart] : T(0);
  }
  __device__ __forceinline__ double centred(T value, long long row, long long end) const {
    return exists && row < end ? value - centre : 0.0;
  }
};

/** Where in a tile the numbers of a thread are: two pairs, 16 apart, so that 8 threads read 128 consecutive bytes. */
__device__ __forceinline__ int place(int thread, int i) { return i / 2 * 16 + 2 * thread + i % 2; }

template <typename T>
__device__ __forceinline__ void gram(const T* __restrict__ x, const T* __restrict__ y, const double* __restrict__ centre,
                                     double* __restrict__ partials, long long rows, int features, int ld, int slices) {
  constexpr int LOADS = TILE / WARPS;
  if (blockIdx.x < blockIdx.y) return;  // the whole block, before any barrier

  // The two stages, taken in turn, each with the left and the right columns; in the end the four groups' sums.
  alignas(16) __shared__ double held[4][TILE][TILE];

  const bool diagonal = blockIdx.x == blockIdx.y;
  const int lane = threadIdx.x % WARP;
  const int warp = threadIdx.x / WARP;
  const int group = threadIdx.x / GROUP;
  const int across = threadIdx.x % GROUP % 8;
  const int down = threadIdx.x % GROUP / 8;
  const Column<T> left(x, y, centre, blockIdx.x * TILE + lane, features, ld);
  const Column<T> right(x, y, centre, blockIdx.y * TILE + lane, features, ld);
  const long long each = (rows + slices - 1) / slices;
  const long long begin = blockIdx.z * each;
  const long long end = begin + each < rows ? begin + each : rows;

  double products[4][4] = {};
  T nextLeft[LOADS];
  T nextRight[LOADS];
#pragma unroll
  for (int i = 0; i < LOADS; i++) {
    nextLeft[i] = left.at(begin + i * WARPS + warp, end);
    nextRight[i] = diagonal ? T(0) : right.at(begin + i * WARPS + warp, end);
  }
  int stage = 0;
  for (long long first = begin; first < end; first += TILE, stage ^= 1) {
    double(*const leftTile)[TILE] = held[2 * stage];
    double(*const rightTile)[TILE] = diagonal ? leftTile : held[2 * stage + 1];
#pragma unroll
    for (int i = 0; i < LOADS; i++) {
      const int k = i * WARPS + warp;
      leftTile[k][lane] = left.centred(nextLeft[i], first + k, end);
      nextLeft[i] = left.at(first + TILE + k, end);
      if (!diagonal) {
        rightTile[k][lane] = right.centred(nextRight[i], first + k, end);
        nextRight[i] = right.at(first + TILE + k, end);
      }
    }
    __syncthreads();  // one a stage: who is past it finds the other stage's readers gone
#pragma unroll 2
    for (int k = group; k < TILE; k += GROUPS) {
      Pack<double> a[2];
      Pack<double> b[2];
#pragma unroll
      for (int i = 0; i < 2; i++) {
        a[i] = load(&leftTile[k][place(down, 2 * i)]);
        b[i] = load(&rightTile[k][place(across, 2 * i)]);
      }
#pragma unroll
      for (int i = 0; i < 4; i++) {
#pragma unroll
        for (int j = 0; j < 4; j++) products[i][j] += a[i / 2].at[i % 2] * b[j / 2].at[j % 2];
      }
    }
  }

  __syncthreads();
#pragma unroll
  for (int i = 0; i < 4; i++) {
#pragma unroll
    for (int j = 0; j < 4; j++) held[group][place(down, i)][place(across, j)] = products[i][j];
  }
  __syncthreads();
  const long long columns = features + 1;
  double* const out = partials + blockIdx.z * columns * columns;
  for (int k = warp; k < TILE; k += WARPS) {
    const long long i = blockIdx.x * TILE + k;
    const long long j = blockIdx.y * TILE + lane;
    if (i >= columns || j >= columns) continue;
    double total = 0;
    for (int g = 0; g < GROUPS; g++) total += held[g][k][lane];
    out[i * columns + j] = total;
    if (!diagonal) out[j * columns + i] = total;
  }
}

#define GRAM(T, SUFFIX)                                                                                             \
  extern "C" __global__ void __launch_bounds__(THREADS, 4)                                                             \
      sums_##SUFFIX(const T* __restrict__ x, const T* __restrict__ y, double* __restrict__ partials, long long rows, \
                    int features, int ld) {                                                                         \
    sums(x, y, partials, rows, features, ld);                                                                       \
  }                                                                                                                 \
  extern "C" __global__ void __launch_bounds__(THREADS, 2)                                                             \
      gram_##SUFFIX(const T* __restrict__ x, const T* __restrict__ y, const double* __restrict__ centre,            \
                    double* __restrict__ partials, long long rows, int features, int ld, int slices) {              \
    gram(x, y, centre, partials, rows, features, ld, slices);                                                       \
  }

GRAM(float, f32)
GRAM(double, f64)
