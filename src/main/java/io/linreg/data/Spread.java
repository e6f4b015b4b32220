package io.linreg.data;

import java.util.Arrays;

/**
 * About what the columns of a data set vary, and how much, found in two passes over its rows: first the means, nearly, and
 * the ranges; then what is left of the means, and the distances from them, in units of the largest one, so that their squares
 * neither overflow nor vanish. Rows count by their weights.
 *
 * @param centres of each feature and, last, of the target: its mean, that of equal numbers exact; or 0
 * @param deviations of each the root of the mean squared distance from its centre; 1 where there is none, or none that a
 *     double holds
 */
record Spread(double[] centres, double[] deviations) {

    /**
     * Measures a data set.
     *
     * @param aboutMeans whether about the means; otherwise about 0
     */
    static Spread of(Dataset data, boolean aboutMeans) {
        Dataset rows = data.inStoredOrder();
        double total = rows.totalWeight();
        Ranges ranges = new Ranges(rows, total);
        RowParts.each(rows.rows(), (from, to) -> new Ranges(rows, total).add(from, to))
                .forEach(ranges::add);
        double[] centres = aboutMeans ? ranges.means : new double[ranges.means.length];
        double[] units = new double[centres.length];
        for (int j = 0; j < units.length; j++) {
            if (aboutMeans && ranges.least[j] == ranges.largest[j]) {
                centres[j] = ranges.least[j];
            }
            double unit = Math.max(centres[j] - ranges.least[j], ranges.largest[j] - centres[j]);
            units[j] = unit > 0 && Double.isFinite(unit) ? unit : 0; // infinite: nearly the largest number, both signs
        }
        Distances distances = new Distances(rows, total, centres, units);
        RowParts.each(rows.rows(), (from, to) -> new Distances(rows, total, centres, units).add(from, to))
                .forEach(distances::add);
        return distances.spread(aboutMeans);
    }

    private static final class Ranges {
        private final Dataset rows;
        private final double total;
        private final double[] means;
        private final double[] least;
        private final double[] largest;

        Ranges(Dataset rows, double total) {
            this.rows = rows;
            this.total = total;
            means = new double[rows.features().size() + 1];
            least = new double[means.length];
            largest = new double[means.length];
            Arrays.fill(least, Double.POSITIVE_INFINITY);
            Arrays.fill(largest, Double.NEGATIVE_INFINITY);
        }

        Ranges add(long from, long to) {
            double[] row = new double[means.length - 1];
            for (long i = from; i < to; i++) {
                rows.copyRow(i, row);
                double share = rows.weight(i) / total;
                for (int j = 0; j < row.length; j++) {
                    add(j, row[j], share);
                }
                add(row.length, rows.y(i), share);
            }
            return this;
        }

        private void add(int j, double value, double share) {
            means[j] += value * share;
            least[j] = Math.min(least[j], value);
            largest[j] = Math.max(largest[j], value);
        }

        void add(Ranges part) {
            for (int j = 0; j < means.length; j++) {
                means[j] += part.means[j];
                least[j] = Math.min(least[j], part.least[j]);
                largest[j] = Math.max(largest[j], part.largest[j]);
            }
        }
    }

    private static final class Distances {
        private final Dataset rows;
        private final double total;
        private final double[] centres;
        private final double[] units;
        private final double[] sums;
        private final double[] squares;

        Distances(Dataset rows, double total, double[] centres, double[] units) {
            this.rows = rows;
            this.total = total;
            this.centres = centres;
            this.units = units;
            sums = new double[centres.length];
            squares = new double[centres.length];
        }

        Distances add(long from, long to) {
            double[] row = new double[centres.length - 1];
            for (long i = from; i < to; i++) {
                rows.copyRow(i, row);
                double weight = rows.weight(i);
                for (int j = 0; j < row.length; j++) {
                    add(j, row[j], weight);
                }
                add(row.length, rows.y(i), weight);
            }
            return this;
        }

        private void add(int j, double value, double weight) {
            double distance = (value - centres[j]) / units[j]; // of no use where the unit is 0
            sums[j] += weight * distance;
            squares[j] += weight * distance * distance;
        }

        void add(Distances part) {
            for (int j = 0; j < sums.length; j++) {
                sums[j] += part.sums[j];
                squares[j] += part.squares[j];
            }
        }

        /** The centres, corrected if they are to be means, and the deviations from them. */
        Spread spread(boolean aboutMeans) {
            double[] exact = centres.clone();
            double[] deviations = new double[exact.length];
            for (int j = 0; j < exact.length; j++) {
                double correction = aboutMeans ? sums[j] / total : 0;
                double variance = Math.max(0, squares[j] / total - correction * correction);
                exact[j] += units[j] > 0 ? units[j] * correction : 0;
                deviations[j] = units[j] > 0 && variance > 0 ? units[j] * Math.sqrt(variance) : 1;
            }
            return new Spread(exact, deviations);
        }
    }
}
