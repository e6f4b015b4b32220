package io.linreg.report;

import io.linreg.data.ColumnChoice;
import io.linreg.data.Dataset;
import io.linreg.data.DatasetReader;
import io.linreg.data.LeftOut;
import io.linreg.data.Precision;
import io.linreg.data.Source;
import io.linreg.data.Split;
import io.linreg.inference.Inference;
import io.linreg.inference.InferenceSettings;
import io.linreg.model.LinearModel;
import io.linreg.model.LinearRegression;
import io.linreg.model.Metrics;
import io.linreg.model.TrainingListener;
import io.linreg.model.TrainingRun;
import io.linreg.report.TrainingReport.Predictions;
import io.linreg.solver.AlphaSearch;
import io.linreg.solver.Solution;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Reports of real training runs. */
final class ReportFixture {
    private static final ColumnChoice ALL = new ColumnChoice(null, List.of(), List.of());
    private static final TrainingListener SILENT = new TrainingListener() {
        @Override
        public void warning(String message) {}
    };

    private ReportFixture() {}

    /** The tutorial's run. */
    static TrainingReport advertising() {
        return train(Source.advertising(), 1000, 0.2);
    }

    /** All rows of it, and what they say beyond the coefficients. */
    static TrainingReport summary(InferenceSettings settings) {
        return summary(train(Source.advertising(), 1000, 0), read(Source.advertising()), settings);
    }

    static TrainingReport summary(String csv, InferenceSettings settings) {
        return summary(csv(csv, 2000, 0), read(source(csv)), settings);
    }

    private static TrainingReport summary(TrainingReport report, Dataset rows, InferenceSettings settings) {
        return with(
                report,
                report.run().solution(),
                report.predictions(),
                report.run().infer(rows, null, settings));
    }

    private static Dataset read(Source source) {
        return DatasetReader.read(source, ',', ALL, Precision.DOUBLE).dataset();
    }

    private static Source source(String csv) {
        return Source.stream("test.csv", new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)));
    }

    static TrainingReport csv(String csv, int epochs, double testSize) {
        return train(source(csv), epochs, testSize);
    }

    /** The tutorial's data, with the alpha of a lasso looked for. */
    static TrainingReport search(AlphaSearch search) {
        return search(Source.advertising(), search);
    }

    static TrainingReport search(Source source, AlphaSearch search) {
        return train(
                source, LinearRegression.builder().search(search).device("cpu").build(), 0.2);
    }

    static TrainingReport train(Source source, int epochs, double testSize) {
        return train(
                source, LinearRegression.builder().epochs(epochs).device("cpu").build(), testSize);
    }

    private static TrainingReport train(Source source, LinearRegression regression, double testSize) {
        DatasetReader.Result read = DatasetReader.read(source, ',', ALL, Precision.DOUBLE);
        Dataset all = read.dataset();
        Split split = Split.of((int) all.rows(), testSize, 0);
        Dataset train = all.select(split.train());
        TrainingRun run = regression.train(train, SILENT);
        LinearModel model = run.model();
        boolean heldOut = split.test().length > 0;
        int[] rows = heldOut ? split.test() : split.train();
        Dataset shown = all.select(rows);
        Dataset used = shown.project(model.features());
        double[] actual = IntStream.range(0, rows.length).mapToDouble(shown::y).toArray();
        List<LeftOut> leftOut = new ArrayList<>(read.leftOut());
        run.constant().forEach(name -> leftOut.add(new LeftOut(name, LeftOut.Reason.CONSTANT)));
        return new TrainingReport(
                read.source(),
                all.rows(),
                0,
                leftOut,
                testSize,
                0,
                false,
                run,
                Metrics.of(model, train),
                heldOut ? Metrics.of(model, used) : null,
                new Predictions(numbers(rows), actual, model.predict(used)),
                new TrainingReport.Seconds(0.012, 0.003, 0.042, 0.2),
                null);
    }

    private static long[] numbers(int[] rows) {
        return Arrays.stream(rows).asLongStream().toArray();
    }

    /** The tutorial's run as if its losses had been these. */
    static TrainingReport withLosses(double... losses) {
        TrainingReport report = advertising();
        TrainingRun run = report.run();
        Solution solution =
                new Solution(run.solution().parameters(), losses, run.solution().learningRate());
        return with(report, solution, report.predictions(), null);
    }

    /** The tutorial's run as if its predictions had been these. */
    static TrainingReport withPredictions(double[] actual, double[] predicted) {
        TrainingReport report = advertising();
        int[] rows = IntStream.range(0, actual.length).toArray();
        return with(report, report.run().solution(), new Predictions(numbers(rows), actual, predicted), null);
    }

    /** Predictions that miss by little, the same ones each time. */
    static TrainingReport manyRows(int rows) {
        double[] actual = IntStream.range(0, rows)
                .mapToDouble(i -> (i * 7919L) % 1000 / 10.0)
                .toArray();
        double[] predicted = Arrays.stream(actual)
                .map(v -> v + Math.sin(v * 17) * 3 + Math.cos(v * 171))
                .toArray();
        return withPredictions(actual, predicted);
    }

    private static TrainingReport with(
            TrainingReport report, Solution solution, Predictions predictions, Inference inference) {
        TrainingRun run = report.run();
        TrainingRun changed = new TrainingRun(
                run.model(),
                run.settings(),
                run.device(),
                run.processor(),
                run.fallback(),
                run.gradient(),
                solution,
                run.selection(),
                run.weights(),
                run.constant(),
                run.uploadSeconds(),
                run.trainSeconds());
        return new TrainingReport(
                report.source(),
                report.rows(),
                report.dropped(),
                report.leftOut(),
                report.testSize(),
                report.splitSeed(),
                report.streamed(),
                changed,
                report.train(),
                report.test(),
                predictions,
                report.seconds(),
                inference);
    }
}
