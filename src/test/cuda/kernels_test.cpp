// Every kernel against plain sums in long double, on sizes around the edges of packs, warps, teams and blocks.
//
// Each output lies between guard zones and starts out as NaN. Each launch is repeated with the block's threads in the other
// orders, and must give the same bits: there is none that a kernel may depend on. EMU_ORDER says which one is the first. Under
// the sanitizers, which are slow, it is the only one: what they look for does not depend on it.
#include "emulator.h"

#include "../../../kernels/linreg.cu"

#include <cmath>
#include <functional>
#include <limits>
#include <set>

namespace {

using Real = long double;

int failures = 0;
int comparisons = 0;
std::string where;

void fail(const std::string& what) {
  std::fprintf(stderr, "FAILED %s: %s\n", where.c_str(), what.c_str());
  if (++failures < 20) return;
  std::fprintf(stderr, "and perhaps more: the rest is not run\n");
  std::exit(1);
}

// ---- Memory. ----------------------------------------------------------------------------------------------------------

/** An input: exactly as large as it should be, so that the address sanitizer sees any step beside it. */
template <typename T>
class Input {
 public:
  explicit Input(size_t size) : numbers(new T[size]()) {}
  const T* get() const { return numbers.get(); }
  T& operator[](size_t i) const { return numbers[i]; }

 private:
  std::unique_ptr<T[]> numbers;
};

/** An output between guard zones, all NaN at first. */
template <typename T>
class Output {
 public:
  explicit Output(size_t size) : size(size), numbers(size + 2 * GUARD) {
    std::memset(numbers.data(), 0xff, numbers.size() * sizeof(T));
  }
  T* get() { return numbers.data() + GUARD; }
  T& operator[](size_t i) { return get()[i]; }
  void check() const {
    for (size_t i = 0; i < GUARD; i++) {
      if (!untouched(numbers[i]) || !untouched(numbers[GUARD + size + i])) return fail("wrote outside of its output");
    }
  }
  bool operator==(const Output& other) const {
    return std::memcmp(numbers.data(), other.numbers.data(), numbers.size() * sizeof(T)) == 0;
  }
  const size_t size;

 private:
  static constexpr size_t GUARD = 64;
  static bool untouched(const T& number) {
    T blank;
    std::memset(&blank, 0xff, sizeof blank);
    return std::memcmp(&number, &blank, sizeof blank) == 0;
  }
  std::vector<T> numbers;
};

#if defined(__SANITIZE_ADDRESS__)
const std::vector<emu::Order> ORDERS = {};
#else
const std::vector<emu::Order> ORDERS = {emu::Order::FORWARD, emu::Order::REVERSE, emu::Order::SHUFFLED};
#endif

/** Runs what fills an output; then again, in other orders of threads, which must not matter. */
template <typename T>
Output<T> run(size_t size, const std::function<void(T*)>& launch) {
  Output<T> first(size);
  launch(first.get());
  first.check();
  const emu::Order order = emu::order;
  for (const emu::Order other : ORDERS) {
    if (other == order) continue;
    emu::order = other;
    Output<T> again(size);
    launch(again.get());
    if (!(first == again)) fail("another order of threads gives other bits");
  }
  emu::order = order;
  return first;
}

// ---- Comparing. -------------------------------------------------------------------------------------------------------

template <typename T>
constexpr double TOLERANCE = sizeof(T) == 4 ? 1e-5 : 1e-12;

/** Compares numbers, each to within the tolerance times the largest of them. */
template <typename T>
void compare(const char* what, T* actual, const std::vector<Real>& expected, double tolerance) {
  Real largest = 0;
  for (const Real value : expected) largest = std::max(largest, std::abs(value));
  for (size_t i = 0; i < expected.size(); i++) {
    comparisons++;
    if (!(std::abs(actual[i] - expected[i]) <= tolerance * largest)) {
      char text[160];
      std::snprintf(text, sizeof text, "%s[%zu] is %.17g, not %.17Lg (off by %.2Lg of the largest)", what, i,
                    static_cast<double>(actual[i]), expected[i], std::abs(actual[i] - expected[i]) / largest);
      return fail(text);
    }
  }
}

// ---- Problems. --------------------------------------------------------------------------------------------------------

/** Data of one target or several, parameters, and what is to be found. */
template <typename T>
struct Problem {
  const long long rows;
  const int features;
  const int targets;
  const int ld;
  const long long apart;  // of the targets in y: a little more than there are rows
  Input<T> x;
  Input<T> y;
  Input<double> p;
  std::vector<Real> residuals;  // row by row
  std::vector<Real> s;          // sum r x, sum r, sum r^2, target by target

  explicit Problem(long long rows, int features, int targets = 1)
      : rows(rows),
        features(features),
        targets(targets),
        ld((features + Pack<T>::SIZE - 1) / Pack<T>::SIZE * Pack<T>::SIZE),
        apart(targets == 1 ? rows : rows + 3),
        x(static_cast<size_t>(rows * ld)),
        y(static_cast<size_t>((targets - 1) * apart + rows)),
        p(targets * (static_cast<size_t>(features) + 1)) {
    std::mt19937 random(static_cast<unsigned>(rows * 31 + features));
    const auto uniform = [&] { return static_cast<double>(random()) / 2147483648.0 - 1; };
    for (long long i = 0; i < rows; i++) {
      for (int j = 0; j < features; j++) x[i * ld + j] = static_cast<T>(uniform() + 0.25 * (j % 3));
      for (int t = 0; t < targets; t++) y[t * apart + i] = static_cast<T>(uniform() - 2);
    }
    for (int j = 0; j < targets * (features + 1); j++) p[j] = uniform() / std::sqrt(features);

    residuals.resize(rows * targets);
    s.resize(targets * (features + 2));
    for (int t = 0; t < targets; t++) {
      const double* const w = p.get() + t * (features + 1);
      Real* const sums = s.data() + t * (features + 2);
      for (long long i = 0; i < rows; i++) {
        Real r = static_cast<Real>(w[features]) - y[t * apart + i];
        for (int j = 0; j < features; j++) r += static_cast<Real>(x[i * ld + j]) * w[j];
        residuals[i * targets + t] = r;
        for (int j = 0; j < features; j++) sums[j] += r * x[i * ld + j];
        sums[features] += r;
        sums[features + 1] += r * r;
      }
    }
  }

  /** Column j of X, or the target as the last. */
  T column(long long row, int j) const { return j < features ? x[row * ld + j] : y[row]; }

  /** How wide a grid is whose blocks take so many targets. */
  unsigned width(int most) const { return (targets + most - 1) / most; }

  /** Adds up the blocks' partials, and compares: each target's gradient, and the loss on its own; zeros where there is no target. */
  void compareSums(Output<double>& partials, int most = 1) const {
    std::vector<double> total(width(most) * most * (features + 2));
    for (size_t i = 0; i < partials.size; i++) total[i % total.size()] += partials[i];
    for (int t = 0; t < targets; t++) {
      const auto own = s.begin() + t * (features + 2);
      double* const found = total.data() + t * (features + 2);
      compare("gradient", found, {own, own + features + 1}, TOLERANCE<T>);
      compare("sum of squares", found + features + 1, {own[features + 1]}, TOLERANCE<T>);
    }
    const size_t rest = total.size() - s.size();
    compare("no target", total.data() + s.size(), std::vector<Real>(rest), 0);
  }
};

template <typename T>
void begin(const char* kernel, const Problem<T>& problem, const char* variant = "") {
  where = std::string(kernel) + variant + (sizeof(T) == 4 ? "_f32 " : "_f64 ") + std::to_string(problem.rows) + " x " +
          std::to_string(problem.features) + (problem.targets > 1 ? " x " + std::to_string(problem.targets) : "");
}

/** In several rows of blocks, some of them past the last, as there are where rows are very many. */
dim3 gridOf(unsigned wide, unsigned high) { return high < 3 ? dim3(wide, high) : dim3(wide, 2, (high + 1) / 2 + 1); }

unsigned blocks(long long rows, int rowsOfBlock) { return static_cast<unsigned>((rows + rowsOfBlock - 1) / rowsOfBlock); }

// ---- The kernels. -----------------------------------------------------------------------------------------------------

template <typename T>
using Fused = void (*)(const T*, const T*, const double*, double*, long long, int, int, int, long long);

template <typename T>
struct Variant {
  const char* name;
  int team;  // 0: wide
  int packs;
  Fused<T> kernel;
  int targets = 1;  // of a block

  int rowsOfBlock() const { return team == 0 ? 64 : 256 / team * 64; }
  int mostFeatures() const { return team == 0 ? 1 << 30 : team * packs * 16 / static_cast<int>(sizeof(T)); }
};

#define VARIANTS(T)                                                                                               \
  {{"t1k1", 1, 1, fused_t1k1_##T},    {"t2k1", 2, 1, fused_t2k1_##T},    {"t4k1", 4, 1, fused_t4k1_##T},        \
   {"t8k1", 8, 1, fused_t8k1_##T},    {"t16k1", 16, 1, fused_t16k1_##T}, {"t32k1", 32, 1, fused_t32k1_##T},     \
   {"t32k2", 32, 2, fused_t32k2_##T}, {"t32k4", 32, 4, fused_t32k4_##T}, {"t32k8", 32, 8, fused_t32k8_##T},     \
   {"wide", 0, 0, fused_wide_##T}}
#define VARIANTS_OF_FOUR(T)                                                                                       \
  {{"4_t1k1", 1, 1, fused4_t1k1_##T, 4}, {"4_t2k1", 2, 1, fused4_t2k1_##T, 4},                                    \
   {"4_t4k1", 4, 1, fused4_t4k1_##T, 4}, {"4_t8k1", 8, 1, fused4_t8k1_##T, 4},                                    \
   {"4_t16k1", 16, 1, fused4_t16k1_##T, 4}, {"4_t32k1", 32, 1, fused4_t32k1_##T, 4}}

template <typename T>
struct Kernels;

template <>
struct Kernels<float> {
  static inline const std::vector<Variant<float>> FUSED_VARIANTS VARIANTS(f32);
  static inline const std::vector<Variant<float>> VARIANTS_OF_FOUR VARIANTS_OF_FOUR(f32);
  static constexpr auto RESIDUAL = residual_f32;
  static constexpr auto RESIDUAL_OF_FOUR = residual4_f32;
  static constexpr auto GRADIENT_OF_FOUR = gradient4_f32;
  static constexpr auto CLIP = clip_f32;
  static constexpr auto GRADIENT = gradient_f32;
  static constexpr auto DESCEND_ALL = descend_f32;
  static constexpr auto SUMS = sums_f32;
  static constexpr auto GRAM_TILES = gram_f32;
  static constexpr auto UNPACK_TILES = unpack_f32;
  static constexpr auto READ_ALL = read_f32;
  static constexpr auto WALK = walk_f32;
  static constexpr auto NORMS = norms_f32;
};

template <>
struct Kernels<double> {
  static inline const std::vector<Variant<double>> FUSED_VARIANTS VARIANTS(f64);
  static inline const std::vector<Variant<double>> VARIANTS_OF_FOUR VARIANTS_OF_FOUR(f64);
  static constexpr auto RESIDUAL = residual_f64;
  static constexpr auto RESIDUAL_OF_FOUR = residual4_f64;
  static constexpr auto GRADIENT_OF_FOUR = gradient4_f64;
  static constexpr auto CLIP = clip_f64;
  static constexpr auto GRADIENT = gradient_f64;
  static constexpr auto DESCEND_ALL = descend_f64;
  static constexpr auto SUMS = sums_f64;
  static constexpr auto GRAM_TILES = gram_f64;
  static constexpr auto UNPACK_TILES = unpack_f64;
  static constexpr auto READ_ALL = read_f64;
  static constexpr auto WALK = walk_f64;
  static constexpr auto NORMS = norms_f64;
};

template <typename T>
void testFused(const Problem<T>& problem, const Variant<T>& variant) {
  begin(variant.targets == 1 ? "fused_" : "fused", problem, variant.name);
  const unsigned high = blocks(problem.rows, variant.rowsOfBlock());
  const unsigned wide = problem.width(variant.targets);
  auto partials = run<double>(high * wide * variant.targets * (problem.features + 2ull), [&](double* out) {
    emu::launch(variant.kernel, gridOf(wide, high), THREADS, problem.x.get(), problem.y.get(), problem.p.get(), out,
                problem.rows, problem.features, problem.ld, problem.targets, problem.apart);
  });
  problem.compareSums(partials, variant.targets);
}

template <typename T>
void testResidual(const Problem<T>& problem, int most = 1) {
  begin("residual", problem);
  auto r = run<T>(problem.rows * problem.targets, [&](T* out) {
    emu::launch(most == 1 ? Kernels<T>::RESIDUAL : Kernels<T>::RESIDUAL_OF_FOUR,
                gridOf(problem.width(most), blocks(problem.rows, 256) + 1), THREADS, problem.x.get(), problem.y.get(),
                problem.p.get(), out, problem.rows, problem.features, problem.ld, problem.targets, problem.apart);
  });
  compare("residual", r.get(), problem.residuals, TOLERANCE<T>);
}

/** A threshold among the residuals, one below all of them, and one above. */
template <typename T>
void testClip(const Problem<T>& problem) {
  Real largest = 0;
  for (const Real r : problem.residuals) largest = std::max(largest, std::abs(r));
  for (const double share : {0.0, 0.5, 2.0}) {
    begin("clip", problem, (" at " + std::to_string(share) + " ").c_str());
    const T threshold = static_cast<T>(share * largest);
    const unsigned grid = blocks(problem.rows, 512);
    const auto unclipped = [&](long long i) { return static_cast<T>(i % 3 == 1 ? -problem.residuals[i] : problem.residuals[i]); };
    Output<T> r(problem.rows);
    auto partials = run<double>(2 * grid, [&](double* out) {
      for (long long i = 0; i < problem.rows; i++) r[i] = unclipped(i);
      emu::launch(Kernels<T>::CLIP, grid, THREADS, r.get(), out, problem.rows, static_cast<double>(threshold));
      r.check();
    });
    std::vector<Real> clipped(problem.rows);
    std::vector<Real> excess(grid);
    for (long long i = 0; i < problem.rows; i++) {
      const T residual = unclipped(i);
      clipped[i] = std::min(threshold, std::max(-threshold, residual));
      excess[i / 512] += std::abs(residual - clipped[i]);
    }
    compare("residual", r.get(), clipped, 0);
    for (unsigned block = 0; block < grid; block++) {
      Real outliers = 0;
      for (long long i = block * 512ll; i < std::min(problem.rows, (block + 1) * 512ll); i++) {
        outliers += std::abs(unclipped(i)) > threshold;
      }
      compare("excess", partials.get() + 2 * block, {excess[block]}, TOLERANCE<T>);
      compare("outliers", partials.get() + 2 * block + 1, {outliers}, 0);
    }
  }
}

void testNarrow(const Problem<float>& problem) {
  begin("narrow", problem);
  auto w = run<float>(problem.features, [&](float* out) {
    emu::launch(narrow, blocks(problem.features, 256), THREADS, problem.p.get(), out, problem.features);
  });
  std::vector<Real> expected(problem.features);
  for (int j = 0; j < problem.features; j++) expected[j] = static_cast<float>(problem.p[j]);
  compare("coefficient", w.get(), expected, 0);
}

/** From residuals, and from products without b and y, as cuBLAS leaves them. */
template <typename T>
void testGradient(const Problem<T>& problem, int most = 1) {
  for (const bool products : {false, true}) {
    begin("gradient", problem, products ? " of products " : "");
    Input<T> r(problem.residuals.size());
    for (size_t i = 0; i < problem.residuals.size(); i++) {
      const int t = static_cast<int>(i) % problem.targets;
      const Real b = problem.p[t * (problem.features + 1) + problem.features];
      const Real y = problem.y[t * problem.apart + i / problem.targets];
      r[i] = static_cast<T>(problem.residuals[i] - (products ? b - y : 0));
    }
    const unsigned high = blocks(problem.rows, 512);
    const unsigned wide = problem.width(most);
    auto partials = run<double>(high * wide * most * (problem.features + 2ull), [&](double* out) {
      emu::launch(most == 1 ? Kernels<T>::GRADIENT : Kernels<T>::GRADIENT_OF_FOUR, gridOf(wide, high), THREADS,
                  problem.x.get(), r.get(), problem.y.get(), problem.p.get(), out, problem.rows, problem.features,
                  problem.ld, problem.targets, problem.apart, static_cast<int>(products));
    });
    problem.compareSums(partials, most);
  }
}

template <typename T>
void testSums(const Problem<T>& problem) {
  begin("sums", problem);
  const unsigned grid = blocks(problem.rows, 512);
  const int columns = problem.features + 1;
  auto partials = run<double>(grid * static_cast<size_t>(columns), [&](double* out) {
    emu::launch(Kernels<T>::SUMS, grid, THREADS, problem.x.get(), problem.y.get(), out, problem.rows, problem.features,
                problem.ld);
  });
  std::vector<Real> expected(columns);
  for (long long i = 0; i < problem.rows; i++) {
    for (int j = 0; j < columns; j++) expected[j] += problem.column(i, j);
  }
  std::vector<double> total(columns);
  for (size_t i = 0; i < partials.size; i++) total[i % total.size()] += partials[i];
  compare("sum", total.data(), expected, TOLERANCE<double>);
}

template <typename T>
void testGram(const Problem<T>& problem, int slices) {
  begin("gram", problem, (" in " + std::to_string(slices) + " slices ").c_str());
  const int columns = problem.features + 1;
  Input<double> centre(columns);
  for (int j = 0; j < columns; j++) centre[j] = j == columns - 1 ? -2.0 : 0.25 * (j % 3) + 0.01 * j;
  const unsigned tiles = blocks(problem.features, 32);
  auto partials = run<double>(static_cast<size_t>(slices) * columns * columns, [&](double* out) {
    emu::launch(Kernels<T>::GRAM_TILES, dim3(tiles, tiles, slices), THREADS, problem.x.get(), problem.y.get(),
                centre.get(), out, problem.rows, problem.features, problem.ld, slices);
  });
  const long long each = (problem.rows + slices - 1) / slices;
  for (int slice = 0; slice < slices; slice++) {
    std::vector<Real> expected(columns * columns);
    for (long long i = slice * each; i < std::min(problem.rows, (slice + 1) * each); i++) {
      for (int j = 0; j < columns; j++) {
        const Real value = problem.column(i, j) - static_cast<Real>(centre[j]);
        for (int k = 0; k < columns; k++) {
          expected[j * columns + k] += value * (problem.column(i, k) - static_cast<Real>(centre[k]));
        }
      }
    }
    double* const products = partials.get() + slice * expected.size();
    compare("product", products, expected, TOLERANCE<double>);
    // The target's, once more: they are made on their own, and may be small beside the others.
    compare("product with the target", products + expected.size() - columns, {expected.end() - columns, expected.end() - 1},
            TOLERANCE<double>);
    compare("square of the target", products + expected.size() - 1, {expected.back()}, TOLERANCE<double>);
    for (int j = 0; j < columns; j++) {
      for (int k = 0; k < j; k++) {
        if (products[j * columns + k] != products[k * columns + j]) fail("not symmetric");
      }
    }
  }
}

template <typename T>
void testDescend(const Problem<T>& problem, bool intercept) {
  begin("descend", problem, intercept ? "" : " without intercept ");
  const int epochs = 4;
  const int targets = problem.targets;
  const int columns = problem.features + 1;
  const int moving = problem.features + intercept;
  Input<double> rates(targets);
  for (int t = 0; t < targets; t++) rates[t] = 0.5 / (columns + t);
  auto result = run<double>(targets * (epochs + static_cast<size_t>(columns)), [&](double* out) {
    double* p = out + targets * epochs;
    std::copy_n(problem.p.get(), targets * columns, p);
    emu::launch(Kernels<T>::DESCEND_ALL, targets, THREADS, problem.x.get(), problem.y.get(), p, out, problem.rows,
                problem.features, problem.ld, epochs, rates.get(), moving, problem.apart);
  });
  std::vector<Real> losses(targets * epochs);
  std::vector<Real> ends;
  for (int t = 0; t < targets; t++) {
    std::vector<Real> p(problem.p.get() + t * columns, problem.p.get() + (t + 1) * columns);
    for (int epoch = 0; epoch < epochs; epoch++) {
      std::vector<Real> gradient(columns);
      for (long long i = 0; i < problem.rows; i++) {
        Real r = p[problem.features] - problem.y[t * problem.apart + i];
        for (int j = 0; j < problem.features; j++) r += problem.x[i * problem.ld + j] * p[j];
        for (int j = 0; j < problem.features; j++) gradient[j] += r * problem.x[i * problem.ld + j];
        gradient[problem.features] += r;
        losses[epoch * targets + t] += r * r / problem.rows;
      }
      for (int j = 0; j < moving; j++) p[j] -= rates[t] * 2 / problem.rows * gradient[j];
    }
    ends.insert(ends.end(), p.begin(), p.end());
  }
  compare("loss", result.get(), losses, TOLERANCE<double>);
  compare("parameter", result.get() + targets * epochs, ends, TOLERANCE<double>);
}

// ---- Double-double: against numbers of 113 bits. --------------------------------------------------------------------------

using Quad = __float128;

/** A design matrix made of the data's columns: the first ones as they are, then powers and products. */
struct Design {
  Input<int> offsets;
  Input<int> factors;
  const int terms;

  Design(int features, int terms) : offsets(terms + 1), factors(3 * static_cast<size_t>(terms)), terms(terms) {
    int at = 0;
    for (int t = 0; t < terms; t++) {
      offsets[t] = at;
      for (int k = 0; k <= t / features && k < 3; k++) factors[at++] = (t + k * k) % features;
    }
    offsets[terms] = at;
  }

  Quad of(const Problem<double>& problem, long long row, int t) const {
    Quad product = 1;
    for (int k = offsets[t]; k < offsets[t + 1]; k++) product *= problem.x[row * problem.ld + factors[k]];
    return product;
  }
};

/** Each number, of high and low words, to 97 bits of what its columns would make without cancelling. */
void compareQuad(const double* high, const double* low, const std::vector<Quad>& expected,
                 const std::vector<double>& scales) {
  constexpr double TO = 0x1p-97;
  for (size_t i = 0; i < expected.size(); i++) {
    comparisons++;
    const Quad error = static_cast<Quad>(high[i]) + low[i] - expected[i];
    if (!(static_cast<double>(error < 0 ? -error : error) <= TO * scales[i])) {
      char text[160];
      std::snprintf(text, sizeof text, "number %zu is %.17g + %.17g, off by %.2g of its scale", i, high[i], low[i],
                    static_cast<double>(error) / scales[i]);
      return fail(text);
    }
  }
}

void testExact(const Problem<double>& problem, int terms, bool weighted, int slices) {
  begin("exact", problem,
        (" " + std::to_string(terms) + " terms in " + std::to_string(slices) + (weighted ? " weighted" : "") +
         " slices ")
            .c_str());
  const Design design(problem.features, terms);
  const int weights = weighted ? problem.features - 1 : -1;
  Input<double> centres(terms + 1);
  for (int t = 0; t <= terms; t++) centres[t] = t == terms ? -2.1 : 0.1 * (t % 4);
  const int n = terms + 2;
  const unsigned tiles = blocks(terms, 32);
  auto partials = run<double>(2ull * slices * n * n, [&](double* out) {
    emu::launch(exact, dim3(tiles, tiles, slices), THREADS, problem.x.get(), problem.y.get(), centres.get(),
                design.offsets.get(), design.factors.get(), out, problem.rows, terms, problem.ld, weights, slices);
  });
  const long long each = (problem.rows + slices - 1) / slices;
  for (int slice = 0; slice < slices; slice++) {
    std::vector<Quad> expected(n * n);
    std::vector<double> scales(n * n);
    for (long long i = slice * each; i < std::min(problem.rows, (slice + 1) * each); i++) {
      const Quad weight = weighted ? problem.x[i * problem.ld + weights] : 1.0;
      std::vector<Quad> row(n);
      for (int t = 0; t < terms; t++) row[t] = design.of(problem, i, t) - centres[t];
      row[terms] = static_cast<Quad>(problem.y[i]) - centres[terms];
      row[terms + 1] = 1;
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < n; k++) {
          const Quad product = weight * row[j] * row[k];
          expected[j * n + k] += product;
          scales[j * n + k] += std::abs(static_cast<double>(product)) + 1e-3;
        }
      }
    }
    const double* const high = partials.get() + 2ull * slice * n * n;
    compareQuad(high, high + n * n, expected, scales);
  }
}

void testExactAdd(long long numbers, int slices) {
  where = "exact_add " + std::to_string(numbers) + " of " + std::to_string(slices);
  Input<double> partials(2 * numbers * slices);
  std::mt19937 random(static_cast<unsigned>(numbers));
  for (long long i = 0; i < 2 * numbers * slices; i++) {
    partials[i] = (static_cast<double>(random()) - 2e9) * (i / numbers % 2 == 0 ? 1 : 1e-17);
  }
  auto total = run<double>(2 * numbers, [&](double* out) {
    for (long long i = 0; i < 2 * numbers; i++) out[i] = i < numbers ? 3.0 : 1e-17;
    emu::launch(exact_add, blocks(numbers, 256) + 1, THREADS, partials.get(), out, numbers, slices);
  });
  std::vector<Quad> expected(numbers, static_cast<Quad>(3.0) + 1e-17);
  std::vector<double> scales(numbers, 3);
  for (int s = 0; s < 2 * slices; s++) {
    for (long long i = 0; i < numbers; i++) {
      expected[i] += partials[s * numbers + i];
      scales[i] += std::abs(partials[s * numbers + i]);
    }
  }
  compareQuad(total.get(), total.get() + numbers, expected, scales);
}

/** An epoch of mini-batches in a shuffled order: { adam or not, its two factors, epsilon }. */
template <typename T>
void testWalk(const Problem<T>& problem, const int batch, const bool intercept, const std::vector<double>& numbers) {
  begin("walk", problem, (" by " + std::to_string(batch) + " rule " + std::to_string(numbers[0])).c_str());
  const int rows = static_cast<int>(problem.rows);
  const int columns = problem.features + 1;
  const int moving = problem.features + intercept;
  const double rate = 0.1 / columns;
  std::vector<int> shuffled(rows);
  for (int i = 0; i < rows; i++) shuffled[i] = i;
  std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937(5));
  Input<int> order(rows);
  std::copy(shuffled.begin(), shuffled.end(), &order[0]);
  Input<double> rule(4);
  std::copy(numbers.begin(), numbers.end(), &rule[0]);
  std::vector<double> start(3 * columns + 2);
  for (int j = 0; j < columns; j++) {
    start[j] = problem.p[j];
    start[columns + j] = 0.01 * j;
    start[2 * columns + j] = 0.02 * j;
  }
  start[3 * columns] = 0.5;
  start[3 * columns + 1] = 0.75;
  auto state = run<double>(start.size(), [&](double* out) {
    Output<double> residuals(batch);
    std::copy(start.begin(), start.end(), out);
    emu::launch(Kernels<T>::WALK, 1, THREADS, problem.x.get(), problem.y.get(), order.get(), out, rule.get(),
                residuals.get(), rows, problem.features, problem.ld, batch, rate, moving);
    residuals.check();
  });

  std::vector<Real> expected(start.begin(), start.end());
  Real* const p = expected.data();
  Real* const v = p + columns;
  Real* const q = v + columns;
  Real* const powers = q + columns;
  for (int first = 0; first < rows; first += batch) {
    const int count = std::min(batch, rows - first);
    std::vector<Real> gradient(columns);
    for (int k = first; k < first + count; k++) {
      const int i = shuffled[k];
      Real r = p[problem.features] - problem.y[i];
      for (int j = 0; j < problem.features; j++) r += p[j] * problem.x[static_cast<long long>(i) * problem.ld + j];
      for (int j = 0; j < columns; j++) {
        gradient[j] += 2 * r / count * (j < problem.features ? problem.x[static_cast<long long>(i) * problem.ld + j] : T(1));
      }
    }
    const bool adam = numbers[0] != 0;
    if (adam) powers[0] *= numbers[1], powers[1] *= numbers[2];
    for (int j = 0; j < moving; j++) {
      const Real g = gradient[j];
      if (adam) {
        v[j] = numbers[1] * v[j] + (1 - numbers[1]) * g;
        q[j] = numbers[2] * q[j] + (1 - numbers[2]) * g * g;
        p[j] -= rate * v[j] / (1 - powers[0]) / (std::sqrt(q[j] / (1 - powers[1])) + numbers[3]);
      } else {
        v[j] = numbers[1] * v[j] + g;
        p[j] -= rate * (numbers[2] != 0 ? g + numbers[1] * v[j] : v[j]);
      }
    }
  }
  compare("parameter", state.get(), {expected.begin(), expected.begin() + columns}, 10 * TOLERANCE<double>);
  compare("first moment", state.get() + columns, {v, v + columns}, 10 * TOLERANCE<double>);
  compare("second moment", state.get() + 2 * columns, {q, q + columns}, 10 * TOLERANCE<double>);
  compare("power", state.get() + 3 * columns, {powers, powers + 2}, 10 * TOLERANCE<double>);
}

template <typename T>
void testNorms(const Problem<T>& problem) {
  begin("norms", problem);
  const unsigned grid = blocks(problem.rows, 256);
  auto largest = run<double>(grid, [&](double* out) {
    emu::launch(Kernels<T>::NORMS, grid, THREADS, problem.x.get(), out, problem.rows, problem.ld);
  });
  std::vector<Real> expected(grid);
  for (long long i = 0; i < problem.rows; i++) {
    Real norm = 0;
    for (int j = 0; j < problem.features; j++) norm += static_cast<Real>(problem.column(i, j)) * problem.column(i, j);
    expected[i / 256] = std::max(expected[i / 256], norm);
  }
  for (unsigned block = 0; block < grid; block++) {
    compare("norm", largest.get() + block, {expected[block]}, TOLERANCE<double>);
  }
}

void testFold(long long count, int columns, unsigned sharers) {
  where = "fold " + std::to_string(count) + " x " + std::to_string(columns) + " by " + std::to_string(sharers);
  Input<double> partials(count * columns);
  std::mt19937 random(static_cast<unsigned>(count + columns));
  for (long long i = 0; i < count * columns; i++) partials[i] = static_cast<double>(random()) / 4e9;
  const unsigned grid = blocks(count, 256);
  auto folded = run<double>(static_cast<size_t>(grid) * columns, [&](double* out) {
    emu::launch(fold, dim3(grid, sharers), THREADS, partials.get(), count, columns, out);
  });
  std::vector<Real> expected(folded.size);
  for (long long i = 0; i < count; i++) {
    for (int j = 0; j < columns; j++) expected[i / 256 * columns + j] += partials[i * columns + j];
  }
  compare("folded", folded.get(), expected, TOLERANCE<double>);
}

void testStep(int features, bool intercept, int targets) {
  where = "step " + std::to_string(features) + " x " + std::to_string(targets);
  const int columns = features + 1;
  Input<double> sums(targets * (features + 2));
  for (int j = 0; j < targets * (features + 2); j++) sums[j] = j + 1.5;
  Input<double> rates(targets);
  for (int t = 0; t < targets; t++) rates[t] = 0.25 / (t + 1);
  const int moving = features + intercept;
  const double rows = 7;
  constexpr int EPOCHS = 3;
  auto result = run<double>(targets * (EPOCHS + static_cast<size_t>(columns)), [&](double* out) {
    Output<int> epochs(targets);
    double* p = out + targets * EPOCHS;
    for (int t = 0; t < targets; t++) epochs[t] = 0;
    for (int j = 0; j < targets * columns; j++) p[j] = j % columns;
    for (int i = 0; i < EPOCHS; i++) {
      emu::launch(step, targets, THREADS, sums.get(), p, out, epochs.get(), rows, features, rates.get(), moving);
    }
    epochs.check();
    compare("epochs counted", epochs.get(), std::vector<Real>(targets, EPOCHS), 0);
  });
  std::vector<Real> p(targets * columns);
  std::vector<Real> losses(targets * EPOCHS);
  for (int t = 0; t < targets; t++) {
    const double* const own = sums.get() + t * (features + 2);
    for (int j = 0; j < columns; j++) p[t * columns + j] = j < moving ? j - EPOCHS * rates[t] * 2 / rows * own[j] : j;
    for (int e = 0; e < EPOCHS; e++) losses[e * targets + t] = own[features + 1] / static_cast<Real>(rows);
  }
  compare("loss", result.get(), losses, 1e-15);
  compare("parameter", result.get() + targets * EPOCHS, p, 1e-14);
}

/** Tiles as the host has them, to rows of `ld` numbers: each number in its place, zeros beside them, nothing behind. */
template <typename T>
void testUnpack(const long long rows, const int features, const int ld, const unsigned sharers) {
  where = "unpack" + std::string(sizeof(T) == 4 ? "_f32 " : "_f64 ") + std::to_string(rows) + " x " +
          std::to_string(features) + " to " + std::to_string(ld) + " by " + std::to_string(sharers);
  const auto number = [&](long long i, int j) { return static_cast<T>(i * features + j + 1); };
  const unsigned tiles = blocks(rows, 64);
  Input<T> packed(tiles * 64ull * features);
  std::vector<Real> expected(rows * ld);
  for (long long i = 0; i < tiles * 64ll; i++) {
    for (int j = 0; j < features; j++) {
      // The host has zeros past the last row; whatever is there must stay there.
      packed[(i / 64 * features + j) * 64 + i % 64] = i < rows ? number(i, j) : std::numeric_limits<T>::quiet_NaN();
      if (i < rows) expected[i * ld + j] = number(i, j);
    }
  }
  auto x = run<T>(rows * ld, [&](T* out) {
    emu::launch(Kernels<T>::UNPACK_TILES, dim3(tiles, sharers), THREADS, packed.get(), out, rows, features, ld);
  });
  compare("number", x.get(), expected, 0);
}

/** Whole numbers, so that their sum is exact whatever the order. */
template <typename T>
void testRead(const long long packs, const unsigned grid) {
  where = "read" + std::string(sizeof(T) == 4 ? "_f32 " : "_f64 ") + std::to_string(packs) + " packs by " +
          std::to_string(grid);
  Input<T> x(packs * Pack<T>::SIZE);
  std::mt19937 random(static_cast<unsigned>(packs));
  Real expected = 0;
  for (long long i = 0; i < packs * Pack<T>::SIZE; i++) {
    x[i] = static_cast<T>(random() % 1000 + 1);
    expected += x[i];
  }
  auto sums = run<double>(
      grid, [&](double* out) { emu::launch(Kernels<T>::READ_ALL, grid, THREADS, x.get(), out, packs); });
  double total = 0;
  for (unsigned i = 0; i < grid; i++) total += sums[i];
  compare("sum", &total, {expected}, 0);
}

// ---- Sizes. -----------------------------------------------------------------------------------------------------------

const std::vector<long long> ROWS = {1, 2, 3, 13, 31, 32, 33, 63, 64, 65, 207, 4098};
const std::vector<int> FEATURES = {1, 3, 4, 5, 16, 17, 64, 65, 128, 129, 1000, 1024, 1025};

/** Large shapes cost time, and show little that smaller ones do not. */
bool tooLarge(long long rows, int features) { return rows * features > (features >= 1000 ? 70'000 : 300'000); }

template <typename T>
void testAll() {
  for (const int features : FEATURES) {
    for (const long long rows : ROWS) {
      if (tooLarge(rows, features)) continue;
      const Problem<T> problem(rows, features);
      for (const auto& variant : Kernels<T>::FUSED_VARIANTS) {
        if (features > variant.mostFeatures()) continue;
        testFused(problem, variant);
        break;  // the smallest that fits is the one used
      }
      testResidual(problem);
      testClip(problem);
      testNorms(problem);
      if constexpr (std::is_same_v<T, float>) testNarrow(problem);
      testGradient(problem);
      testSums(problem);
      if (features <= 64 && rows * features <= 65536) testDescend(problem, rows % 2 == 1);
    }
  }
  // Each variant, around its block of rows, with as many features as it takes, and one fewer.
  for (const auto& variant : Kernels<T>::FUSED_VARIANTS) {
    const int most = variant.team == 0 ? 70 : variant.mostFeatures();
    testFused(Problem<T>(variant.rowsOfBlock() - 1, most), variant);
    testFused(Problem<T>(variant.rowsOfBlock() + 1, most - 1), variant);
    testFused(Problem<T>(variant.rowsOfBlock() + 1, 1), variant);
  }
  // Several targets: as many as a block takes, fewer, more; by kernels that take four, and those that take one at a time.
  for (const int targets : {2, 4, 9}) {
    for (const int features : {1, 5, 65}) {
      for (const long long rows : {1, 33, 600}) {
        if (rows * features * targets > 100'000) continue;
        const Problem<T> problem(rows, features, targets);
        testResidual(problem, 1);
        testResidual(problem, 4);
        testGradient(problem, 1);
        testGradient(problem, 4);
        if (features <= 64) testDescend(problem, rows % 2 == 1);
        for (const auto& variants : {Kernels<T>::VARIANTS_OF_FOUR, Kernels<T>::FUSED_VARIANTS}) {
          for (const auto& variant : variants) {
            if (features > variant.mostFeatures()) continue;
            testFused(problem, variant);
            break;
          }
        }
      }
    }
  }
  for (const auto& variant : Kernels<T>::VARIANTS_OF_FOUR) {
    testFused(Problem<T>(variant.rowsOfBlock() / 4 + 1, variant.mostFeatures(), 3), variant);
  }
  testFused(Problem<T>(2 * 512 + 1, 64, 3), Kernels<T>::VARIANTS_OF_FOUR.back());
  for (const int features : {300, 1000, 1030}) {
    const Problem<T> problem(34, features, 3);
    testResidual(problem, 4);
    testGradient(problem, 4);
    for (const auto& variant : Kernels<T>::FUSED_VARIANTS) {
      if (features > variant.mostFeatures()) continue;
      testFused(problem, variant);
      break;
    }
  }
  // More columns than `wide` holds in shared memory, and as many as just fit.
  testFused(Problem<T>(67, 4097), Kernels<T>::FUSED_VARIANTS.back());
  testFused(Problem<T>(9, 4096), Kernels<T>::FUSED_VARIANTS.back());
  for (const long long rows : {255, 256, 257, 511, 512, 513}) {
    for (const int features : {1, 5, 70}) {
      const Problem<T> problem(rows, features);
      testResidual(problem);
      testClip(problem);
      testNorms(problem);
      if constexpr (std::is_same_v<T, float>) testNarrow(problem);
      testGradient(problem);
      testSums(problem);
    }
  }
  const std::vector<std::vector<double>> rules = {
      {0, 0, 0, 0}, {0, 0.9, 0, 0}, {0, 0.5, 1, 0}, {1, 0.9, 0.99, 0.5}, {1, 0.5, 0.75, 1e-8}};
  int which = 0;
  for (const int features : {1, 2, 3, 4, 7, 15, 16, 31, 32, 63, 64, 65, 127, 128, 129, 254, 255, 256, 600}) {
    for (const int batch : {1, 5, 32, 33, 70}) {
      const Problem<T> problem(batch == 1 ? 3 : 2 * batch + which % 3, features);
      const int most = which % 7 == 0 ? static_cast<int>(problem.rows) : batch;
      testWalk(problem, most, which % 2 == 0, rules[which % rules.size()]);
      which++;
    }
  }
  testWalk(Problem<T>(700, 3), 600, true, rules[2]);
  testDescend(Problem<T>(1024, 64), true);
  testDescend(Problem<T>(160, 3), true);
  for (const int features : {1, 3, 31, 32, 33, 63, 64, 65}) {
    for (const long long rows : {1, 2, 31, 32, 33, 64, 65, 207}) {
      const Problem<T> problem(rows, features);
      testGram(problem, 1);
      if (features % 2 == 1 || rows == 207) testGram(problem, 3);
    }
  }
  testGram(Problem<T>(4098, 3), 5);
  testGram(Problem<T>(70, 129), 2);
  testGram(Problem<T>(34, 1000), 1);
  for (const int features : {1, 3, 4, 5, 31, 32, 33, 70}) {
    const int ld = (features + Pack<T>::SIZE - 1) / Pack<T>::SIZE * Pack<T>::SIZE;
    const unsigned pieces = blocks(ld, 32);
    for (const long long rows : {1, 63, 64, 65, 200}) {
      for (unsigned sharers = 1; sharers <= pieces; sharers++) testUnpack<T>(rows, features, ld, sharers);
    }
    testUnpack<T>(65, features, ld, pieces + 2);               // more blocks than there are columns for
    testUnpack<T>(65, features, ld + Pack<T>::SIZE, pieces);  // more columns of zeros than need be
  }
  for (const long long packs : {0, 1, 31, 255, 256, 257, 1023, 1024, 1025, 2049, 10'000}) {
    for (const unsigned grid : {1, 2, 3, 12}) testRead<T>(packs, grid);
  }
}

}  // namespace

int main() {
  testAll<float>();
  testAll<double>();
  for (const long long count : {1, 2, 31, 32, 33, 255, 256, 257, 600}) {
    for (const int columns : {1, 3, 31, 32, 33, 66, 300}) testFold(count, columns, 1);
    testFold(count, 300, 3);
  }
  for (const int terms : {1, 2, 31, 32, 33, 64, 65}) {
    for (const long long rows : {1, 2, 31, 32, 33, 64, 65, 207}) {
      const Problem<double> problem(rows, 5);
      testExact(problem, terms, false, 1);
      if (rows > 3) testExact(problem, terms, true, rows == 207 ? 3 : 1);
    }
  }
  testExact(Problem<double>(4098, 3), 7, true, 5);
  testExact(Problem<double>(67, 130), 129, false, 2);
  for (const long long numbers : {1, 9, 255, 256, 257}) {
    for (const int slices : {1, 2, 40}) testExactAdd(numbers, slices);
  }
  for (const int features : {1, 3, 255, 256, 1000}) {
    for (const int targets : {1, 3}) {
      testStep(features, true, targets);
      testStep(features, false, targets);
    }
  }
  if (failures > 0) {
    std::fprintf(stderr, "%d failures\n", failures);
    return 1;
  }
  std::printf("%d numbers right\n", comparisons);
  return 0;
}
