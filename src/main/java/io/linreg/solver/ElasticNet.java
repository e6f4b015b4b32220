package io.linreg.solver;

import java.util.stream.IntStream;

/**
 * Penalised least squares on the Gram matrix, to the last digits. Coordinate descent (Friedman, Hastie and Tibshirani, 2010,
 * covariance updates) finds which coefficients are not 0, and their signs. Once a sweep leaves those as they are, a linear
 * system in the coefficients that are left gives their values, where sweeps would only creep up to them; if a sign turns on
 * the way there, it goes as far as that coefficient's 0, which lowers the objective, too (Lee et al., 2007).
 *
 * <p>The duality gap says how far above its minimum the objective can be. It is added up from terms that are all positive, so
 * that it keeps its digits where objectives would cancel.
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
            return (int) IntStream.range(0, w.length).filter(j -> w[j] != 0).count();
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
        boolean converged = false;
        while (!converged && sweeps < mostSweeps) {
            double[] before = w.clone();
            double step = sweep(false);
            rest = gram.rest(w); // without what the sweeps have rounded
            boolean settled = sameSigns(before, w);
            if (settled) {
                solveForActive();
            }
            converged = (settled && gap(w, rest) <= limit) || step <= noise;
            if (!converged) {
                descendOnActive();
            }
        }
        return new Fit(w, objective(w, rest), gap(w, rest), gram.meanSquare(w, rest), sweeps, converged);
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

    /** With the signs as they are the optimum solves (G + l2) w = c - l1 sign(w), in rows and columns of the active ones. */
    private void solveForActive() {
        int[] active = active();
        double[][] matrix = new double[active.length][];
        double[] solution = new double[active.length];
        for (int i = 0; i < active.length; i++) {
            matrix[i] = new double[i + 1];
            for (int k = 0; k <= i; k++) {
                matrix[i][k] = gram.g(active[i], active[k]) + (i == k ? l2 : 0);
            }
            solution[i] = gram.c(active[i]) - (l1 == 0 ? 0 : l1 * Math.signum(w[active[i]]));
        }
        if (active.length > 0 && PlainCholesky.solve(matrix, solution)) {
            moveTo(solution, active);
        }
    }

    private void moveTo(double[] solution, int[] active) {
        double share = 1;
        int turning = -1;
        for (int i = 0; i < active.length && l1 > 0; i++) {
            double from = w[active[i]];
            if (from * solution[i] <= 0 && from / (from - solution[i]) < share) {
                share = from / (from - solution[i]);
                turning = active[i];
            }
        }
        double[] moved = w.clone();
        for (int i = 0; i < active.length; i++) {
            int j = active[i];
            moved[j] = share == 1 ? solution[i] : j == turning ? 0 : w[j] + share * (solution[i] - w[j]);
        }
        double[] movedRest = gram.rest(moved);
        // An ill-conditioned system's solution may be no better than what there is.
        boolean better =
                share == 1 ? gap(moved, movedRest) <= gap(w, rest) : objective(moved, movedRest) < objective(w, rest);
        if (better) {
            w = moved;
            rest = movedRest;
        }
    }

    private double objective(double[] at, double[] restThere) {
        return gram.meanSquare(at, restThere) / 2 + penalty.of(at, at.length);
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

    /** The better of two bounds; either needs a part of the penalty. */
    private double gap(double[] at, double[] restThere) {
        return Math.min(
                l1 > 0 ? scaledGap(at, restThere) : Double.POSITIVE_INFINITY,
                l2 > 0 ? conjugateGap(at, restThere) : Double.POSITIVE_INFINITY);
    }

    /**
     * With the L2 term as more rows of data, a lasso. Its residuals r are made a feasible point of the dual by a factor s
     * that brings every |x_j'r| / n down to l1; the gap there, without what cancels, is
     * (1 - s)^2 |r|^2 / 2n + sum l1 |w_j| - s w_j x_j'r / n.
     */
    private double scaledGap(double[] at, double[] restThere) {
        double largest = 0;
        double squares = 0;
        for (int j = 0; j < at.length; j++) {
            largest = Math.max(largest, Math.abs(restThere[j] - l2 * at[j]));
            squares += at[j] * at[j];
        }
        double s = largest > l1 ? l1 / largest : 1;
        double gap = (1 - s) * (1 - s) / 2 * (gram.meanSquare(at, restThere) + l2 * squares);
        for (int j = 0; j < at.length; j++) {
            gap += Math.max(0, l1 * Math.abs(at[j]) - s * at[j] * (restThere[j] - l2 * at[j]));
        }
        return gap;
    }

    /**
     * The residuals themselves are feasible where an L2 term makes the penalty's conjugate finite; the gap is that of Fenchel's
     * and Young's inequality, coefficient by coefficient. For ridge it is |gradient|^2 / (2 l2).
     */
    private double conjugateGap(double[] at, double[] restThere) {
        double gap = 0;
        for (int j = 0; j < at.length; j++) {
            double excess = Penalty.shrunk(restThere[j], l1);
            double slope = l2 * at[j] - excess;
            gap += Math.max(0, l1 * Math.abs(at[j]) - at[j] * (restThere[j] - excess)) + slope * slope / (2 * l2);
        }
        return gap;
    }
}
