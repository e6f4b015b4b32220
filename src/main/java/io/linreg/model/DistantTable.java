package io.linreg.model;

import io.linreg.backend.ExactMoments;
import io.linreg.base.LinregException;
import io.linreg.base.Text;
import io.linreg.data.Dataset;
import io.linreg.data.Design;
import io.linreg.data.LeftOut;
import io.linreg.data.Term;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is left of a table of numbers that others have read, such as a cluster's executors.
 *
 * @param data what it was, and how it was split
 * @param features the columns to learn from
 * @param targets the first one, then the others
 * @param leftOut the columns that were not learnt from
 * @param weights the column that weighed the rows; null if they weigh the same
 * @param rows all rows that were read
 * @param folds the moments of parts of the training rows: of the features, then of the targets but the first, then of the first
 * @param test those of the held-out rows
 * @param shown some rows: the features, then the targets but the first; the first one is their target
 * @param numbers of these rows in the table
 * @param seconds what reading took
 */
public record DistantTable(
        StreamedData data,
        List<String> features,
        List<String> targets,
        List<LeftOut> leftOut,
        String weights,
        long rows,
        List<ExactMoments> folds,
        ExactMoments test,
        Dataset shown,
        long[] numbers,
        double seconds) {
    /** Deviations of less than this share of a mean are rounding. */
    private static final double LEAST_DEVIATION = 0x1p-50;

    /** Without the features that do not vary in the training rows, as far as their moments tell. */
    StreamedTable varying(Settings settings, TrainingListener listener) {
        if (folds.stream().anyMatch(fold -> fold.rows() == 0)) {
            throw new LinregException("of " + Text.count(rows, "row")
                    + " none is left to learn from, or for one of the folds; hold out less, or use fewer folds");
        }
        ExactMoments all = folds.stream().reduce(ExactMoments::merge).orElseThrow();
        int d = features.size();
        int[] kept = IntStream.range(0, d)
                .filter(j -> varies(all, j, settings.intercept()))
                .toArray();
        List<String> names = IntStream.of(kept).mapToObj(features::get).toList();
        List<String> idle =
                features.stream().filter(name -> !names.contains(name)).toList();
        DataWarnings.idle(idle, kept.length == 0, all.rows(), listener);
        DataWarnings.shape(all.rows(), kept.length, settings, listener);
        int[] columns = IntStream.concat(IntStream.of(kept), IntStream.range(d, d + targets.size()))
                .toArray();
        RowSample sample = new RowSample(shown.features().size());
        for (int i = 0; i < numbers.length; i++) {
            sample.add(i, numbers[i], shown, i);
        }
        return new StreamedTable(
                data,
                targets,
                leftOut,
                rows,
                0,
                weights,
                Design.plain(names),
                Term.columns(names),
                idle,
                folds.stream().map(fold -> fold.project(columns)).toList(),
                test.project(columns),
                sample,
                shown.features(),
                seconds);
    }

    /** A constant beside an intercept adds nothing, nor do zeros without one. */
    private static boolean varies(ExactMoments moments, int j, boolean intercept) {
        double mean = Math.abs(moments.mean(j).value());
        double variance = moments.product(j, j).value() / moments.weight().value();
        return Math.sqrt(variance) > LEAST_DEVIATION * mean || (!intercept && mean > 0);
    }
}
