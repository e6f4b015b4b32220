// Moments in double-double: sums of products of the design matrix's columns, of the target and of a column of ones.
//
// A number is the unevaluated sum of two doubles, some 106 bits. What rounding takes from a sum is found by adding alone, what it
// takes from a product by a fused multiplication; io.linreg.backend.DoubleDouble names the sources. Two things must not happen to
// these lines: that a compiler makes a fused multiplication of a product and a sum that stand apart here (so the product is
// __dmul_rn, which none of them touches), and that it reorders sums (which CUDA never does).
#include "common.cuh"

struct DoubleDouble {
  double high, low;
};

/** a + b, exactly. */
__device__ __forceinline__ DoubleDouble sum(double a, double b) {
  const double high = a + b;
  const double ofB = high - a;
  return {high, (a - (high - ofB)) + (b - ofB)};
}

/** a + b, exactly, where |a| >= |b|. */
__device__ __forceinline__ DoubleDouble ordered(double a, double b) {
  const double high = a + b;
  return {high, b - (high - a)};
}

__device__ __forceinline__ DoubleDouble plus(DoubleDouble a, DoubleDouble b) {
  const DoubleDouble highs = sum(a.high, b.high);
  const DoubleDouble lows = sum(a.low, b.low);
  const DoubleDouble carried = ordered(highs.high, highs.low + lows.high);
  return ordered(carried.high, lows.low + carried.low);
}

__device__ __forceinline__ DoubleDouble times(DoubleDouble a, double b) {
  const double product = __dmul_rn(a.high, b);
  return ordered(product, __fma_rn(a.low, b, __fma_rn(a.high, b, -product)));
}

/** A sum, and beside it the sum of what rounding took from it and from its products: Dot2 of Ogita, Rump and Oishi, 2005. */
struct Sum {
  double high = 0;
  double low = 0;

  __device__ __forceinline__ void add(DoubleDouble a, DoubleDouble b) {
    const double product = __dmul_rn(a.high, b.high);
    add({product, __fma_rn(a.low, b.high, __fma_rn(a.high, b.low, __fma_rn(a.high, b.high, -product)))});
  }
  __device__ __forceinline__ void add(DoubleDouble a) {
    const DoubleDouble next = sum(high, a.high);
    high = next.high;
    low += next.low + a.low;
  }
};

/** A column of the design matrix: a product of the data's columns, less a double near its mean. */
struct Term {
  const int* factors;
  int count;  // 0 where there is no such term
  double centre;

  __device__ __forceinline__ DoubleDouble of(const double* row) const {
    if (count == 0) return {0, 0};
    DoubleDouble product{row[factors[0]], 0};
    for (int k = 1; k < count; k++) product = times(product, row[factors[k]]);
    return centred(product, centre);
  }

  static __device__ __forceinline__ DoubleDouble centred(DoubleDouble value, double centre) {
    const DoubleDouble difference = sum(value.high, -centre);
    return ordered(difference.high, difference.low + value.low);
  }
};

__device__ __forceinline__ Term term(int index, const int* offsets, const int* factors, const double* centres,
                                     int terms) {
  if (index >= terms) return {factors, 0, 0};
  return {factors + offsets[index], offsets[index + 1] - offsets[index], centres[index]};
}

// exact: the products of every two terms, of each with the target and with ones, of these with themselves and with each other,
// weighted, each column less its centre (ones are left as they are).
//
// Term t is the product of the columns factors[offsets[t]] to factors[offsets[t + 1] - 1] of X; centres[terms] is the target's.
// Column `weights` of X has the weights; without weights it is -1.
//
// Block (i, j, s) makes the tile of 32 x 32 products of terms 32 i and on with terms 32 j and on, over the rows of slice s; blocks
// above the diagonal do nothing. 32 rows of both sets of terms are formed and staged in shared memory, the left ones times the
// weights; then each thread adds up 2 x 2 products, all rows of the stage one after another, so that no sum has to be put
// together in the end. On the diagonal, a thread multiplies what it stages by the target, too, and adds it up: these sums are of a warp's
// rows, and the warps are added up in a fixed order.
//
// A slice's matrix of (terms + 2) x (terms + 2), the target last but one, ones last, is in `partials` twice: the high words, then the
// low. Its lower half counts: above the diagonal, tiles on it have their own sums, other bits of the same.
//
// Bytes: X and y come ceil(terms / 32) times in all, the blocks of a slice side by side, from the L2 cache. Arithmetic: a dozen
// instructions in double for a product. An H100's 64 a cycle and multiprocessor make 10M x 32 (about 5.4e9 products) some 10 ms
// at best, and the bus takes many times that to bring them. To be measured: rows of a stage, 2 x 4 products a thread.
constexpr int TILE_OF_EXACT = 32;

extern "C" __global__ void __launch_bounds__(THREADS, 2)
    exact(const double* __restrict__ x, const double* __restrict__ y, const double* __restrict__ centres,
          const int* __restrict__ offsets, const int* __restrict__ factors, double* __restrict__ partials, long long rows,
          int terms, int ld, int weights, int slices) {
  constexpr int TILE = TILE_OF_EXACT;
  constexpr int EACH = 2;  // terms of a thread, on the left and on the right
  if (blockIdx.x < blockIdx.y) return;  // the whole block, before any barrier

  alignas(16) __shared__ double left[2][TILE][TILE];  // high and low words, row by row
  alignas(16) __shared__ double right[2][TILE][TILE];

  const bool diagonal = blockIdx.x == blockIdx.y;
  const int lane = threadIdx.x % WARP;
  const int warp = threadIdx.x / WARP;
  const int down = threadIdx.x / (TILE / EACH) * EACH;
  const int across = threadIdx.x % (TILE / EACH) * EACH;
  const bool totals = blockIdx.x == 0 && lane == 0;  // no term in it: one thread of a warp will do
  const Term ofLeft = term(blockIdx.x * TILE + lane, offsets, factors, centres, terms);
  const Term ofRight = term(blockIdx.y * TILE + lane, offsets, factors, centres, terms);
  const long long each = (rows + slices - 1) / slices;
  const long long begin = blockIdx.z * each;
  const long long end = begin + each < rows ? begin + each : rows;

  Sum products[EACH][EACH];
  Sum withTarget, withOnes;  // this lane's term, in the rows that the warp stages
  Sum squares, targets, ones;
  for (long long first = begin; first < end; first += TILE) {
    for (int i = warp; i < TILE; i += WARPS) {
      const bool live = first + i < end;
      const double* const row = x + (first + i) * ld;
      const double weight = !live ? 0.0 : weights < 0 ? 1.0 : row[weights];
      const DoubleDouble plain = live ? ofLeft.of(row) : DoubleDouble{0, 0};
      const DoubleDouble b = diagonal ? plain : live ? ofRight.of(row) : DoubleDouble{0, 0};
      const DoubleDouble a = times(plain, weight);
      left[0][i][lane] = a.high;
      left[1][i][lane] = a.low;
      right[0][i][lane] = b.high;
      right[1][i][lane] = b.low;
      if (diagonal && live) {
        const DoubleDouble target = Term::centred({y[first + i], 0}, centres[terms]);
        withTarget.add(a, target);
        withOnes.add(a);
        if (totals) {
          const DoubleDouble weighed = times(target, weight);
          squares.add(weighed, target);
          targets.add(weighed);
          ones.add({weight, 0});
        }
      }
    }
    __syncthreads();
#pragma unroll 4
    for (int k = 0; k < TILE; k++) {
      const Pack<double> highA = load(&left[0][k][down]);
      const Pack<double> lowA = load(&left[1][k][down]);
      const Pack<double> highB = load(&right[0][k][across]);
      const Pack<double> lowB = load(&right[1][k][across]);
#pragma unroll
      for (int i = 0; i < EACH; i++) {
#pragma unroll
        for (int j = 0; j < EACH; j++) {
          products[i][j].add({highA.at[i], lowA.at[i]}, {highB.at[j], lowB.at[j]});
        }
      }
    }
    __syncthreads();
  }

  const long long columns = terms + 2;
  double* const out = partials + blockIdx.z * 2 * columns * columns;
  const auto put = [&](long long i, long long j, DoubleDouble value) {
    out[i * columns + j] = value.high;
    out[(columns + i) * columns + j] = value.low;
  };
#pragma unroll
  for (int u = 0; u < EACH; u++) {
#pragma unroll
    for (int v = 0; v < EACH; v++) {
      const int i = blockIdx.x * TILE + down + u;
      const int j = blockIdx.y * TILE + across + v;
      if (i >= terms || j >= terms) continue;
      const DoubleDouble total = sum(products[u][v].high, products[u][v].low);
      put(i, j, total);
      if (!diagonal) put(j, i, total);
    }
  }
  if (!diagonal) return;

  // The sums of the warps, in the place of the stage, whose readers are gone.
  const auto leave = [&](int k, int at, const Sum& share) {
    left[0][k * WARPS + warp][at] = share.high;
    left[1][k * WARPS + warp][at] = share.low;
  };
  const auto together = [&](int k, int at) {
    DoubleDouble total{0, 0};
    for (int w = 0; w < WARPS; w++) total = plus(total, {left[0][k * WARPS + w][at], left[1][k * WARPS + w][at]});
    return total;
  };
  leave(0, lane, withTarget);
  leave(1, lane, withOnes);
  if (totals) {
    leave(2, 0, squares);
    leave(2, 1, targets);
    leave(2, 2, ones);
  }
  __syncthreads();
  const int j = blockIdx.x * TILE + lane;
  if (warp < 2 && j < terms) {
    const DoubleDouble total = together(warp, lane);
    put(j, terms + warp, total);
    put(terms + warp, j, total);
  }
  if (blockIdx.x == 0 && threadIdx.x == 0) {
    put(terms, terms, together(2, 0));
    put(terms, terms + 1, together(2, 1));
    put(terms + 1, terms, together(2, 1));
    put(terms + 1, terms + 1, together(2, 2));
  }
}

// exact_add: adds the matrices of the slices to a total, which the next rows' are added to in turn.
//
// A thread takes a number, of high and low words each. Bytes: all of `partials`. Launch: ceil(numbers / 256) blocks, of which those
// past the last number do nothing.
extern "C" __global__ void __launch_bounds__(THREADS)
    exact_add(const double* __restrict__ partials, double* __restrict__ total, long long numbers, int slices) {
  const long long i = blockIdx.x * static_cast<long long>(THREADS) + threadIdx.x;
  if (i >= numbers) return;
  DoubleDouble all{total[i], total[numbers + i]};
  for (int s = 0; s < slices; s++) {
    const double* const from = partials + s * 2 * numbers;
    all = plus(all, {from[i], from[numbers + i]});
  }
  total[i] = all.high;
  total[numbers + i] = all.low;
}
