// Steps on mini-batches: an epoch of them in one launch of one block; and what says how long such steps may be.
#include "common.cuh"

// How a step follows from a gradient: PyTorch's SGD with momentum (Nesterov's or not), or Adam. The host's Optimizer lays
// the numbers out so: { adam or not, momentum or beta1, nesterov or beta2, epsilon }.
struct Rule {
  const bool adam;
  const double first;
  const double second;
  const double epsilon;

  __device__ __forceinline__ explicit Rule(const double* numbers)
      : adam(numbers[0] != 0), first(numbers[1]), second(numbers[2]), epsilon(numbers[3]) {}
};

// walk: all steps of an epoch.
//
// The rows of a batch are `order[first]` to `order[first + batch - 1]`; each lies somewhere else. A team of lanes takes a row,
// as `residual` has it, and leaves its residual in `residuals`; a barrier; then a thread owns a column, or shares it with
// others that take other rows, adds up residual times number, and moves its parameter; a barrier; the next batch. The second
// time the rows come from cache: 32 rows of 1000 floats are 128 KiB.
//
// `state` is the host's Optimizer: d + 1 parameters, as many first and second moments, and the powers of Adam's decay rates.
//
// Bytes: X and y once, in pieces of a row, and the order. One block, as each step needs the one before: the others of the
// chip stay idle, and the time of a batch is that of its barriers and loads, one after another. All arithmetic is in double,
// as in `descend`.
// Expected: 3 to 5 us a batch of 32 x 3; for 32 x 1000 some 10 us. Batches of more than a MiB would gain from the whole chip.
template <typename T>
__device__ __forceinline__ void walk(const T* __restrict__ x, const T* __restrict__ y, const int* __restrict__ order,
                                     double* state, const double* __restrict__ numbers, double* residuals, int rows,
                                     int features, int ld, int batch, double rate, int moving) {
  constexpr int SIZE = Pack<T>::SIZE;
  __shared__ double sums[THREADS];
  const Rule rule(numbers);
  const int columns = features + 1;
  double* const velocities = state + columns;
  double* const squares = state + 2 * columns;
  double power1 = state[3 * columns];
  double power2 = state[3 * columns + 1];

  const int team = teamFor(ld / SIZE, WARP);
  const int teams = THREADS / team;
  const int lane = threadIdx.x % team;
  const int width = teamFor(columns, THREADS);  // threads side by side along the columns
  const int slices = THREADS / width;           // threads that share a column
  const int apart = width < WARP ? WARP : width;
  const int thread = static_cast<int>(threadIdx.x);

  for (long long first = 0; first < rows; first += batch) {
    const int count = rowsFrom(first, rows, batch);
    const int* const chosen = order + first;
    for (int step = 0; step < count; step += teams) {
      const int i = step + thread / team;
      const bool live = i < count;
      const T* const row = x + (live ? chosen[i] : 0) * static_cast<long long>(ld);
      double product = 0;
      for (int column = lane * SIZE; column < ld; column += team * SIZE) {
        const Pack<T> pack = live ? load(row + column) : Pack<T>{};
#pragma unroll
        for (int k = 0; k < SIZE; k++) product += (column + k < features ? state[column + k] : 0.0) * pack.at[k];
      }
      product = teamSum(product, team);
      if (lane == 0 && live) residuals[i] = product + state[features] - y[chosen[i]];
    }
    __syncthreads();

    power1 *= rule.first;
    power2 *= rule.second;
    for (int left = 0; left < columns; left += width) {
      const int column = left + thread % width;
      double sum = 0;
      if (column < columns) {
#pragma unroll 8
        for (int i = thread / width; i < count; i += slices) {
          sum += residuals[i] * (column < features ? x[chosen[i] * static_cast<long long>(ld) + column] : T(1));
        }
      }
      if (slices > 1) {  // then all columns are here at once
        sums[thread] = sumOverTeams(sum, width < WARP ? width : WARP);
        __syncthreads();
        sum = 0;
        for (int other = thread % apart; other < THREADS; other += apart) sum += sums[other];
      }
      if (thread < width && column < moving) {
        const double gradient = 2.0 / count * sum;
        if (rule.adam) {
          velocities[column] = rule.first * velocities[column] + (1 - rule.first) * gradient;
          squares[column] = rule.second * squares[column] + (1 - rule.second) * gradient * gradient;
          state[column] -=
              rate * (velocities[column] / (1 - power1)) / (__dsqrt_rn(squares[column] / (1 - power2)) + rule.epsilon);
        } else {
          velocities[column] = rule.first * velocities[column] + gradient;
          state[column] -=
              rate * (rule.second != 0 ? gradient + rule.first * velocities[column] : velocities[column]);
        }
      }
    }
    __syncthreads();
  }
  if (rule.adam && thread == 0) {
    state[3 * columns] = power1;
    state[3 * columns + 1] = power2;
  }
}

// norms: the largest |x_i|^2 of 256 rows, to the block's place in `largest`. Bytes: X once. Launch: ceil(rows / 256) blocks.
constexpr int ROWS_OF_NORMS = 256;

template <typename T>
__device__ __forceinline__ void norms(const T* __restrict__ x, double* __restrict__ largest, long long rows, int ld) {
  constexpr int SIZE = Pack<T>::SIZE;
  __shared__ double ofWarps[WARPS];
  const int team = teamFor(ld / SIZE, WARP);
  const int teams = THREADS / team;
  const long long first = blockIdx.x * static_cast<long long>(ROWS_OF_NORMS);
  const int count = rowsFrom(first, rows, ROWS_OF_NORMS);
  double most = 0;
  for (int step = 0; step < count; step += teams) {
    const int i = step + static_cast<int>(threadIdx.x) / team;
    double norm = 0;
    for (int column = threadIdx.x % team * SIZE; column < ld; column += team * SIZE) {
      const Pack<T> pack = i < count ? load(x + (first + i) * ld + column) : Pack<T>{};
#pragma unroll
      for (int k = 0; k < SIZE; k++) norm += static_cast<double>(pack.at[k]) * pack.at[k];
    }
    norm = teamSum(norm, team);
    most = norm > most ? norm : most;
  }
  for (int distance = team; distance < WARP; distance *= 2) {
    const double other = __shfl_xor_sync(ALL_LANES, most, distance);
    most = other > most ? other : most;
  }
  if (threadIdx.x % WARP == 0) ofWarps[threadIdx.x / WARP] = most;
  __syncthreads();
  if (threadIdx.x == 0) {
    for (int warp = 1; warp < WARPS; warp++) most = ofWarps[warp] > most ? ofWarps[warp] : most;
    largest[blockIdx.x] = most;
  }
}

#define SGD(T, SUFFIX)                                                                                                 \
  extern "C" __global__ void __launch_bounds__(THREADS, 1)                                                                \
      walk_##SUFFIX(const T* __restrict__ x, const T* __restrict__ y, const int* __restrict__ order, double* state,    \
                    const double* __restrict__ numbers, double* residuals, int rows, int features, int ld, int batch,  \
                    double rate, int moving) {                                                                         \
    walk(x, y, order, state, numbers, residuals, rows, features, ld, batch, rate, moving);                             \
  }                                                                                                                    \
  extern "C" __global__ void __launch_bounds__(THREADS)                                                                   \
      norms_##SUFFIX(const T* __restrict__ x, double* __restrict__ largest, long long rows, int ld) {                  \
    norms(x, largest, rows, ld);                                                                                       \
  }

SGD(float, f32)
SGD(double, f64)
