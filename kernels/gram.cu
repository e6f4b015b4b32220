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

  columnSums<T, double, 1>(x + first * ld, count, features, ld, [](int, int) { return 1.0; }, out);
  double sum = 0;
  for (int i = threadIdx.x; i < count; i += THREADS) sum += y[first + i];
  sum = blockSum(sum);
  if (threadIdx.x == 0) out[features] = sum;
}

// gram: the products of every two columns, the target being the last of them, each minus its centre, in double.
//
// Block (i, j, s) makes the tile of 32 x 32 products of features 32 i and on with features 32 j and on, over the rows of
// slice s; the matrix is symmetric, so tiles above the diagonal are mirrored from below, and their blocks do nothing.
//
// 32 rows of both sets of features are staged in shared memory, already centred and in double. A warp takes every eighth
// row of a stage, and each of its threads has 8 x 4 products: 32 multiplications for 12 numbers read from shared memory,
// so that the arithmetic, not the reading, is what should take the time; that takes all the registers that two blocks on a
// multiprocessor leave to a thread. While a stage is multiplied, the next is on its way from memory. In the end the warps
// are added up, in a fixed order.
//
// A tile on the diagonal has no use for features on the right. Its block takes the target in their place, and a thread
// multiplies it as it stages a feature: 4 multiplications a stage on top of 128, where tiles for the target alone would
// take half as much again at 128 features. The first tile's block squares the target, too.
//
// Bytes: X and y come ceil(d/32) times in all, but the blocks of a slice walk X side by side, and find it in the L2 cache.
// Arithmetic: 1024 multiplications a tile and row, in double: an H100's 8448 a cycle make 10M x 128 (10 tiles) about 7 ms
// at best; 70 to 80 % of that is expected. GPUs with few double units (most that are not for data centres) take some 30
// times as long. To be measured: slices of 1 to 4 blocks a multiprocessor; a barrier of a warp for that of the block, as a
// warp multiplies the rows that it staged itself; the tensor cores' double instruction, which this PTX version's oldest
// devices lack.
constexpr int TILE = 32;

/** A column to be centred: of X, or the target; or none, all zero. */
template <typename T>
struct Column {
  const T* from;
  int apart;
  bool exists;
  double centre;

  __device__ __forceinline__ T at(long long row, long long end) const {
    return exists && row < end ? from[row * apart] : T(0);
  }
  __device__ __forceinline__ double centred(T value, int k, int count) const {
    return k < count ? value - centre : 0.0;
  }
};

/** Column `index` of X, if there is one. */
template <typename T>
__device__ __forceinline__ Column<T> feature(const T* x, const double* centres, int index, int features, int ld) {
  const bool exists = index < features;
  return {exists ? x + index : x, ld, exists, exists ? centres[index] : 0.0};
}

/** Where in a tile a thread's numbers are: in pairs, side by side with those of the other threads, so that reads are. */
__device__ __forceinline__ int place(int thread, int threads, int i) { return i / 2 * 2 * threads + 2 * thread + i % 2; }

template <typename T>
__device__ __forceinline__ void gram(const T* __restrict__ x, const T* __restrict__ y, const double* __restrict__ centre,
                                     double* __restrict__ partials, long long rows, int features, int ld, int slices) {
  constexpr int LOADS = TILE / WARPS;
  constexpr int DOWN = 8;    // products of a thread: features on the left
  constexpr int ACROSS = 4;  // and on the right
  constexpr int SUMS = 4;    // tiles of sums that fit in the place of the stages
  if (blockIdx.x < blockIdx.y) return;  // the whole block, before any barrier

  // The two stages, taken in turn, each with the left and the right columns; in the end the sums.
  alignas(16) __shared__ double held[SUMS][TILE][TILE];

  const bool diagonal = blockIdx.x == blockIdx.y;
  const int lane = threadIdx.x % WARP;
  const int warp = threadIdx.x / WARP;
  const int across = lane % (TILE / ACROSS);
  const int down = lane / (TILE / ACROSS);
  const Column<T> left = feature(x, centre, blockIdx.x * TILE + lane, features, ld);
  const Column<T> right = diagonal ? Column<T>{y, 1, true, centre[features]}
                                   : feature(x, centre, blockIdx.y * TILE + lane, features, ld);
  const long long each = (rows + slices - 1) / slices;
  const long long begin = blockIdx.z * each;
  const long long end = begin + each < rows ? begin + each : rows;

  double products[DOWN][ACROSS] = {};
  double withTarget = 0;  // this lane's feature with the target, in the rows that the warp stages
  double squares = 0;     // the target with itself
  T nextLeft[LOADS];
  T nextRight[LOADS];
#pragma unroll
  for (int i = 0; i < LOADS; i++) {
    nextLeft[i] = left.at(begin + i * WARPS + warp, end);
    nextRight[i] = right.at(begin + i * WARPS + warp, end);
  }
  int stage = 0;
  for (long long first = begin; first < end; first += TILE, stage ^= 1) {
    const int count = rowsFrom(first, end, TILE);
    double(*const leftTile)[TILE] = held[2 * stage];
    double(*const rightTile)[TILE] = diagonal ? leftTile : held[2 * stage + 1];
#pragma unroll
    for (int i = 0; i < LOADS; i++) {
      const int k = i * WARPS + warp;
      const double a = left.centred(nextLeft[i], k, count);
      const double b = right.centred(nextRight[i], k, count);
      nextLeft[i] = left.at(first + TILE + k, end);
      nextRight[i] = right.at(first + TILE + k, end);
      leftTile[k][lane] = a;
      if (diagonal) {
        withTarget += a * b;
        if (blockIdx.x == 0) squares += b * b;
      } else {
        rightTile[k][lane] = b;
      }
    }
    __syncthreads();  // one a stage: who is past it finds the other stage's readers gone
#pragma unroll 1
    for (int k = warp; k < TILE; k += WARPS) {
      Pack<double> b[ACROSS / 2];
#pragma unroll
      for (int j = 0; j < ACROSS / 2; j++) b[j] = load(&rightTile[k][place(across, TILE / ACROSS, 2 * j)]);
#pragma unroll
      for (int i = 0; i < DOWN; i += 2) {
        const Pack<double> a = load(&leftTile[k][place(down, TILE / DOWN, i)]);
#pragma unroll
        for (int j = 0; j < ACROSS; j++) {
          products[i][j] += a.at[0] * b[j / 2].at[j % 2];
          products[i + 1][j] += a.at[1] * b[j / 2].at[j % 2];
        }
      }
    }
  }

  // Half of the warps leave their sums, the others add theirs to them.
  for (int half = 0; half < WARPS; half += SUMS) {
    __syncthreads();
    if (warp / SUMS * SUMS != half) continue;
#pragma unroll
    for (int i = 0; i < DOWN; i++) {
#pragma unroll
      for (int j = 0; j < ACROSS; j++) {
        double& sum = held[warp % SUMS][place(down, TILE / DOWN, i)][place(across, TILE / ACROSS, j)];
        sum = half == 0 ? products[i][j] : sum + products[i][j];
      }
    }
  }
  __syncthreads();
  const long long columns = features + 1;
  double* const out = partials + blockIdx.z * columns * columns;
  for (int k = warp; k < TILE; k += WARPS) {
    const long long i = blockIdx.x * TILE + k;
    const long long j = blockIdx.y * TILE + lane;
    if (i >= features || j >= features) continue;
    double total = 0;
    for (int g = 0; g < SUMS; g++) total += held[g][k][lane];
    out[i * columns + j] = total;
    if (!diagonal) out[j * columns + i] = total;
  }
  if (!diagonal) return;

  // The target: with the tile's features, in the rows of each warp; and with itself. A thread writes over what it alone
  // has read.
  held[0][warp][lane] = withTarget;
  if (lane == 0) held[1][warp][0] = squares;
  __syncthreads();
  const long long j = blockIdx.x * TILE + lane;
  if (warp == 0 && j < features) {
    double total = 0;
    for (int w = 0; w < WARPS; w++) total += held[0][w][lane];
    out[j * columns + features] = total;
    out[features * columns + j] = total;
  }
  if (threadIdx.x == WARP && blockIdx.x == 0) {
    double total = 0;
    for (int w = 0; w < WARPS; w++) total += held[1][w][0];
    out[features * columns + features] = total;
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
