package io.linreg.backend;

/** Moments computed as they are defined, column by column, beside what their sums add up. */
final class DirectMoments {
    final double[] means;
    final double[] meanMagnitudes;
    /** The lower triangle, row by row. */
    final double[] products;

    final double[] productMagnitudes;

    private DirectMoments(int columns) {
        means = new double[columns];
        meanMagnitudes = new double[columns];
        products = new double[columns * (columns + 1) / 2];
        productMagnitudes = new double[products.length];
    }

    static DirectMoments of(ParityProblem problem) {
        int columns = problem.features() + 1;
        DirectMoments moments = new DirectMoments(columns);
        double[][] centred = new double[columns][];
        for (int j = 0; j < columns; j++) {
            double[] column = problem.column(j);
            for (double value : column) {
                moments.means[j] += value / column.length;
                moments.meanMagnitudes[j] += Math.abs(value) / column.length;
            }
            for (int i = 0; i < column.length; i++) {
                column[i] -= moments.means[j];
            }
            centred[j] = column;
        }
        for (int j = 0, at = 0; j < columns; j++) {
            for (int k = 0; k <= j; k++, at++) {
                double[] left = centred[j];
                double[] right = centred[k];
                double sum = 0;
                double magnitude = 0;
                for (int i = 0; i < left.length; i++) {
                    double product = left[i] * right[i];
                    sum += product;
                    magnitude += Math.abs(product);
                }
                moments.products[at] = sum;
                // A mean is rounded, too; one row's deviation from it is nothing but that.
                moments.productMagnitudes[at] = magnitude + moments.meanMagnitudes[j] * moments.meanMagnitudes[k];
            }
        }
        return moments;
    }

    double[] means(Moments moments) {
        double[] flat = new double[means.length];
        for (int j = 0; j < flat.length; j++) {
            flat[j] = j < moments.features() ? moments.mean(j) : moments.targetMean();
        }
        return flat;
    }

    double[] products(Moments moments) {
        int d = moments.features();
        double[] flat = new double[products.length];
        for (int j = 0, at = 0; j <= d; j++) {
            for (int k = 0; k <= j; k++, at++) {
                flat[at] = j < d ? moments.xx(j, k) : k < d ? moments.xy(k) : moments.yy();
            }
        }
        return flat;
    }
}
