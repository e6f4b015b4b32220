package io.linreg.solver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The conditions of Karush, Kuhn and Tucker: with p_j = x_j'r / n - l2 w_j, p_j is l1 times the sign of a coefficient that is
 * not 0, and at most l1 in size beside one that is; and residuals have mean 0 where the intercept is free. Residuals are
 * computed from the rows.
 */
final class Kkt {
    private Kkt() {}

    /**
     * Checks them.
     *
     * @param tolerance as a share of what the sums over residuals add up: of the feature's root mean square times those
     *     of the target and of each coefficient's share in the predictions
     */
    static void check(
            PenaltyProblem problem, Penalty penalty, boolean intercept, double[] parameters, double tolerance) {
        double[][] x = problem.x();
        int d = x[0].length;
        double[] residuals = new double[x.length];
        double[] sizes = new double[d];
        double size = 0;
        for (int i = 0; i < x.length; i++) {
            residuals[i] = problem.y()[i] - parameters[d];
            for (int j = 0; j < d; j++) {
                residuals[i] -= parameters[j] * x[i][j];
                sizes[j] += x[i][j] * x[i][j] / x.length;
            }
            size += problem.y()[i] * problem.y()[i] / x.length;
        }
        double parts = Math.sqrt(size);
        for (int j = 0; j < d; j++) {
            parts += Math.abs(parameters[j]) * Math.sqrt(sizes[j]);
        }
        double mean = 0;
        double[] p = new double[d];
        for (int i = 0; i < x.length; i++) {
            mean += residuals[i] / x.length;
            for (int j = 0; j < d; j++) {
                p[j] += x[i][j] * residuals[i] / x.length;
            }
        }
        if (intercept) {
            assertThat(Math.abs(mean)).as("mean residual of parts of %s", parts).isLessThanOrEqualTo(tolerance * parts);
        }
        for (int j = 0; j < d; j++) {
            p[j] -= penalty.l2() * parameters[j];
            double off = parameters[j] == 0
                    ? Math.max(0, Math.abs(p[j]) - penalty.l1())
                    : Math.abs(p[j] - penalty.l1() * Math.signum(parameters[j]));
            assertThat(off)
                    .as("coefficient %d of %d is %s, its p is %s, l1 is %s", j, d, parameters[j], p[j], penalty.l1())
                    .isLessThanOrEqualTo(tolerance * (Math.sqrt(sizes[j]) * parts + penalty.l1()));
        }
    }
}
