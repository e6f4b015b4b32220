package io.linreg.benchmarks;

import io.linreg.backend.LeastSquares;
import io.linreg.peers.Reference;
import io.linreg.peers.Rows;
import java.util.Arrays;

/** No time without a right answer. */
final class Check {
    /** Far above rounding, far below what a wrong answer is off by. */
    private static final double TOLERANCE = 1e-5;

    private Check() {}

    /** Requires the loss and the gradient of those rows, at a point where every row counts. */
    static void objective(Rows rows, LeastSquares objective) {
        double[] point = new double[rows.features() + 1];
        Arrays.setAll(point, j -> Math.sin(j + 1.0));
        double[] expected = new double[point.length];
        double[] found = new double[point.length];
        double expectedLoss = Reference.lossAndGradient(rows, point, expected);
        close("the loss", new double[] {objective.lossAndGradient(point, found)}, new double[] {expectedLoss});
        close("the gradient", found, expected);
    }

    /** Requires numbers to be those expected. */
    static void close(String what, double[] found, double[] expected) {
        double error = Reference.error(found, expected);
        if (found.length != expected.length || !(error <= TOLERANCE)) {
            throw new IllegalStateException(
                    what + " is wrong: it is off by " + error + " of its size; there is no time");
        }
    }
}
