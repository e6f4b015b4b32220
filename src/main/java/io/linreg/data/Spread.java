package io.linreg.data;

import java.util.Arrays;

/**
 * About what the columns of a data set vary, and how much, found in two passes over its rows: first the means, nearly, and
 * the ranges; then what is left of the means, and the distances from them, in units of the largest one, so that their squares
 * neither overflow nor vanish.
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
        Ranges ranges = new Ranges(rows);
        RowParts.each(rows.rows(), (from, to) -> new Ranges(rows).add(from, to)).forEach(ranges::add);
        double[] centres = aboutMeans ? ranges.means : new double[ranges.means.length];
        double[] units = new double[centres.length];
        for (int j = 0; j < units.length; j++) {
            if (aboutMeans && ranges.least[j] == ranges.largest[j]) {
                centres[j] = ranges.least[j];
            }
            double unit = Math.max(centres[j] - ranges.least[j], ranges.largest[j] - centres[j]);
            units[j] = unit > 0 && Double.isFinite(unit) ? unit : 0; // infinite: nearly the largest number, both signs
        }
        Distances distances = new Distances(rows, centres, units);
        RowParts.each(rows.rows(), (from, to) -> new Distances(rows, centres, units).add(from, to))
                .forEach(distances::add);
        return distances.spread(aboutMeans);
    }

    private static final class Ranges {
        private final Dataset rows;
        private final double[] means;
        private final double[] least;
        private final double[] largest;

        Ranges(Dataset rows) {
            this.rows = rows;
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
                for (int j = 0; j < row.length; j++) {
                    add(j, row[j]);
                }
                add(row.length, rows.y(i));
            }
            return this;
        }

        private void add(int j, double value) {
            means[j] += value / rows.rows();
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
        private final double[] centres;
        private final double[] units;
        private final double[] sums;
        private final double[] squares;

        Distances(Dataset rows, double[] centres, double[] units) {
            this.rows = rows;
            this.centres = centres;
            this.units = units;
            sums = new double[centres.length];
            squares = new double[centres.length];
        }

        Distances add(long from, long to) {
            double[] row = new double[centres.length - 1];
            for (long i = from; i < to; i++) {
                rows.copyRow(i, row);
                for (int j = 0; j < row.length; j++) {
                    add(j, row[j]);
                }
                add(row.length, rows.y(i));
            }
            return this;
        }

        private void add(int j, double value) {
            double distance = (value - centres[j]) / units[j]; // of no use where the unit is 0
            sums[j] += distance;
            squares[j] += distance * distance;
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
                double correction = aboutMeans ? sums[j] / rows.rows() : 0;
                double variance = Math.max(0, squares[j] / rows.rows() - correction * correction);
                exact[j] += units[j] > 0 ? units[j] * correction : 0;
                deviations[j] = units[j] > 0 && variance > 0 ? units[j] * Math.sqrt(variance) : 1;
            }
            return new Spread(exact, deviations);
        }
    }
}
