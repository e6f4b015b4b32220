// What `gradient` and the kernel `sums` have in common: sums over 512 rows of weight_i x_i, column by column, for some
// targets, each with weights of its own.
//
// A team of lanes takes a row, as many as it has packs, up to the whole block; a row that is longer is done in pieces. Each
// thread loads 8 rows of its columns (128 bytes) before the first is used; it sums those 8 in SHORT, and goes on in double.
// Then the teams are added up: those of one warp by shuffles, the warps through shared memory.
#pragma once
#include "common.cuh"

constexpr int ROWS_OF_COLUMN_SUMS = 512;

template <typename T, typename SHORT, int TARGETS, typename WEIGHT>
__device__ __forceinline__ void columnSums(const T* __restrict__ x, int count, int features, int ld, WEIGHT weight,
                                           double* __restrict__ out) {
  constexpr int SIZE = Pack<T>::SIZE;
  constexpr int AT_ONCE = 8;
  __shared__ double sums[THREADS][SIZE];
  const int team = teamFor(ld / SIZE, THREADS);
  const int teams = THREADS / team;

  for (int piece = 0; piece < ld; piece += team * SIZE) {
    const int column = piece + threadIdx.x % team * SIZE;
    double total[TARGETS][SIZE] = {};
    if (column < ld) {
      for (int row = threadIdx.x / team; row < count; row += AT_ONCE * teams) {
        Pack<T> pack[AT_ONCE];
#pragma unroll
        for (int u = 0; u < AT_ONCE; u++) {
          const int i = row + u * teams;
          pack[u] = i < count ? load(x + static_cast<long long>(i) * ld + column) : Pack<T>{};
        }
#pragma unroll
        for (int t = 0; t < TARGETS; t++) {
          SHORT part[SIZE] = {};
#pragma unroll
          for (int u = 0; u < AT_ONCE; u++) {
            const int i = row + u * teams;
            const SHORT factor = i < count ? weight(t, i) : SHORT(0);
#pragma unroll
            for (int k = 0; k < SIZE; k++) part[k] += factor * pack[u].at[k];
          }
#pragma unroll
          for (int k = 0; k < SIZE; k++) total[t][k] += part[k];
        }
      }
    }
#pragma unroll
    for (int t = 0; t < TARGETS; t++) {
#pragma unroll
      for (int k = 0; k < SIZE; k++) sums[threadIdx.x][k] = sumOverTeams(total[t][k], team);
      __syncthreads();
      const int apart = team < WARP ? WARP : team;  // threads with sums of the same column
      for (int i = threadIdx.x; i < team * SIZE && piece + i < features; i += THREADS) {
        double all = 0;
        for (int thread = i / SIZE; thread < THREADS; thread += apart) all += sums[thread][i % SIZE];
        out[t * (features + 2ll) + piece + i] = all;
      }
      __syncthreads();
    }
  }
}
