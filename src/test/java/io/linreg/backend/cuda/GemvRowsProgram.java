package io.linreg.backend.cuda;

import io.linreg.backend.Backend;
import io.linreg.backend.DeviceChoice;
import io.linreg.backend.Gradient;
import io.linreg.backend.JointLeastSquares;
import io.linreg.backend.LeastSquares;
import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.data.Standardizer;
import io.linreg.testing.Closeness;
import io.linreg.testing.Problems;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

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
        System.setProperty("linreg.cublas", "off"); // a product of matrices may be rounded otherwise
        for (Precision precision : Precision.values()) {
            double[] whole = evaluateThree(precision);
            System.setProperty(GemvSums.ROWS_AT_ONCE, "1300");
            Closeness.assertSameBits(precision + ", three targets", evaluateThree(precision), whole);
            System.clearProperty(GemvSums.ROWS_AT_ONCE);
            System.out.println(precision + ": the same bits of three targets");
        }
    }

    private static double[] evaluateThree(Precision precision) {
        Dataset data = Problems.random(5000, 5, precision, 1);
        List<Dataset> targets = IntStream.range(0, 3)
                .mapToObj(t -> new Standardizer(null, null, (double) t).retarget(data, data))
                .toList();
        double[][] gradients = new double[4][6];
        double[][] parameters = {{0.5, -1, 2, 0.25, -0.75, 3}, {1, 2, 3, 4, 5, 6}, new double[6]};
        try (Backend backend = Backend.open(DeviceChoice.parse("0"));
                JointLeastSquares joint =
                        backend.loadTogether(targets, Gradient.GEMV).orElseThrow()) {
            joint.lossesAndGradients(parameters, gradients[3], gradients);
            return Arrays.stream(gradients).flatMapToDouble(Arrays::stream).toArray();
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
