package io.linreg.inference;

import io.linreg.base.Sample;
import io.linreg.data.Dataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Chooses the rows that plots of diagnosis show. */
final class DiagnosticRows {
    private static final int MOST_SHOWN = 5000;
    private static final int OUTLYING = 3;
    private static final int INFLUENTIAL = 5;

    private final Dataset design;
    private final ExactFit fit;
    private final double[] leverages;
    private final int[] places;
    private final double[] standardized;
    /** The standardised residuals that are defined, in order; behind them what is not. */
    private final double[] sorted;

    private final int defined;

    /**
     * @param design rows of weight 0 left out
     * @param sigma the residual standard error
     * @param places what the rows are called
     */
    DiagnosticRows(Dataset design, ExactFit fit, RowStatistics statistics, double sigma, int[] places) {
        this.design = design;
        this.fit = fit;
        this.places = places;
        leverages = statistics.leverages();
        standardized = new double[leverages.length];
        int count = 0;
        for (int i = 0; i < leverages.length; i++) {
            double value = statistics.residuals()[i] / (sigma * Math.sqrt(1 - leverages[i]));
            boolean usable = Double.isFinite(value) && !RowStatistics.isDetermined(leverages[i]);
            standardized[i] = usable ? value : Double.NaN;
            count += usable ? 1 : 0;
        }
        defined = count;
        sorted = standardized.clone();
        Arrays.parallelSort(sorted); // NaN comes last
    }

    Diagnostics choose() {
        int[] outlying = largest(OUTLYING, i -> Math.abs(standardized[i]));
        int[] influential = largest(INFLUENTIAL, this::cook);
        int[] evenly = Sample.evenly(leverages.length, MOST_SHOWN);
        int[] shown = Stream.of(evenly, outlying, influential)
                .flatMapToInt(IntStream::of)
                .filter(i -> !Double.isNaN(standardized[i]))
                .distinct()
                .sorted()
                .toArray();
        int[] ranks = Stream.of(
                        Sample.evenly(defined, MOST_SHOWN),
                        IntStream.of(outlying).map(this::rank).toArray())
                .flatMapToInt(IntStream::of)
                .distinct()
                .sorted()
                .toArray();
        return new Diagnostics(
                leverages.length,
                rows(shown),
                rows(outlying),
                rows(influential),
                IntStream.of(ranks).mapToDouble(this::normal).toArray(),
                IntStream.of(ranks).mapToDouble(rank -> sorted[rank]).toArray());
    }

    private double cook(int i) {
        return standardized[i] * standardized[i] * leverages[i] / (1 - leverages[i]) / fit.rank();
    }

    private int rank(int i) {
        return Arrays.binarySearch(sorted, 0, defined, standardized[i]);
    }

    /** Blom's plotting positions for few rows, Hazen's for more, as in R's ppoints. */
    private double normal(int rank) {
        double a = defined <= 10 ? 0.375 : 0.5;
        return Tails.normalQuantile((rank + 1 - a) / (defined + 1 - 2 * a));
    }

    private List<Diagnostics.Row> rows(int[] chosen) {
        double[] x = new double[fit.features()];
        List<Diagnostics.Row> rows = new ArrayList<>();
        for (int i : chosen) {
            design.copyRow(i, x);
            rows.add(new Diagnostics.Row(
                    places[i],
                    fit.centre()[x.length] + fit.deviation(x),
                    standardized[i],
                    normal(rank(i)),
                    leverages[i],
                    cook(i)));
        }
        return rows;
    }

    /** The rows with the largest measures, the largest first; the earlier one of two that are equal. */
    private int[] largest(int most, IntToDoubleFunction measure) {
        int[] best = new int[most];
        double[] measures = new double[most];
        int count = 0;
        for (int i = 0; i < leverages.length; i++) {
            double value = measure.applyAsDouble(i);
            int at = count;
            while (at > 0 && value > measures[at - 1]) {
                at--;
            }
            if (Double.isNaN(value) || at == most) {
                continue;
            }
            count = Math.min(count + 1, most);
            System.arraycopy(best, at, best, at + 1, count - 1 - at);
            System.arraycopy(measures, at, measures, at + 1, count - 1 - at);
            best[at] = i;
            measures[at] = value;
        }
        return Arrays.copyOf(best, count);
    }
}
