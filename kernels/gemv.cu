// The same loss and gradient in two passes over X: residuals first, then the sums.
//
// This is the way of cuBLAS: r = X w by its GEMV, or R = X W' by its GEMM for several targets, of which `gradient` makes
// residuals, and reduces them. `residual` is for machines without cuBLAS. Each of the two passes reads X, so together they
// cannot be faster than half of `fused`, unless run over blocks of rows that stay in the L2 cache.
#include "columns.cuh"

// Residuals, and the products of cuBLAS, are rows x targets numbers, row by row: neighbours are used together.

// residual: r_i = x_i . w + b - y_i.
//
// A block takes 256 rows. A team of lanes takes a row, as many lanes as the row has packs of 16 bytes, up to a warp: so a
// short row does not leave lanes idle, and neighbouring rows are loaded together. Four rows of a team are loaded before the
// first is used, and a coefficient serves all four, as a row serves four targets. Bytes: X once, y once, r written once.
// Launch: ceil(rows / 256) blocks of 256 threads for each four targets (see Share); blocks past the last row do nothing.
// Expected: bound by memory. To be measured: very long rows, where the coefficients (8 bytes each) come from L1.
constexpr int ROWS_OF_RESIDUAL = 256;

template <typename T, int TARGETS>
__device__ __forceinline__ void residual(const T* __restrict__ x, const T* __restrict__ y, const double* __restrict__ p,
                                         T* __restrict__ r, long long rows, int features, int ld, int targets,
                                         long long apart) {
  constexpr int SIZE = Pack<T>::SIZE;
  constexpr int AT_ONCE = 4;
  const int team = teamFor(ld / SIZE, WARP);
  const int teams = THREADS / team;
  const int lane = threadIdx.x % team;
  const Share share = shareOf<TARGETS>(targets);
  const long long first = share.block * ROWS_OF_RESIDUAL;
  const int count = rowsFrom(first, rows, ROWS_OF_RESIDUAL);
  const double* const own = p + share.target * (features + 1ll);

  for (int step = 0; step < count; step += AT_ONCE * teams) {
    T product[TARGETS][AT_ONCE] = {};
    for (int column = lane * SIZE; column < ld; column += team * SIZE) {
      Pack<T> row[AT_ONCE];
#pragma unroll
      for (int u = 0; u < AT_ONCE; u++) {
        const int i = step + u * teams + static_cast<int>(threadIdx.x) / team;
        row[u] = i < count ? load(x + (first + i) * ld + column) : Pack<T>{};
      }
#pragma unroll
      for (int t = 0; t < TARGETS; t++) {
        const Pack<T> w = coefficients<T>(own + t * (features + 1ll), column, t < share.targets ? features : 0);
#pragma unroll
        for (int u = 0; u < AT_ONCE; u++) product[t][u] += dot(row[u], w);
      }
    }
#pragma unroll
    for (int t = 0; t < TARGETS; t++) {
      if (t >= share.targets) break;  // the whole block
      const T b = static_cast<T>(own[t * (features + 1ll) + features]);
#pragma unroll
      for (int u = 0; u < AT_ONCE; u++) {
        const int i = step + u * teams + static_cast<int>(threadIdx.x) / team;
        product[t][u] = teamSum(product[t][u], team);
        if (lane == 0 && i < count) {
          const int target = share.target + t;
          r[(first + i) * targets + target] = product[t][u] + b - y[target * apart + first + i];
        }
      }
    }
  }
}

// narrow: the parameters in the precision of X, as cuBLAS takes them; p is in double. A thread a number.
extern "C" __global__ void __launch_bounds__(THREADS)
    narrow(const double* __restrict__ p, float* __restrict__ w, int numbers) {
  const int j = blockIdx.x * THREADS + threadIdx.x;
  if (j < numbers) w[j] = static_cast<float>(p[j]);
}

// gradient: S from residuals that are there already; or from X w alone, as cuBLAS leaves it, to which it adds b - y. A block of
// 512 rows, whose residuals it keeps in shared memory, and four targets at most.
//
// Bytes: X once, r once, y once where there are no residuals yet. Launch: ceil(rows / 512) blocks of 256 threads for each four
// targets (see Share): of a row of 16 floats that makes 32 KiB a block, all of it asked for in one go; of longer rows more, 128
// bytes a thread at a time.
// Expected: bound by memory from 16 features on; below, a block has so little to do that its start and end show.
template <typename T, int TARGETS>
__device__ __forceinline__ void gradient(const T* __restrict__ x, const T* __restrict__ r, const T* __restrict__ y,
                                         const double* __restrict__ p, double* __restrict__ partials, long long rows,
                                         int features, int ld, int targets, long long apart, int products) {
  __shared__ T residuals[TARGETS][ROWS_OF_COLUMN_SUMS];
  const Share share = shareOf<TARGETS>(targets);
  const long long first = share.block * ROWS_OF_COLUMN_SUMS;
  const int count = rowsFrom(first, rows, ROWS_OF_COLUMN_SUMS);
  const double* const own = p + share.target * (features + 1ll);
  double* const out = sumsOf<TARGETS>(partials, share.block, features);
  if (count <= 0) return;

  double sum[TARGETS] = {};
  double squares[TARGETS] = {};
#pragma unroll
  for (int t = 0; t < TARGETS; t++) {
    const bool live = t < share.targets;
    const T b = live ? static_cast<T>(own[t * (features + 1ll) + features]) : T(0);
    for (int i = threadIdx.x; i < count; i += THREADS) {
      T residual = live ? r[(first + i) * targets + share.target + t] : T(0);
      if (live && products) residual = residual + b - y[(share.target + t) * apart + first + i];
      residuals[t][i] = residual;
      sum[t] += residual;
      squares[t] += static_cast<double>(residual) * residual;
    }
  }
  __syncthreads();
  columnSums<T, T, TARGETS>(x + first * ld, count, features, ld, [](int t, int i) { return residuals[t][i]; },
                            out);
#pragma unroll
  for (int t = 0; t < TARGETS; t++) {
    sum[t] = blockSum(sum[t]);
    squares[t] = blockSum(squares[t]);
    if (threadIdx.x == 0) {
      out[t * (features + 2ll) + features] = sum[t];
      out[t * (features + 2ll) + features + 1] = squares[t];
    }
  }
}

// clip: residuals no farther from 0 than a threshold, as Huber's loss has it. What is cut off of a block's 512 residuals, and
// of how many, is its row of `partials`. Bytes: r twice. Launch: ceil(rows / 512) blocks.
template <typename T>
__device__ __forceinline__ void clip(T* __restrict__ r, double* __restrict__ partials, long long rows, double threshold) {
  const long long first = blockIdx.x * static_cast<long long>(ROWS_OF_COLUMN_SUMS);
  const int count = rowsFrom(first, rows, ROWS_OF_COLUMN_SUMS);
  const T most = static_cast<T>(threshold);
  double excess = 0;
  double outliers = 0;
  for (int i = threadIdx.x; i < count; i += THREADS) {
    const T residual = r[first + i];
    const T size = residual < 0 ? -residual : residual;
    if (size > most) {
      excess += size - most;
      outliers += 1;
      r[first + i] = residual < 0 ? -most : most;
    }
  }
  excess = blockSum(excess);
  outliers = blockSum(outliers);
  if (threadIdx.x == 0) {
    partials[2ll * blockIdx.x] = excess;
    partials[2ll * blockIdx.x + 1] = outliers;
  }
}

// For one target, and for four at a time.
#define PASSES(T, SUFFIX, TARGETS, BLOCKS)                                                                             \
  extern "C" __global__ void __launch_bounds__(THREADS, BLOCKS)                                                        \
      residual##SUFFIX(const T* __restrict__ x, const T* __restrict__ y, const double* __restrict__ p,                 \
                       T* __restrict__ r, long long rows, int features, int ld, int targets, long long apart) {        \
    residual<T, TARGETS>(x, y, p, r, rows, features, ld, targets, apart);                                              \
  }                                                                                                                    \
  extern "C" __global__ void __launch_bounds__(THREADS, BLOCKS)                                                        \
      gradient##SUFFIX(const T* __restrict__ x, const T* __restrict__ r, const T* __restrict__ y,                      \
                       const double* __restrict__ p, double* __restrict__ partials, long long rows, int features,      \
                       int ld, int targets, long long apart, int products) {                                           \
    gradient<T, TARGETS>(x, r, y, p, partials, rows, features, ld, targets, apart, products);                          \
  }
#define GEMV(T, SUFFIX)                                                                                                \
  PASSES(T, _##SUFFIX, 1, 4)                                                                                           \
  PASSES(T, 4_##SUFFIX, 4, 2)                                                                                          \
  extern "C" __global__ void __launch_bounds__(THREADS) clip_##SUFFIX(                                                 \
      T* __restrict__ r, double* __restrict__ partials, long long rows, double threshold) {                            \
    clip(r, partials, rows, threshold);                                                                                \
  }

GEMV(float, f32)
GEMV(double, f64)
