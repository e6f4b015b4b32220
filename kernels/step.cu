// From partial sums to the next parameters, and small data all at once.
#include "common.cuh"

// fold: adds up 256 rows of `partials`, column by column, into one row of `folded`; applied until one row is left.
//
// A block takes 32 columns at a time, a lane each; each of its 8 warps adds up 32 consecutive rows, then the first warp adds
// the warps, in order. Bytes: all of `partials` once. Launch: ceil(count / 256) blocks; where there are many columns,
// ceil(columns / 32) blocks (or fewer) in y share them: the result is the same whatever their number.
// Expected: a few microseconds, bound by latency; that is why the rows of a warp are loaded 8 at a time.
constexpr int ROWS_OF_FOLD = 256;

extern "C" __global__ void __launch_bounds__(THREADS)
    fold(const double* __restrict__ partials, long long count, int columns, double* __restrict__ folded) {
  __shared__ double sums[WARPS][WARP];
  constexpr int ROWS_OF_A_WARP = ROWS_OF_FOLD / WARPS;
  const int lane = threadIdx.x % WARP;
  const int warp = threadIdx.x / WARP;
  const long long first = blockIdx.x * static_cast<long long>(ROWS_OF_FOLD) + warp * ROWS_OF_A_WARP;
  const int mine = rowsFrom(first, count, ROWS_OF_A_WARP);

  for (int left = blockIdx.y * WARP; left < columns; left += gridDim.y * WARP) {
    const int column = left + lane;
    double sum = 0;
    if (column < columns) {
#pragma unroll 8
      for (int i = 0; i < mine; i++) sum += partials[(first + i) * columns + column];
    }
    sums[warp][lane] = sum;
    __syncthreads();
    if (warp == 0 && column < columns) {
      double total = 0;
      for (int i = 0; i < WARPS; i++) total += sums[i][lane];
      folded[static_cast<long long>(blockIdx.x) * columns + column] = total;
    }
    __syncthreads();
  }
}

// step: one epoch's step from the folded S; the first `moving` parameters move. It notes the loss before the step and counts
// the epoch, so that a chain of launches (or a graph of them) needs nothing from the host. A block for each target, with a rate
// and a count of its own; losses go epoch by epoch, the targets' side by side. Bytes: S, p.
extern "C" __global__ void __launch_bounds__(THREADS)
    step(const double* __restrict__ sums, double* __restrict__ p, double* __restrict__ losses, int* __restrict__ epochs,
         double rows, int features, const double* __restrict__ rates, int moving) {
  const long long target = blockIdx.x;
  const double scale = rates[target] * 2 / rows;
  const double* const own = sums + target * (features + 2);
  double* const parameters = p + target * (features + 1);
  for (int j = threadIdx.x; j < moving; j += THREADS) parameters[j] -= scale * own[j];
  if (threadIdx.x == 0) {
    losses[epochs[target] * static_cast<long long>(gridDim.x) + target] = own[features + 1] / rows;
    epochs[target] += 1;
  }
}

// descend: all epochs of a small problem in one launch of one block (for each target), at most 64 features and 65536 numbers.
//
// An epoch is what `fused` does, by a team of lanes a row, then the step; the parameters stay in shared memory, and X (a
// few hundred KiB at most) in the caches. Nothing here is bound by memory or arithmetic but by the latency of two barriers
// and a few shuffles, so all of it is in double, the products included, for float data, too.
// Expected: 1 to 2 us an epoch for 160 x 3, most of it shuffles and barriers; some 5 us for the largest.
constexpr int MOST_FEATURES = 64;

template <typename T>
__device__ __forceinline__ void descend(const T* __restrict__ x, const T* __restrict__ y, double* __restrict__ p,
                                        double* __restrict__ losses, long long rows, int features, int ld, int epochs,
                                        const double* __restrict__ rates, int moving, long long apart) {
  constexpr int SIZE = Pack<T>::SIZE;
  __shared__ double parameters[MOST_FEATURES + 1];
  __shared__ double sums[WARPS][MOST_FEATURES + 2];
  const int team = teamFor(ld / SIZE, WARP);
  const int teams = THREADS / team;
  const int column = threadIdx.x % team * SIZE;
  const int lane = threadIdx.x % WARP;
  const int warp = threadIdx.x / WARP;
  const int j = threadIdx.x;  // the column of S that this thread adds up
  const int target = blockIdx.x;
  const int targets = gridDim.x;
  const double scale = rates[target] * 2 / static_cast<double>(rows);
  double* const own = p + target * (features + 1ll);

  if (j <= features) parameters[j] = own[j];
  __syncthreads();
  for (int epoch = 0; epoch < epochs; epoch++) {
    double w[SIZE];
    for (int i = 0; i < SIZE; i++) w[i] = column + i < features ? parameters[column + i] : 0.0;
    const double b = parameters[features];
    double gradient[SIZE] = {};
    double sum = 0;
    double squares = 0;
    for (int first = 0; first < rows; first += teams) {
      const int row = first + static_cast<int>(threadIdx.x) / team;
      const bool live = row < rows;
      const Pack<T> pack = live && column < ld ? load(x + row * ld + column) : Pack<T>{};
      double product = 0;
      for (int i = 0; i < SIZE; i++) product += w[i] * pack.at[i];
      product = teamSum(product, team);
      const double residual = live ? product + b - y[target * apart + row] : 0.0;
      for (int i = 0; i < SIZE; i++) gradient[i] += residual * pack.at[i];
      sum += residual;
      squares += residual * residual;
    }

    for (int i = 0; i < SIZE; i++) {
      gradient[i] = sumOverTeams(gradient[i], team);
      if (lane < team) sums[warp][column + i] = gradient[i];
    }
    sum = sumOverTeams(sum, team);
    squares = sumOverTeams(squares, team);
    if (lane == 0) {
      sums[warp][MOST_FEATURES] = sum;
      sums[warp][MOST_FEATURES + 1] = squares;
    }
    __syncthreads();
    if (j < features + 2) {
      const int at = j < features ? j : MOST_FEATURES + j - features;
      double total = 0;
      for (int i = 0; i < WARPS; i++) total += sums[i][at];
      if (j < moving) parameters[j] -= scale * total;
      if (j == features + 1) losses[epoch * targets + target] = total / static_cast<double>(rows);
    }
    __syncthreads();
  }
  if (j <= features) own[j] = parameters[j];
}

#define DESCEND(T, SUFFIX)                                                                                            \
  extern "C" __global__ void __launch_bounds__(THREADS, 1)                                                               \
      descend_##SUFFIX(const T* __restrict__ x, const T* __restrict__ y, double* __restrict__ p,                      \
                       double* __restrict__ losses, long long rows, int features, int ld, int epochs,                 \
                       const double* __restrict__ rates, int moving, long long apart) {                               \
    descend(x, y, p, losses, rows, features, ld, epochs, rates, moving, apart);                                       \
  }

DESCEND(float, f32)
DESCEND(double, f64)
