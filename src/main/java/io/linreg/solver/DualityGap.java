package io.linreg.solver;

/**
 * How far above its minimum the objective of penalised least squares can be, from two feasible points of its dual. It is added up
 * from terms that are all positive, and so keeps its digits where the difference of two objectives would have none.
 */
final class DualityGap {
    private DualityGap() {}

    /**
     * The better of two bounds; either needs a part of the penalty.
     *
     * @param rest c - G w
     */
    static double of(Gram gram, Penalty penalty, double[] w, double[] rest) {
        return Math.min(
                penalty.l1() > 0 ? scaled(gram, penalty.l1(), penalty.l2(), w, rest) : Double.POSITIVE_INFINITY,
                penalty.l2() > 0 ? conjugate(penalty.l1(), penalty.l2(), w, rest) : Double.POSITIVE_INFINITY);
    }

    /**
     * With the L2 term as more rows of data, a lasso. Its residuals r are made a feasible point of the dual by a factor s
     * that brings every |x_j'r| / n down to l1; the gap there, without what cancels, is
     * (1 - s)^2 |r|^2 / 2n + sum l1 |w_j| - s w_j x_j'r / n.
     */
    private static double scaled(Gram gram, double l1, double l2, double[] w, double[] rest) {
        double largest = 0;
        double squares = 0;
        for (int j = 0; j < w.length; j++) {
            largest = Math.max(largest, Math.abs(rest[j] - l2 * w[j]));
            squares += w[j] * w[j];
        }
        double s = largest > l1 ? l1 / largest : 1;
        double gap = (1 - s) * (1 - s) / 2 * (gram.meanSquare(w, rest) + l2 * squares);
        for (int j = 0; j < w.length; j++) {
            gap += Math.max(0, l1 * Math.abs(w[j]) - s * w[j] * (rest[j] - l2 * w[j]));
        }
        return gap;
    }

    /**
     * The residuals themselves are feasible where an L2 term makes the penalty's conjugate finite; the gap is that of Fenchel's
     * and Young's inequality, coefficient by coefficient. For ridge it is |gradient|^2 / (2 l2).
     */
    private static double conjugate(double l1, double l2, double[] w, double[] rest) {
        double gap = 0;
        for (int j = 0; j < w.length; j++) {
            double excess = Penalty.shrunk(rest[j], l1);
            double slope = l2 * w[j] - excess;
            gap += Math.max(0, l1 * Math.abs(w[j]) - w[j] * (rest[j] - excess)) + slope * slope / (2 * l2);
        }
        return gap;
    }
}
