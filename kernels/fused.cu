// Loss and gradient in one pass over X.
//
// A block takes a fixed number of consecutive rows and writes their S to its row of `partials`. A team of lanes holds a
// row: each lane a few packs of 16 bytes of it, in registers, together with its coefficients and its share of the
// gradient. The team loads the row, multiplies, adds up across its lanes by shuffles, and uses the same registers again
// for the gradient; so X comes from memory once, and nothing else of size moves.
//
// Bytes: rows * ld * sizeof(T) for X, rows * sizeof(T) for y, and (features + 2) * 8 written by each block, which is less
// than 1 % of what the block reads wherever a row is longer than a few numbers.
//
// Of several targets a block takes TARGETS: four of rows with a pack a lane, one of longer rows, as coefficients and gradient are
// kept in registers for each of them. X comes from memory once either way, and from the L2 cache for the next targets: see Share.
//
// Launch: 256 threads, so 256 / TEAM rows at a time, next to each other in memory: a warp always loads a consecutive span.
// A team takes 64 rows, so a sum in float has 64 terms; from there on it is double. AT_ONCE rows are loaded before the
// first of them is used: with at least 64 bytes asked for by each thread, and two to six blocks on a multiprocessor, 64 KiB
// or more are on their way, where an H100 needs about 20 KiB to keep its memory busy (3.3 TB/s times 0.8 us, over 132).
// Expected: bound by memory for every variant. To be measured on hardware: AT_ONCE of 2, 4 and 8, and the last variant
// (t32k8), whose two blocks on a multiprocessor leave the least to hide behind.
#include "common.cuh"

constexpr int ROWS_OF_A_TEAM = 64;

template <typename T, int TEAM, int PACKS, int TARGETS>
__device__ __forceinline__ void fused(const T* __restrict__ x, const T* __restrict__ y, const double* __restrict__ p,
                                      double* __restrict__ partials, long long rows, int features, int ld,
                                      int targets, long long apart) {
  constexpr int SIZE = Pack<T>::SIZE;
  constexpr int TEAMS = THREADS / TEAM;
  constexpr int COLUMNS = TEAM * PACKS * SIZE;
  constexpr int AT_ONCE = TARGETS > 1 ? 2 : PACKS < 4 ? 4 / PACKS : 1;

  const int lane = threadIdx.x % TEAM;
  const int team = threadIdx.x / TEAM;
  const Share share = shareOf<TARGETS>(targets);
  const long long first = share.block * (TEAMS * ROWS_OF_A_TEAM);
  const int count = rowsFrom(first, rows, TEAMS * ROWS_OF_A_TEAM);
  if (count <= 0) return;

  // Pack k of a lane begins at column own + k * TEAM * SIZE, so that neighbours load neighbouring bytes.
  const int own = lane * SIZE;
  const T* next = x + (first + team) * ld + own;
  Pack<T> w[TARGETS][PACKS];
  Pack<T> gradient[TARGETS][PACKS];
  T b[TARGETS];
#pragma unroll
  for (int t = 0; t < TARGETS; t++) {
    const bool live = t < share.targets;  // else all of its numbers are zeros
    const double* const of = p + (share.target + t) * (features + 1ll);
#pragma unroll
    for (int k = 0; k < PACKS; k++) {
      w[t][k] = coefficients<T>(of, own + k * TEAM * SIZE, live ? features : 0);
      gradient[t][k] = Pack<T>{};
    }
    b[t] = live ? static_cast<T>(of[features]) : T(0);
  }
  const T* nextTarget = y + share.target * apart + first + team;
  T sum[TARGETS] = {};
  T squares[TARGETS] = {};

  // The whole warp stays in the loop, as the shuffles need it: rows past the last count as zeros.
  for (int step = 0; step < count; step += AT_ONCE * TEAMS) {
    Pack<T> row[AT_ONCE][PACKS];
    T target[AT_ONCE][TARGETS];
#pragma unroll
    for (int u = 0; u < AT_ONCE; u++) {
      const bool live = step + u * TEAMS + team < count;
#pragma unroll
      for (int k = 0; k < PACKS; k++) {
        const int ahead = k * TEAM * SIZE;
        row[u][k] = live && own + ahead < ld ? load(next + u * TEAMS * ld + ahead) : Pack<T>{};
      }
#pragma unroll
      for (int t = 0; t < TARGETS; t++) {
        target[u][t] = live && t < share.targets ? nextTarget[t * apart + u * TEAMS] : T(0);
      }
    }
#pragma unroll
    for (int u = 0; u < AT_ONCE; u++) {
#pragma unroll
      for (int t = 0; t < TARGETS; t++) {
        T product = dot(row[u][0], w[t][0]);
#pragma unroll
        for (int k = 1; k < PACKS; k++) product += dot(row[u][k], w[t][k]);
        product = teamSum(product, TEAM);
        const T residual = step + u * TEAMS + team < count ? product + b[t] - target[u][t] : T(0);
#pragma unroll
        for (int k = 0; k < PACKS; k++) {
#pragma unroll
          for (int i = 0; i < SIZE; i++) gradient[t][k].at[i] += residual * row[u][k].at[i];
        }
        sum[t] += residual;
        squares[t] += residual * residual;
      }
    }
    next += AT_ONCE * TEAMS * ld;  // pointers that move take fewer registers than indices
    nextTarget += AT_ONCE * TEAMS;
  }

  // From here on in double: a thread a column adds up the teams, in their order.
  __shared__ T sums[TEAMS][COLUMNS + 2];
#pragma unroll
  for (int t = 0; t < TARGETS; t++) {
    if (t > 0) __syncthreads();  // the last target's sums have been added up
#pragma unroll
    for (int k = 0; k < PACKS; k++) {
#pragma unroll
      for (int i = 0; i < SIZE; i++) sums[team][own + k * TEAM * SIZE + i] = gradient[t][k].at[i];
    }
    if (lane == 0) {
      sums[team][COLUMNS] = sum[t];
      sums[team][COLUMNS + 1] = squares[t];
    }
    __syncthreads();
    double* const out = sumsOf<TARGETS>(partials, share.block, features) + t * (features + 2ll);
    for (int column = threadIdx.x; column < features + 2; column += THREADS) {
      const int at = column < features ? column : COLUMNS + column - features;
      double total = 0;
#pragma unroll 8
      for (int other = 0; other < TEAMS; other++) total += sums[other][at];
      out[column] = total;
    }
  }
}

// Rows too long for registers: `fused_wide`.
//
// The block takes 64 rows, 8 at a time, and goes over each 8 twice: its threads side by side along the rows, first for the
// 8 residuals, then for the gradient. The second time the 8 rows come from cache, where they have just been: 8 rows of
// 4096 floats are 128 KiB, of which a few blocks on each multiprocessor fit the L2 cache of an H100 (50 MB).
//
// Bytes: X once from memory and once from cache; a coefficient is read, and turned to T, once for 8 rows. A thread owns its
// columns of the gradient, in shared memory up to 4096 features, past that in its block's row of `partials`: no barrier.
// Expected: near the other variants while the rows fit the L2 cache, towards twice their time where they do not. To be
// measured: groups of 4 rows for more than 4096 features.
constexpr int ROWS_OF_WIDE = 64;
constexpr int COLUMNS_HELD = 4096;

template <typename T>
__device__ __forceinline__ void wide(const T* __restrict__ x, const T* __restrict__ y, const double* __restrict__ p,
                                     double* __restrict__ partials, long long rows, int features, int ld,
                                     int targets, long long apart) {
  constexpr int SIZE = Pack<T>::SIZE;
  constexpr int AT_ONCE = 8;
  __shared__ double held[COLUMNS_HELD];
  __shared__ T products[2][WARPS][AT_ONCE];  // two, taken in turn: one barrier a group will do

  const Share share = shareOf<1>(targets);
  double* const out = sumsOf<1>(partials, share.block, features);
  double* const gradient = features <= COLUMNS_HELD ? held : out;
  const int warp = threadIdx.x / WARP;
  const long long first = share.block * ROWS_OF_WIDE;
  const int count = rowsFrom(first, rows, ROWS_OF_WIDE);
  if (count <= 0) return;
  const double* const of = p + share.target * (features + 1ll);
  const T b = static_cast<T>(of[features]);
  const T* const own = y + share.target * apart + first;
  double sum = 0;
  double squares = 0;

  for (int step = 0; step < count; step += AT_ONCE) {
    const T* const group = x + (first + step) * ld;
    T product[AT_ONCE] = {};
    for (int column = threadIdx.x * SIZE; column < ld; column += THREADS * SIZE) {
      Pack<T> row[AT_ONCE];
#pragma unroll
      for (int u = 0; u < AT_ONCE; u++) {
        row[u] = step + u < count ? load(group + static_cast<long long>(u) * ld + column) : Pack<T>{};
      }
      const Pack<T> w = coefficients<T>(of, column, features);
#pragma unroll
      for (int u = 0; u < AT_ONCE; u++) product[u] += dot(row[u], w);
    }

    T(*const shared)[AT_ONCE] = products[step / AT_ONCE % 2];
#pragma unroll
    for (int u = 0; u < AT_ONCE; u++) {
      product[u] = teamSum(product[u], WARP);
      if (threadIdx.x % WARP == 0) shared[warp][u] = product[u];
    }
    __syncthreads();
    T residual[AT_ONCE];
#pragma unroll
    for (int u = 0; u < AT_ONCE; u++) {
      T total = 0;
#pragma unroll
      for (int i = 0; i < WARPS; i++) total += shared[i][u];
      residual[u] = step + u < count ? total + b - own[step + u] : T(0);
      sum += residual[u];
      squares += static_cast<double>(residual[u]) * residual[u];
    }

    for (int column = threadIdx.x * SIZE; column < ld; column += THREADS * SIZE) {
      Pack<T> part{};
#pragma unroll
      for (int u = 0; u < AT_ONCE; u++) {
        const Pack<T> row = step + u < count ? load(group + static_cast<long long>(u) * ld + column) : Pack<T>{};
#pragma unroll
        for (int i = 0; i < SIZE; i++) part.at[i] += residual[u] * row.at[i];
      }
#pragma unroll
      for (int i = 0; i < SIZE; i++) {
        if (column + i < features) gradient[column + i] = (step == 0 ? 0.0 : gradient[column + i]) + part.at[i];
      }
    }
  }

  if (gradient == held) {
    __syncthreads();
    for (int column = threadIdx.x; column < features; column += THREADS) out[column] = held[column];
  }
  if (threadIdx.x == 0) {
    out[features] = sum;
    out[features + 1] = squares;
  }
}

#define FUSED(NAME, T, SUFFIX, BLOCKS, BODY)                                                                           \
  extern "C" __global__ void __launch_bounds__(THREADS, BLOCKS)                                                        \
      NAME##_##SUFFIX(const T* __restrict__ x, const T* __restrict__ y, const double* __restrict__ p,                  \
                      double* __restrict__ partials, long long rows, int features, int ld, int targets,                \
                      long long apart) {                                                                               \
    BODY(x, y, p, partials, rows, features, ld, targets, apart);                                                       \
  }
#define FUSED_TEAM(TEAM, PACKS)                                                                                        \
  FUSED(fused_t##TEAM##k##PACKS, float, f32, PACKS < 4 ? 4 : 2, (fused<float, TEAM, PACKS, 1>))                        \
  FUSED(fused_t##TEAM##k##PACKS, double, f64, PACKS < 4 ? 4 : 2, (fused<double, TEAM, PACKS, 1>))
// Half of the rows on their way: a row is more work, and takes more registers.
#define FUSED_FOUR(TEAM)                                                                                               \
  FUSED(fused4_t##TEAM##k1, float, f32, 3, (fused<float, TEAM, 1, 4>))                                                 \
  FUSED(fused4_t##TEAM##k1, double, f64, 2, (fused<double, TEAM, 1, 4>))

FUSED_TEAM(1, 1)   // up to    4 features in float, 2 in double
FUSED_TEAM(2, 1)   //          8                    4
FUSED_TEAM(4, 1)   //         16                    8
FUSED_TEAM(8, 1)   //         32                   16
FUSED_TEAM(16, 1)  //         64                   32
FUSED_TEAM(32, 1)  //        128                   64
FUSED_TEAM(32, 2)  //        256                  128
FUSED_TEAM(32, 4)  //        512                  256
FUSED_TEAM(32, 8)  //       1024                  512
FUSED(fused_wide, float, f32, 2, wide<float>)
FUSED(fused_wide, double, f64, 2, wide<double>)
FUSED_FOUR(1)
FUSED_FOUR(2)
FUSED_FOUR(4)
FUSED_FOUR(8)
FUSED_FOUR(16)
FUSED_FOUR(32)
