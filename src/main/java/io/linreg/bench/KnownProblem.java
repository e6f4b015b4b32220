package io.linreg.bench;

import io.linreg.base.LinregException;
import io.linreg.data.BlockLayout;
import io.linreg.data.Dataset;
import io.linreg.data.RowBlock;
import io.linreg.data.Standardizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Data of a known answer: features drawn evenly from [-2, 2), y = X w + b without noise. So the least-squares answer is w
 * and b themselves, to the rounding of y, whatever the size; and the loss before training is the mean of y^2. An epoch takes as long with noise as without.
 *
 * @param data the same numbers for the same size, on any number of cores
 * @param answer w and b
 * @param lossAtZero the loss of a model of zeros
 */
record KnownProblem(Dataset data, double[] answer, double lossAtZero) {
    private static final long SEED = 20260101;
    /** Mean square of the features, and their curvature next to the intercept's. */
    private static final double SPREAD = 4.0 / 3;
    /** Random data differs from its law. */
    private static final double CAUTION = 0.9;
    /** Natural logarithm of what is to be left of the first error. */
    private static final double E_FOLDS = 40;

    private static final double SPARE_BYTES = 64e6;

    /**
     * Makes it, on all cores.
     *
     * @throws LinregException if the heap cannot hold it
     */
    static KnownProblem of(BenchmarkSettings settings) {
        requireHeap(settings);
        double[] answer = answer(settings.features());
        List<String> names =
                IntStream.range(0, settings.features()).mapToObj(j -> "x" + j).toList();
        Dataset data = Dataset.computed(names, "y", settings.precision(), settings.rows(), (index, block) -> {
            SplittableRandom random = new SplittableRandom(SEED + index).split(); // mixed: streams that have no overlap
            fill(block, answer, random);
        });
        return new KnownProblem(data, answer, meanSquare(data));
    }

    private static double meanSquare(Dataset data) {
        double squares = data.blocks().parallelStream()
                .mapToDouble(KnownProblem::targetSquares)
                .sum();
        return squares / data.rows();
    }

    /** The same features with a target that is so much less, and with it the answer's b. */
    KnownProblem lowered(double by) {
        Standardizer asIs = Standardizer.identity(data.features().size());
        Dataset lower = new Standardizer(asIs.means(), asIs.scales(), by).retarget(data, data);
        double[] ofIt = answer.clone();
        ofIt[ofIt.length - 1] -= by;
        return new KnownProblem(lower, ofIt, meanSquare(lower));
    }

    /** The step 1/L, for L a bound of the largest eigenvalue of the Hessian of such data. */
    double learningRate() {
        return CAUTION / (2 * SPREAD * square(1 + aspect()));
    }

    /** As many as make the error of the parameters vanish in rounding. */
    int epochsToAnswer() {
        double condition = SPREAD * square((1 + aspect()) / (1 - aspect()));
        return (int) Math.ceil(E_FOLDS * condition);
    }

    /** Marchenko and Pastur: the eigenvalues of X'X/n are the law's times (1 - a)^2 to (1 + a)^2, a = sqrt(d / n). */
    private double aspect() {
        return Math.sqrt(answer.length / (double) data.rows());
    }

    private static double square(double a) {
        return a * a;
    }

    private static double[] answer(int features) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] answer = new double[features + 1];
        Arrays.setAll(answer, j -> (random.nextBoolean() ? 1 : -1) * (0.5 + random.nextDouble()));
        return answer;
    }

    private static void fill(RowBlock block, double[] answer, SplittableRandom random) {
        int d = block.features();
        for (int i = 0; i < block.rows(); i++) {
            double y = answer[d];
            for (int j = 0; j < d; j++) {
                double x = (random.nextLong() >> 40) * 0x1p-22; // 24 bits: the same number in float and in double
                block.set(i, j, x);
                y += answer[j] * x;
            }
            block.setTarget(i, y);
        }
    }

    private static double targetSquares(RowBlock block) {
        double squares = 0;
        for (int i = 0; i < block.rows(); i++) {
            squares += square(block.y(i));
        }
        return squares;
    }

    private static void requireHeap(BenchmarkSettings settings) {
        double needed = (double) settings.rows()
                        * (BlockLayout.of(settings.features(), settings.precision())
                                        .width()
                                + 1)
                        * settings.precision().bytes()
                + SPARE_BYTES;
        Runtime runtime = Runtime.getRuntime();
        double free = runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
        if (needed > free) {
            throw new LinregException(String.format(
                    Locale.ROOT,
                    "%d rows of %d features need %.2f GB of memory, where Java has %.2f GB; give it more with java -Xmx%.0fg,"
                            + " or make it fewer rows",
                    settings.rows(),
                    settings.features(),
                    needed * 1e-9,
                    free * 1e-9,
                    Math.ceil(needed * 1.3 / (1 << 30))));
        }
    }
}
