package io.linreg.testing;

import io.linreg.data.ColumnChoice;
import io.linreg.data.Dataset;
import io.linreg.data.DatasetBuilder;
import io.linreg.data.DatasetReader;
import io.linreg.data.Precision;
import io.linreg.data.Source;
import io.linreg.data.Split;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Small data sets; random ones from a fixed seed, so that a failure comes back. */
public final class Problems {
    private Problems() {}

    /** The given rows, features named x0, x1, ... and the target y. */
    public static Dataset of(double[][] x, double[] y, Precision precision) {
        DatasetBuilder builder = Dataset.builder(names(x[0].length), "y", precision);
        for (int i = 0; i < x.length; i++) {
            builder.add(x[i], y[i]);
        }
        return builder.build();
    }

    /** The given rows in double. */
    public static Dataset of(double[][] x, double[] y) {
        return of(x, y, Precision.DOUBLE);
    }

    /** Standard normal features; the target is linear in them, plus noise. */
    public static Dataset random(int rows, int features, Precision precision, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] w = normal(random, features);
        double[][] x = normal(random, rows, features);
        double[] y = targets(x, w, 0.5);
        for (int i = 0; i < rows; i++) {
            y[i] += 0.1 * random.nextGaussian();
        }
        return of(x, y, precision);
    }

    /** Xw + b, without noise; w may be longer than the rows. */
    public static double[] targets(double[][] x, double[] w, double b) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = b;
            for (int j = 0; j < x[i].length; j++) {
                y[i] += w[j] * x[i][j];
            }
        }
        return y;
    }

    public static double[] normal(SplittableRandom random, int length) {
        double[] numbers = new double[length];
        for (int j = 0; j < length; j++) {
            numbers[j] = random.nextGaussian();
        }
        return numbers;
    }

    public static double[][] normal(SplittableRandom random, int rows, int columns) {
        double[][] numbers = new double[rows][];
        for (int i = 0; i < rows; i++) {
            numbers[i] = normal(random, columns);
        }
        return numbers;
    }

    /** The rows of a data set. */
    public static double[][] x(Dataset data) {
        double[][] x = new double[Math.toIntExact(data.rows())][data.features().size()];
        for (int i = 0; i < x.length; i++) {
            data.copyRow(i, x[i]);
        }
        return x;
    }

    /** The targets of a data set. */
    public static double[] y(Dataset data) {
        return IntStream.range(0, Math.toIntExact(data.rows()))
                .mapToDouble(data::y)
                .toArray();
    }

    /** The same numbers held in double. */
    public static Dataset inDouble(Dataset data) {
        DatasetBuilder builder = Dataset.builder(data.features(), data.target(), Precision.DOUBLE);
        double[][] x = x(data);
        for (int i = 0; i < x.length; i++) {
            builder.add(x[i], data.y(i));
        }
        return builder.build();
    }

    /** The bundled Advertising data: TV, radio, newspaper and sales. */
    public static Dataset advertising(Precision precision) {
        return DatasetReader.read(Source.advertising(), null, new ColumnChoice(null, List.of(), List.of()), precision)
                .dataset();
    }

    /** The split of the reference figures. */
    public static Split referenceSplit() {
        return Split.of(200, 0.2, 0);
    }

    public static List<String> names(int features) {
        return IntStream.range(0, features).mapToObj(j -> "x" + j).toList();
    }
}
