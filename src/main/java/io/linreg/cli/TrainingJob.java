package io.linreg.cli;

import io.linreg.backend.DeviceUnavailableException;
import io.linreg.base.LinregException;
import io.linreg.data.CellRules;
import io.linreg.data.ColumnChoice;
import io.linreg.data.Dataset;
import io.linreg.data.DatasetReader;
import io.linreg.data.Design;
import io.linreg.data.HashSplit;
import io.linreg.data.LeftOut;
import io.linreg.data.MersenneTwister;
import io.linreg.data.Precision;
import io.linreg.data.RowSource;
import io.linreg.data.RowStream;
import io.linreg.data.Split;
import io.linreg.data.TableRowSource;
import io.linreg.data.TableSource;
import io.linreg.data.Term;
import io.linreg.data.TooLargeException;
import io.linreg.data.Unseen;
import io.linreg.inference.Inference;
import io.linreg.inference.InferenceSettings;
import io.linreg.model.DataWarnings;
import io.linreg.model.LinearRegression;
import io.linreg.model.Metrics;
import io.linreg.model.RowPasses;
import io.linreg.model.StreamedData;
import io.linreg.model.TrainingListener;
import io.linreg.model.TrainingRun;
import io.linreg.report.TrainingReport;
import io.linreg.report.TrainingReport.Predictions;
import io.linreg.report.TrainingReport.Seconds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * The tutorial, from a table to judged predictions: read, split, train, predict.
 *
 * @param streaming when rows are read a block at a time
 * @param summary what to infer from the training rows; null for nothing
 */
record TrainingJob(
        TableSource table,
        ColumnChoice columns,
        CellRules cells,
        List<Term> products,
        Precision precision,
        double testSize,
        long splitSeed,
        Streaming streaming,
        LinearRegression regression,
        InferenceSettings summary) {

    /** When rows are read a block at a time. */
    enum Streaming {
        /** As asked. */
        ALWAYS,
        /** When they do not fit into memory. */
        IF_TOO_LARGE,
        /** Never: something that is wanted needs them in memory. */
        NEVER
    }

    TrainingJob {
        testSize = Split.requireTestSize(testSize);
        splitSeed = MersenneTwister.requireSeed(splitSeed);
    }

    /** A report for each target. */
    List<TrainingReport> run(TrainingListener listener) {
        long began = System.nanoTime();
        TrainingListener once = new OnceEach(listener);
        if (streaming == Streaming.ALWAYS) {
            return streamed(RowPasses.of(rows()), began, once);
        }
        DatasetReader.Result read;
        try {
            read = DatasetReader.read(table, columns, cells, precision);
        } catch (TooLargeException e) {
            boolean possible = rows().repeatable() && Runtime.getRuntime().maxMemory() > RowStream.MEMORY;
            if (streaming == Streaming.NEVER || !possible) {
                throw e;
            }
            once.warning(table.name() + " does not fit into memory: it is streamed, as by --stream");
            return streamed(RowPasses.of(rows()), began, once);
        }
        return naming(read.source(), () -> train(read, began, once));
    }

    /** The same of rows that are read elsewhere: the table is not touched. */
    List<TrainingReport> run(Supplier<RowPasses> elsewhere, TrainingListener listener) {
        long began = System.nanoTime();
        return streamed(elsewhere.get(), began, new OnceEach(listener));
    }

    private RowSource rows() {
        return new TableRowSource(table, columns, cells, precision);
    }

    private List<TrainingReport> streamed(RowPasses rows, long began, TrainingListener listener) {
        HashSplit split = new HashSplit(testSize, splitSeed);
        StreamedData data = new StreamedData(rows, split, products, summary != null);
        return naming(rows.name(), () -> new StreamedReports(data, summary, began).of(regression, listener));
    }

    /** Something about the data: says which, where it does not yet. */
    private static <T> T naming(String source, Supplier<T> work) {
        try {
            return work.get();
        } catch (DeviceUnavailableException e) {
            throw e;
        } catch (LinregException e) {
            throw e.getMessage().contains(source) ? e : new LinregException(source + ": " + e.getMessage(), e);
        }
    }

    private List<TrainingReport> train(DatasetReader.Result read, long began, TrainingListener listener) {
        Split split = Split.of(read.dataset(), testSize, splitSeed);
        double loaded = secondsSince(began);
        List<Dataset> datasets = read.datasets();
        List<TrainingRun> runs =
                regression(datasets.get(0)).train(read.dataset().select(split.train()), read.others(), listener);
        List<TrainingReport> reports = new ArrayList<>();
        for (int t = 0; t < runs.size(); t++) {
            TrainingRun run = runs.get(t);
            Seconds seconds = new Seconds(loaded, run.uploadSeconds(), run.trainSeconds(), 0);
            reports.add(report(read, datasets.get(t), split, run, seconds, listener));
        }
        double total = secondsSince(began);
        return reports.stream().map(report -> report.withTotal(total)).toList();
    }

    private TrainingReport report(
            DatasetReader.Result read,
            Dataset all,
            Split split,
            TrainingRun run,
            Seconds seconds,
            TrainingListener listener) {
        Dataset train = all.select(split.train());
        Dataset judged = matrix(run.model().design(), all.select(split.test()), listener);
        List<LeftOut> leftOut = new ArrayList<>(read.leftOut());
        run.constant().forEach(name -> leftOut.add(new LeftOut(name, LeftOut.Reason.CONSTANT)));
        boolean heldOut = judged.rows() > 0;
        int[] shown = read.dropped().tableRows(heldOut ? split.test() : split.train());
        return new TrainingReport(
                read.source(),
                all.rows(),
                read.dropped().count(),
                leftOut,
                testSize,
                splitSeed,
                false,
                run,
                Metrics.of(run.model(), train),
                heldOut ? Metrics.of(run.model(), judged) : null,
                predictions(shown, heldOut ? judged : train, run),
                seconds,
                summary == null ? null : infer(read, all, split.train(), run, listener));
    }

    /** In the order of the data, where neighbouring rows may have to do with one another. */
    private Inference infer(
            DatasetReader.Result read, Dataset all, int[] trained, TrainingRun run, TrainingListener listener) {
        int[] rows = trained.clone();
        Arrays.sort(rows);
        Inference inference = run.infer(all.select(rows), read.dropped().tableRows(rows), summary);
        inference.notes().forEach(listener::warning);
        return inference;
    }

    /** With every feature as it is, and products of them. */
    private LinearRegression regression(Dataset train) {
        List<Term> terms = new ArrayList<>(Term.columns(train.features()));
        terms.addAll(products);
        return products.isEmpty() ? regression : regression.with(terms);
    }

    /** The held-out rows as the model takes them; that a level fell to them alone is no reason to fail. */
    private static Dataset matrix(Design design, Dataset heldOut, TrainingListener listener) {
        DataWarnings.unseen(design.unseen(heldOut), listener);
        return design.apply(heldOut, Unseen.ZERO);
    }

    private static Predictions predictions(int[] rows, Dataset data, TrainingRun run) {
        return Predictions.of(
                Arrays.stream(rows).asLongStream().toArray(), data, run.model().predict(data));
    }

    static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) * 1e-9;
    }
}
