package io.linreg.model;

import io.linreg.backend.ExactMoments;
import io.linreg.base.LinregException;
import io.linreg.base.Text;
import io.linreg.data.Dataset;
import io.linreg.data.Design;
import io.linreg.data.DesignFit;
import io.linreg.data.LeftOut;
import io.linreg.data.RowTally;
import io.linreg.data.Term;
import io.linreg.data.Unseen;
import io.linreg.inference.Inference;
import io.linreg.inference.InferenceSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is left of a table that was read a block at a time: moments of its training rows and of the held-out ones, for all targets,
 * and a few rows to show.
 *
 * @param data how it was read
 * @param targets the first one, then the others
 * @param leftOut the columns that were not learnt from, but for those that do not vary
 * @param rows all rows that were read, but for those dropped
 * @param dropped how many rows were dropped, as a cell is missing in them
 * @param weights the column that weighs the rows; null if they weigh the same
 * @param design what a row's columns become
 * @param terms the columns of the design matrix, made of columns that moments know
 * @param constant what was left out as it does not vary
 * @param folds the moments of parts of the training rows: of the terms, then the other targets, then the first target
 * @param test those of the held-out rows
 * @param sample held-out rows, or training rows where none are held out
 * @param sampled the names of their numbers, the last one that of the first target
 * @param seconds what reading took
 */
public record StreamedTable(
        StreamedData data,
        List<String> targets,
        List<LeftOut> leftOut,
        long rows,
        long dropped,
        String weights,
        Design design,
        List<Term> terms,
        List<String> constant,
        List<ExactMoments> folds,
        ExactMoments test,
        RowSample sample,
        List<String> sampled,
        double seconds) {
    /**
     * What a pass has left.
     *
     * @param matrix the columns that there are moments of
     * @param gathered of all rows
     * @param tally of all rows
     */
    static StreamedTable of(
            StreamedData data,
            Settings settings,
            DesignFit fit,
            MatrixColumns matrix,
            GatheredRows gathered,
            RowTally tally,
            double seconds,
            TrainingListener listener) {
        long train = requireRows(gathered, tally.kept());
        List<String> index = LeftOut.index(tally.leftOut()).stream().toList();
        List<String> computed = matrix.computed().features();
        List<Term> terms = matrix.terms();
        List<String> idle = new ArrayList<>();
        IntStream.of(gathered.idle(!settings.intercept()))
                .mapToObj(computed::get)
                .forEach(idle::add);
        idle.removeAll(index);
        int[] kept = IntStream.range(0, terms.size())
                .filter(j -> terms.get(j).factors().stream()
                        .noneMatch(factor -> idle.contains(factor.column()) || index.contains(factor.column())))
                .toArray();
        DataWarnings.levels(fit, listener);
        DataWarnings.idle(idle, kept.length == 0, train, listener);
        DataWarnings.shape(train, kept.length, settings, listener);
        DataWarnings.weights(gathered.weightless(), listener);
        DataWarnings.unseen(gathered.unseen(), listener);

        List<String> constant = new ArrayList<>(idle);
        constant.addAll(fit.constant());
        int d = terms.size();
        int[] columns = IntStream.concat(
                        IntStream.of(kept),
                        IntStream.rangeClosed(d, d + tally.others().size()))
                .toArray();
        return new StreamedTable(
                data,
                tally.targets(),
                tally.leftOut(),
                tally.kept(),
                tally.rows() - tally.kept(),
                tally.weights(),
                fit.design().keep(names(fit.design().terms(), kept)),
                IntStream.of(kept).mapToObj(terms::get).toList(),
                constant,
                gathered.folds().stream().map(fold -> fold.project(columns)).toList(),
                gathered.test().project(columns),
                gathered.sample(),
                computed,
                seconds);
    }

    private static List<String> names(List<Term> terms, int[] kept) {
        return IntStream.of(kept).mapToObj(j -> terms.get(j).name()).toList();
    }

    /** How many training rows there are. */
    private static long requireRows(GatheredRows gathered, long rows) {
        int folds = gathered.folds().size();
        for (int k = 0; k < folds; k++) {
            if (gathered.folds().get(k).rows() == 0) {
                throw new LinregException("of " + Text.count(rows, "row")
                        + (folds == 1 ? " all are held out" : " none falls into fold " + (k + 1))
                        + ": there is nothing to learn from; hold out less, or use fewer folds or more rows");
            }
        }
        return gathered.folds().stream().mapToLong(ExactMoments::rows).sum();
    }

    /** A preparation for each target. */
    List<Preparation> preparations() {
        SharedMoments shared = SharedMoments.known(folds, terms.size());
        return IntStream.range(0, targets.size())
                .mapToObj(t -> new Preparation(
                        new StreamedRows(this, t, training(t).rounded()), terms, design, constant, shared, t, null))
                .toList();
    }

    /** The moments of all training rows with one of the targets. */
    ExactMoments training(int target) {
        return folds.stream().reduce(ExactMoments::merge).orElseThrow().project(columns(target));
    }

    private int[] columns(int target) {
        int d = terms.size();
        int last = target == 0 ? d + targets.size() - 1 : d + target - 1;
        return IntStream.concat(IntStream.range(0, d), IntStream.of(last)).toArray();
    }

    /** How a model for one of the targets meets the training rows. */
    public Metrics trainMetrics(int target, LinearModel model) {
        return Metrics.of(model, training(target));
    }

    /** How it meets the held-out rows; null if there are none. */
    public Metrics testMetrics(int target, LinearModel model) {
        return test.rows() == 0 ? null : Metrics.of(model, test.project(columns(target)));
    }

    /** The numbers in the table of the rows to show, ascending. */
    public long[] sampleNumbers() {
        return sample.numbers();
    }

    /** These rows, as a model for one of the targets takes them. */
    public Dataset sampleRows(int target) {
        Dataset all = sample.rows(sampled, targets.get(0));
        Dataset ofTarget = target == 0 ? all : all.withTarget(targets.get(target));
        return new Design(Design.plain(ofTarget.features()).columns(), terms).apply(ofTarget, Unseen.ERROR);
    }

    /**
     * What the training rows say beyond a model's coefficients, as far as moments tell.
     *
     * @throws LinregException if the solver minimised something else than the squared error
     */
    public Inference infer(int target, TrainingRun run, InferenceSettings wanted) {
        return run.infer(training(target), terms, weights != null, wanted);
    }
}
