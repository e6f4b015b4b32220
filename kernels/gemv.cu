// The same loss and gradient in two passes over X: residuals first, then the sums.
//
// This is the way of cuBLAS: r = X w by its GEMV, then `shift` makes r = X w + b - y of it, and `gradient` reduces.
// `residual` does GEMV and shift at once, for machines without cuBLAS. Each of the two passes reads X, so together they
// cannot be faster than half of `fused`, unless run over blocks of rows that stay in the L2 cache.
#include "columns.cuh"

// residual: r_i = x_i . w + b - y_i.
//
// A block takes 256 rows. A team of lanes takes a row, as many lanes as the row has packs of 16 bytes, up to a warp: so a
// short row does not leave lanes idle, and neighbouring rows are loaded together. Four rows of a team are loaded before the
// first is used, and a coefficient serves all four. Bytes: X once, y once, r written once. Launch: ceil(rows / 256) blocks
// of 256 threads; blocks past the last row do nothing.
// Expected: bound by memory. To be measured: very long rows, where the coefficients (8 bytes each) come from L1.
constexpr int ROWS_OF_RESIDUAL = 256;

template <typename T>
__device__ __forceinline__ void residual(const T* __restrict__ x, const T* __restrict__ y, const double* __restrict__ p,
                                         T* __restrict__ r, long long rows, int features, int ld) {
  constexpr int SIZE = Pack<T>::SIZE;
  constexpr int AT_ONCE = 4;
  const int team = teamFor(ld / SIZE, WARP);
  const int teams = THREADS / team;
  const int lane = threadIdx.x % team;
  const long long first = blockIdx.x * static_cast<long long>(ROWS_OF_RESIDUAL);
  const int count = rowsFrom(first, rows, ROWS_OF_RESIDUAL);
  const T b = static_cast<T>(p[features]);

  for (int step = 0; step < count; step += AT_ONCE * teams) {
    T product[AT_ONCE] = {};
    for (int column = lane * SIZE; column < ld; column += team * SIZE) {
      Pack<T> row[AT_ONCE];
#pragma unroll
      for (int u = 0; u < AT_ONCE; u++) {
        const int i = step + u * teams + static_cast<int>(threadIdx.x) / team;
        row[u] = i < count ? load(x + (first + i) * ld + column) : Pack<T>{};
      }
      const Pack<T> w = coefficients<T>(p, column, features);
#pragma unroll
      for (int u = 0; u < AT_ONCE; u++) product[u] += dot(row[u], w);
    }
#pragma unroll
    for (int u = 0; u < AT_ONCE; u++) {
      const int i = step + u * teams + static_cast<int>(threadIdx.x) / team;
      product[u] = teamSum(product[u], team);
      if (lane == 0 && i < count) r[first + i] = product[u] + b - y[first + i];
    }
  }
}

// shift: r_i += b - y_i, after cuBLAS has put X w into r. A thread a row; ceil(rows / 256) blocks. Bytes: r twice, y once.
template <typename T>
__device__ __forceinline__ void shift(T* __restrict__ r, const T* __restrict__ y, const double* __restrict__ p,
                                      long long rows, int features) {
  const long long i = blockIdx.x * static_cast<long long>(THREADS) + threadIdx.x;
  if (i < rows) r[i] = r[i] + static_cast<T>(p[features]) - y[i];
}

// narrow: the coefficients in the precision of X, as cuBLAS takes them; p is in double. A thread a coefficient.
extern "C" __global__ void __launch_bounds__(THREADS)
    narrow(const double* __restrict__ p, float* __restrict__ w, int features) {
  const int j = blockIdx.x * THREADS + threadIdx.x;
  if (j < features) w[j] = static_cast<float>(p[j]);
}

// gradient: S from residuals that are there already. A block of 512 rows, whose residuals it keeps in shared memory.
//
// Bytes: X once, r once. Launch: ceil(rows / 512) blocks of 256 threads: of a row of 16 floats that makes 32 KiB a block, all
// of it asked for in one go; of longer rows more, 128 bytes a thread at a time.
// Expected: bound by memory from 16 features on; below, a block has so little to do that its start and end show.
template <typename T>
__device__ __forceinline__ void gradient(const T* __restrict__ x, const T* __restrict__ r, double* __restrict__ partials,
                                         long long rows, int features, int ld) {
  __shared__ T residuals[ROWS_OF_COLUMN_SUMS];
  const long long first = blockIdx.x * static_cast<long long>(ROWS_OF_COLUMN_SUMS);
  const int count = rowsFrom(first, rows, ROWS_OF_COLUMN_SUMS);
  double* const out = partials + blockIdx.x * (features + 2ll);

  double sum = 0;
  double squares = 0;
  for (int i = threadIdx.x; i < count; i += THREADS) {
    residuals[i] = r[first + i];
    sum += residuals[i];
    squares += static_cast<double>(residuals[i]) * residuals[i];
  }
  __syncthreads();
  columnSums<T, T>(x + first * ld, count, features, ld, [](int i) { return residuals[i]; }, out);
  sum = blockSum(sum);
  squares = blockSum(squares);
  if (threadIdx.x == 0) {
    out[features] = sum;
    out[features + 1] = squares;
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

#define GEMV(T, SUFFIX)                                                                                               \
  extern "C" __global__ void __launch_bounds__(THREADS, 4)                                                               \
      residual_##SUFFIX(const T* __restrict__ x, const T* __restrict__ y, const double* __restrict__ p,               \
                        T* __restrict__ r, long long rows, int features, int ld) {                                    \
    residual(x, y, p, r, rows, features, ld);                                                                         \
  }                                                                                                                   \
  extern "C" __global__ void __launch_bounds__(THREADS) shift_##SUFFIX(                                               \
      T* __restrict__ r, const T* __restrict__ y, const double* __restrict__ p, long long rows, int features) {       \
    shift(r, y, p, rows, features);                                                                                   \
  }                                                                                                                   \
  extern "C" __global__ void __launch_bounds__(THREADS) clip_##SUFFIX(                                                \
      T* __restrict__ r, double* __restrict__ partials, long long rows, double threshold) {                           \
    clip(r, partials, rows, threshold);                                                                               \
  }                                                                                                                   \
  extern "C" __global__ void __launch_bounds__(THREADS, 4)                                                               \
      gradient_##SUFFIX(const T* __restrict__ x, const T* __restrict__ r, double* __restrict__ partials,              \
                        long long rows, int features, int ld) {                                                       \
    gradient(x, r, partials, rows, features, ld);                                                                     \
  }

GEMV(float, f32)
GEMV(double, f64)
