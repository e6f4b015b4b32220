package io.linreg.backend;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** What plain reading of this machine's memory reaches: all cores add up an array that fits no cache. */
final class ReadBandwidth {
    private static final int MOST_NUMBERS = 1 << 26; // 512 MB
    private static final int LEAST_NUMBERS = 1 << 20;
    /** Shared out among the cores: small beside the whole, large beside what it costs to share it out. */
    private static final int PART = 1 << 17;

    private static final int PASSES = 7;

    private ReadBandwidth() {}

    /** Bytes a second, of the best of several passes: others use this memory, too. */
    static double measure() {
        double[] numbers = new double[size()];
        int parts = (numbers.length + PART - 1) / PART;
        IntStream.range(0, parts).parallel().forEach(part -> fill(numbers, part));
        double best = 0;
        for (int pass = 0; pass < PASSES; pass++) { // the first ones are slow: Java is not warm
            long began = System.nanoTime();
            double sum = IntStream.range(0, parts)
                    .parallel()
                    .mapToDouble(part -> sum(numbers, part))
                    .sum();
            double seconds = (System.nanoTime() - began) * 1e-9;
            if (!(sum > 0)) { // also keeps the compiler from leaving the reading out
                throw new IllegalStateException("numbers above 0 add up to " + sum);
            }
            best = Math.max(best, numbers.length * (double) Double.BYTES / seconds);
        }
        return best;
    }

    /** At most half of the heap that is left. */
    private static int size() {
        Runtime runtime = Runtime.getRuntime();
        long free = runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
        return (int) Math.max(LEAST_NUMBERS, Math.min(MOST_NUMBERS, free / 2 / Double.BYTES));
    }

    private static void fill(double[] numbers, int part) {
        SplittableRandom random = new SplittableRandom(part);
        for (int i = part * PART; i < Math.min(numbers.length, (part + 1) * PART); i++) {
            numbers[i] = random.nextDouble();
        }
    }

    /** Eight sums beside each other: one would wait for its own last addition, not for memory. */
    private static double sum(double[] numbers, int part) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double s4 = 0;
        double s5 = 0;
        double s6 = 0;
        double s7 = 0;
        int end = Math.min(numbers.length, (part + 1) * PART);
        int i = part * PART;
        for (; i + 7 < end; i += 8) {
            s0 += numbers[i];
            s1 += numbers[i + 1];
            s2 += numbers[i + 2];
            s3 += numbers[i + 3];
            s4 += numbers[i + 4];
            s5 += numbers[i + 5];
            s6 += numbers[i + 6];
            s7 += numbers[i + 7];
        }
        for (; i < end; i++) {
            s0 += numbers[i];
        }
        return s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7;
    }
}
