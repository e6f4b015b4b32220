// What the kernels share. Compiles under nvcc, under clang with mini_cuda.h, and under g++ with src/test/cuda/emulator.h.
//
// Data on the device. X is row-major: row i begins at x + i * ld, where ld is the number of features rounded up to a multiple of
// 16 bytes, or of 8 numbers where the host has rows so; the columns that pad it hold zeros. The parameters p are features + 1 doubles, the
// intercept last, whatever the precision of X. The residual of row i is r_i = x_i . w + b - y_i.
//
// There may be several targets of the same rows: then y, p and S below hold one target's numbers after another's, those of y
// `apart` numbers from each other. What is found for a target does not depend on the others.
//
// What the kernels compute is S, features + 2 doubles: sum r_i x_i, then sum r_i, then sum r_i^2; never divided by the
// number of rows. A block writes the S of its rows to its own row of `partials`, and `fold` adds those up: no atomics, a
// fixed order, and so the same bits every time, on every device.
#pragma once

constexpr int THREADS = 256;  // every kernel's block
constexpr int WARP = 32;
constexpr int WARPS = THREADS / WARP;
constexpr unsigned ALL_LANES = 0xffffffffu;

/** Sixteen bytes, the most that a thread can load at once. */
template <typename T>
struct alignas(16) Pack {
  static constexpr int SIZE = 16 / sizeof(T);
  T at[SIZE];
};

template <typename T>
__device__ __forceinline__ Pack<T> load(const T* from) {
  return *reinterpret_cast<const Pack<T>*>(from);
}

template <typename T>
__device__ __forceinline__ void store(T* to, const Pack<T>& pack) {
  *reinterpret_cast<Pack<T>*>(to) = pack;
}

template <typename T>
__device__ __forceinline__ T dot(const Pack<T>& a, const Pack<T>& b) {
  T sum = a.at[0] * b.at[0];
#pragma unroll
  for (int i = 1; i < Pack<T>::SIZE; i++) sum += a.at[i] * b.at[i];
  return sum;
}

/** The coefficients of the columns from `column` on, in the precision of the data; zero where there are no more. */
template <typename T>
__device__ __forceinline__ Pack<T> coefficients(const double* p, int column, int features) {
  Pack<T> w;
#pragma unroll
  for (int i = 0; i < Pack<T>::SIZE; i++) w.at[i] = column + i < features ? static_cast<T>(p[column + i]) : T(0);
  return w;
}

/** The sum over a team of neighbouring lanes (a power of two, at most a warp), to each of them. The whole warp calls. */
template <typename T>
__device__ __forceinline__ T teamSum(T value, int team) {
  for (int distance = team / 2; distance > 0; distance /= 2) value += __shfl_xor_sync(ALL_LANES, value, distance);
  return value;
}

/** The sum over the lanes of a warp that stand at the same place in their teams. The whole warp calls. */
template <typename T>
__device__ __forceinline__ T sumOverTeams(T value, int team) {
  for (int distance = team; distance < WARP; distance *= 2) value += __shfl_xor_sync(ALL_LANES, value, distance);
  return value;
}

/** The sum over the block, to thread 0. The whole block calls. */
__device__ __forceinline__ double blockSum(double value) {
  __shared__ double sums[WARPS];
  value = teamSum(value, WARP);
  if (threadIdx.x % WARP == 0) sums[threadIdx.x / WARP] = value;
  __syncthreads();
  double total = 0;
  for (int warp = 0; warp < WARPS; warp++) total += sums[warp];
  __syncthreads();
  return total;
}

/** How many lanes take a row of so many packs: a power of two, at most `most`. */
__device__ __forceinline__ int teamFor(int packs, int most) {
  int team = 1;
  while (team < packs && team < most) team *= 2;
  return team;
}

/**
 * What a block takes: some rows, and some of their targets. The grid is as wide as it takes for all targets, MOST a block, and
 * as high (y, then z) as it takes for all rows: neighbouring blocks take other targets of the same rows, at about the same time, so
 * that X comes from memory for the first of them, and from the L2 cache for the others. Blocks past the last row do nothing.
 */
struct Share {
  long long block;  // which block of rows
  int target;       // the first of its targets
  int targets;      // how many it has
};

template <int MOST>
__device__ __forceinline__ Share shareOf(int targets) {
  const int target = static_cast<int>(blockIdx.x) * MOST;
  return {blockIdx.y + static_cast<long long>(gridDim.y) * blockIdx.z, target,
          MOST == 1 || targets - target >= MOST ? MOST : targets - target};
}

/** The S of a block's first target: MOST of them for each block of a row of the grid, zeros for targets that there are not. */
template <int MOST>
__device__ __forceinline__ double* sumsOf(double* partials, long long block, int features) {
  return partials + (block * gridDim.x + blockIdx.x) * MOST * (features + 2);
}

/** What is left to a block that may take `most` rows from `first` on; 0 or less when it comes after the last row. */
__device__ __forceinline__ int rowsFrom(long long first, long long rows, int most) {
  return rows - first < most ? static_cast<int>(rows - first) : most;
}
