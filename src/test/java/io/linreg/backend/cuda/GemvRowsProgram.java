package io.linreg.backend.cuda;

import io.linreg.backend.Backend;
import io.linreg.backend.DeviceChoice;
import io.linreg.backend.Gradient;
import io.linreg.backend.LeastSquares;
import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.testing.Closeness;
import io.linreg.testing.Problems;
import java.util.Arrays;

/** Evaluates gemv with all rows at once and with some at a time: prints a line when all bits are the same. */
final class GemvRowsProgram {
    private GemvRowsProgram() {}

    public static void main(String[] args) {
        for (Precision precision : Precision.values()) {
            Dataset data = Problems.random(5000, 5, precision, 1);
            double[] whole = evaluate(data);
            for (String rows : new String[] {"1", "512", "1300", "4999"}) {
                System.setProperty(GemvSums.ROWS_AT_ONCE, rows);
                Closeness.assertSameBits(precision + ", rows " + rows, evaluate(data), whole);
                System.clearProperty(GemvSums.ROWS_AT_ONCE);
            }
            System.out.println(precision + ": the same bits");
        }
    }

    private static double[] evaluate(Dataset data) {
        double[] gradient = new double[data.features().size() + 1];
        double[] parameters = {0.5, -1, 2, 0.25, -0.75, 3};
        try (Backend backend = Backend.open(DeviceChoice.parse("0"));
                LeastSquares objective = backend.load(data, Gradient.GEMV)) {
            double loss = objective.lossAndGradient(parameters, gradient);
            double[] found = Arrays.copyOf(gradient, gradient.length + 1);
            found[gradient.length] = loss;
            return found;
        }
    }
}
