package io.linreg.peers;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Rows of a known answer: features drawn evenly from [-2, 2), y = X w + b without noise. So the least-squares answer is w and b
 * themselves, to the rounding of y to float32, whatever the shape. Noise would make no program faster or slower.
 */
public final class MadeRows implements Rows {
    private static final long SEED = 20260101;
    private static final double SPREAD = 4.0 / 3; // mean square of the features
    private static final double CAUTION = 0.9; // random data differs from its law

    private final int rows;
    private final double[] answer;

    public MadeRows(int rows, int features) {
        this.rows = rows;
        SplittableRandom random = new SplittableRandom(SEED);
        answer = new double[features + 1];
        Arrays.setAll(answer, j -> (random.nextBoolean() ? 1 : -1) * (0.5 + random.nextDouble()));
    }

    /** Reads a shape such as 160x3. */
    public static MadeRows of(String shape) {
        int by = shape.indexOf('x');
        return new MadeRows(Integer.parseInt(shape.substring(0, by)), Integer.parseInt(shape.substring(by + 1)));
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int features() {
        return answer.length - 1;
    }

    /** w and b. */
    public double[] answer() {
        return answer.clone();
    }

    /** The step 1/L, for L a bound of the largest eigenvalue of the Hessian of such data (Marchenko and Pastur). */
    public double learningRate() {
        double edge = 1 + Math.sqrt(answer.length / (double) rows);
        return CAUTION / (2 * SPREAD * edge * edge);
    }

    @Override
    public float copy(int i, float[] x) {
        SplittableRandom random = new SplittableRandom(SEED + 1 + i).split(); // mixed: streams that have no overlap
        double y = answer[x.length];
        for (int j = 0; j < x.length; j++) {
            x[j] = (random.nextLong() >> 40) * 0x1p-22f; // 24 bits: exact in float
            y += answer[j] * x[j];
        }
        return (float) y;
    }
}
