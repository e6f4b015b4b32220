package io.linreg.peers;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Least squares in plain double loops, which share no code with what they judge. */
public final class Reference {
    private static final int PARTS = 64;

    private Reference() {}

    /**
     * The loss sum r_i^2 / n, r_i = x_i . w + b - y_i, and its gradient.
     *
     * @param p w and b
     * @param gradient d + 1 numbers, overwritten
     */
    public static double lossAndGradient(Rows rows, double[] p, double[] gradient) {
        int d = rows.features();
        double[][] sums = IntStream.range(0, PARTS)
                .parallel()
                .mapToObj(part -> sums(rows, p, (int) ((long) rows.rows() * part / PARTS), (int)
                        ((long) rows.rows() * (part + 1) / PARTS)))
                .toArray(double[][]::new);
        Arrays.fill(gradient, 0);
        double squares = 0;
        for (double[] ofPart : sums) {
            for (int j = 0; j <= d; j++) {
                gradient[j] += 2 * ofPart[j] / rows.rows();
            }
            squares += ofPart[d + 1];
        }
        return squares / rows.rows();
    }

    /** w and b after that many epochs of gradient descent from zeros. */
    public static double[] descend(Rows rows, double learningRate, int epochs) {
        double[] p = new double[rows.features() + 1];
        double[] gradient = new double[p.length];
        for (int epoch = 0; epoch < epochs; epoch++) {
            lossAndGradient(rows, p, gradient);
            for (int j = 0; j < p.length; j++) {
                p[j] -= learningRate * gradient[j];
            }
        }
        return p;
    }

    /** The largest difference, in relation to the largest of the numbers expected. */
    public static double error(double[] actual, double[] expected) {
        double largest = 0;
        double difference = 0;
        for (int j = 0; j < expected.length; j++) {
            largest = Math.max(largest, Math.abs(expected[j]));
            difference = Math.max(difference, Math.abs(actual[j] - expected[j])); // NaN, once there, stays
        }
        return difference / largest;
    }

    private static double[] sums(Rows rows, double[] p, int from, int to) {
        int d = rows.features();
        double[] sums = new double[d + 2];
        float[] x = new float[d];
        for (int i = from; i < to; i++) {
            double r = p[d] - rows.copy(i, x);
            for (int j = 0; j < d; j++) {
                r += p[j] * x[j];
            }
            for (int j = 0; j < d; j++) {
                sums[j] += r * x[j];
            }
            sums[d] += r;
            sums[d + 1] += r * r;
        }
        return sums;
    }
}
