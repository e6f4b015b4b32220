package io.linreg.data;

import java.util.Arrays;
import java.util.List;

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
    static Spread of(Dataset rows, boolean aboutMeans) {
        double total = rows.totalWeight();
        Ranges ranges = new Ranges(rows, total);
        rows.overPanels(panels -> new Ranges(rows, total).take(panels)).forEach(ranges::add);
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
        rows.overPanels(panels -> new Distances(rows, total, centres, units).take(panels))
                .forEach(distances::add);
        return distances.spread(aboutMeans);
    }

    /** A pass over panels, column by column: loops over columns become vector instructions. */
    private abstract static class ColumnPass {
        private final boolean weighted;
        private final int columns;
        private final ColumnReader reader = new ColumnReader();
        private final double[] column = new double[Panel.ROWS];
        private final double[] weights = new double[Panel.ROWS];

        private final double unit;

        /** @param unit of the weights */
        ColumnPass(Dataset rows, double unit) {
            this.unit = unit;
            weighted = rows.weighted();
            columns = rows.features().size() + 1;
            Arrays.fill(weights, 1 / unit);
        }

        final void each(List<Panel> panels) {
            for (Panel panel : panels) {
                if (weighted) {
                    reader.copy(panel, columns, weights);
                    for (int i = 0; i < panel.rows(); i++) {
                        weights[i] /= unit;
                    }
                }
                for (int j = 0; j < columns; j++) {
                    reader.copy(panel, j, column);
                    add(j, column, weights, panel.rows());
                }
            }
        }

        /** Takes in the first rows of a column. */
        abstract void add(int j, double[] values, double[] weights, int rows);
    }

    private static final class Ranges extends ColumnPass {
        private final double[] means;
        private final double[] least;
        private final double[] largest;

        Ranges(Dataset rows, double total) {
            super(rows, total); // a sum may overflow where a mean does not
            means = new double[rows.features().size() + 1];
            least = new double[means.length];
            largest = new double[means.length];
            Arrays.fill(least, Double.POSITIVE_INFINITY);
            Arrays.fill(largest, Double.NEGATIVE_INFINITY);
        }

        Ranges take(List<Panel> panels) {
            each(panels);
            return this;
        }

        @Override
        void add(int j, double[] values, double[] weights, int rows) {
            double mean = 0;
            double min = least[j];
            double max = largest[j];
            for (int i = 0; i < rows; i++) {
                mean += values[i] * weights[i];
                min = Math.min(min, values[i]);
                max = Math.max(max, values[i]);
            }
            means[j] += mean;
            least[j] = min;
            largest[j] = max;
        }

        void add(Ranges part) {
            for (int j = 0; j < means.length; j++) {
                means[j] += part.means[j];
                least[j] = Math.min(least[j], part.least[j]);
                largest[j] = Math.max(largest[j], part.largest[j]);
            }
        }
    }

    private static final class Distances extends ColumnPass {
        private final double total;
        private final double[] centres;
        private final double[] units;
        private final double[] sums;
        private final double[] squares;

        Distances(Dataset rows, double total, double[] centres, double[] units) {
            super(rows, 1);
            this.total = total;
            this.centres = centres;
            this.units = units;
            sums = new double[centres.length];
            squares = new double[centres.length];
        }

        Distances take(List<Panel> panels) {
            each(panels);
            return this;
        }

        @Override
        void add(int j, double[] values, double[] weights, int rows) {
            double centre = centres[j];
            double unit = units[j]; // distances are of no use where it is 0
            double sum = 0;
            double square = 0;
            for (int i = 0; i < rows; i++) {
                double distance = (values[i] - centre) / unit;
                sum += weights[i] * distance;
                square += weights[i] * distance * distance;
            }
            sums[j] += sum;
            squares[j] += square;
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
