package io.linreg.solver;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Penalised least squares on the Gram matrix, to the last digits. Coordinate descent (Friedman, Hastie and Tibshirani, 2010,
 * covariance updates) finds which coefficients are not 0, and their signs. Once a sweep leaves those as they are, linear systems
 * give the values, up to which sweeps would only creep: see {@link #solveForActive}.
 */
final class ElasticNet {
    /** Relative to the target's deviation and the predictions' parts: smaller steps, and smaller coefficients, are rounding. */
    private static final double ROUNDING = 0x1p-49;

    /** A step of the active coefficients, as a share of the target's deviation, that is small enough to look at the others. */
    private static final double SMALL_STEP = 1e-6;

    private static final int SWEEPS_BETWEEN = 10;
    /** With so many coefficients times this, sweeping costs what solving for them does. */
    private static final int SWEEPS_PER_ACTIVE = 6;

    private final Gram gram;
    private final Penalty penalty;
    private final double l1;
    private final double l2;
    private final double limit;
    private final int mostSweeps;

    private double[] w;
    /** c - G w. */
    private double[] rest;

    private int sweeps;
    private double noise;

    private ElasticNet(Gram gram, Penalty penalty, double[] start, double tolerance, int mostSweeps) {
        this.gram = gram;
        this.penalty = penalty;
        l1 = penalty.l1();
        l2 = penalty.l2();
        limit = tolerance * gram.v() / 2;
        this.mostSweeps = mostSweeps;
        w = start.clone();
        rest = gram.rest(w);
    }

    /**
     * What was found.
     *
     * @param w the coefficients
     * @param objective what they cost: half the mean squared residual, and the penalty
     * @param gap the most that this can be above the minimum
     * @param meanSquare the mean squared residual
     * @param sweeps over the coefficients, all or only those that are not 0
     * @param converged whether the gap is within the tolerance, or as small as rounding lets it be
     */
    record Fit(double[] w, double objective, double gap, double meanSquare, int sweeps, boolean converged) {
        int nonzero() {
            return Penalty.nonzero(w, w.length);
        }
    }

    /**
     * Minimises half the mean squared residual plus the penalty, whose alpha is not 0.
     *
     * @param start coefficients to begin with; not changed
     * @param tolerance the gap to reach, as a share of the objective of no coefficients
     */
    static Fit fit(Gram gram, Penalty penalty, double[] start, double tolerance, int mostSweeps) {
        return new ElasticNet(gram, penalty, start, tolerance, mostSweeps).fit();
    }

    private Fit fit() {
        boolean done = false;
        double gap = Double.POSITIVE_INFINITY;
        while (!done && sweeps < mostSweeps) {
            double[] before = w.clone();
            double step = sweep(false);
            rest = gram.rest(w); // without what the sweeps have rounded
            boolean settled = sameSigns(before, w);
            if (settled) {
                solveForActive();
            }
            double last = gap;
            gap = DualityGap.of(gram, penalty, w, rest);
            boolean rounded = step <= noise || (l1 == 0 && gap >= last / 2);
            done = (settled && gap <= limit) || rounded;
            if (!done) {
                descendOnActive();
            }
        }
        double meanSquare = gram.meanSquare(w, rest);
        return new Fit(w, meanSquare / 2 + penalty.of(w, w.length), gap, meanSquare, sweeps, done);
    }

    private void descendOnActive() {
        double small = SMALL_STEP * Math.sqrt(gram.v());
        int most = SWEEPS_BETWEEN + active().length / SWEEPS_PER_ACTIVE;
        for (int k = 0; k < most && sweeps < mostSweeps; k++) {
            if (sweep(true) <= small) {
                return;
            }
        }
    }

    /**
     * Minimises over one coefficient after the other.
     *
     * @return the largest step, by its effect on predictions
     */
    private double sweep(boolean onlyActive) {
        noise = ROUNDING * (Math.sqrt(gram.v()) + effects());
        double largest = 0;
        for (int j = 0; j < w.length; j++) {
            if (w[j] == 0 && (onlyActive || Math.abs(rest[j]) <= l1)) {
                continue;
            }
            double curvature = gram.g(j, j) + l2;
            double value = curvature == 0 ? 0 : Penalty.shrunk(rest[j] + gram.g(j, j) * w[j], l1) / curvature;
            if (Math.abs(value) * Math.sqrt(curvature) <= noise) {
                value = 0;
            }
            double step = value - w[j];
            if (step != 0) {
                gram.subtract(j, step, rest);
                w[j] = value;
                largest = Math.max(largest, Math.abs(step) * Math.sqrt(curvature));
            }
        }
        sweeps++;
        return largest;
    }

    /** The sum of what each coefficient alone contributes to predictions, in root mean squares. */
    private double effects() {
        double sum = 0;
        for (int j = 0; j < w.length; j++) {
            sum += Math.abs(w[j]) * Math.sqrt(gram.g(j, j));
        }
        return sum;
    }

    /**
     * Goes to where the gradient in the active coefficients is 0, their signs being as they are. If a coefficient becomes 0 on
     * the way there, it stays so, and the way goes on from there without it (feature-sign search: Lee, Battle, Raina and Ng,
     * 2007). If one's feature depends on those of others, there is a direction in which predictions stay the same: down the
     * penalty that way, too, until a coefficient is 0.
     */
    private void solveForActive() {
        int[] active = active();
        while (active.length > 0) {
            double[][] factor = matrix(active);
            int independent = PlainCholesky.factor(factor);
            if (independent == active.length) {
                if (!step(active, newton(factor, active), 1)) {
                    return;
                }
                active = active();
            } else if (l1 > 0 && step(active, downhill(factor, active, independent), Double.POSITIVE_INFINITY)) {
                active = active();
            } else { // where the gradient of the others vanishes, its own does, too, to rounding
                int dependent = active[independent];
                active = IntStream.of(active).filter(j -> j != dependent).toArray();
            }
        }
    }

    private double[][] matrix(int[] active) {
        double[][] matrix = new double[active.length][];
        for (int i = 0; i < active.length; i++) {
            matrix[i] = new double[i + 1];
            for (int k = 0; k <= i; k++) {
                matrix[i][k] = gram.g(active[i], active[k]) + (i == k ? l2 : 0);
            }
        }
        return matrix;
    }

    private double[] newton(double[][] factor, int[] active) {
        return PlainCholesky.solve(
                factor,
                IntStream.of(active)
                        .mapToDouble(j -> descent(j, Math.signum(w[j])))
                        .toArray());
    }

    /** The direction in which one feature takes the place of those that it depends on, or they its place. */
    private double[] downhill(double[][] factor, int[] active, int dependent) {
        double[] step = Arrays.copyOf(PlainCholesky.dependence(factor, dependent), active.length);
        step[dependent] = -1;
        if (descent(w, active, step) < 0) {
            for (int i = 0; i <= dependent; i++) {
                step[i] = -step[i];
            }
        }
        return step;
    }

    /** How steeply the objective falls along a step of active coefficients, which keep the signs that they had. */
    private double descent(double[] signs, int[] active, double[] step) {
        double descent = 0;
        for (int i = 0; i < active.length; i++) {
            descent += step[i] * descent(active[i], Math.signum(signs[active[i]]));
        }
        return descent;
    }

    private double descent(int j, double sign) {
        return rest[j] - l2 * w[j] - (l1 == 0 ? 0 : l1 * sign);
    }

    /**
     * Takes a step, or as much of it as leads to the first 0.
     *
     * @param share the most of it to take
     * @return whether a coefficient became 0
     */
    private boolean step(int[] active, double[] step, double share) {
        int turning = -1;
        for (int i = 0; i < active.length && l1 > 0; i++) {
            double there = -w[active[i]] / step[i];
            if (there >= 0 && there < share) {
                share = there;
                turning = i;
            }
        }
        if (share == Double.POSITIVE_INFINITY) {
            return false;
        }
        double[] before = w;
        double[] restBefore = rest;
        w = w.clone();
        for (int i = 0; i < active.length; i++) {
            w[active[i]] = i == turning ? 0 : w[active[i]] + share * step[i];
        }
        rest = gram.rest(w);
        if (turning >= 0 && descent(before, active, step) < -noise * Math.sqrt(gram.v())) {
            w = before; // the features were not quite dependent: it went past the lowest point
            rest = restBefore;
            return false;
        }
        return turning >= 0;
    }

    /** Those that are not 0; without an L1 term every one that has a curvature. */
    private int[] active() {
        return IntStream.range(0, w.length)
                .filter(j -> l1 > 0 ? w[j] != 0 : gram.g(j, j) + l2 > 0)
                .toArray();
    }

    private boolean sameSigns(double[] before, double[] after) {
        return l1 == 0 || IntStream.range(0, w.length).allMatch(j -> Math.signum(before[j]) == Math.signum(after[j]));
    }
}
