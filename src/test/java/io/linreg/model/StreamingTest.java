package io.linreg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.linreg.backend.Gradient;
import io.linreg.base.LinregException;
import io.linreg.data.CellRules;
import io.linreg.data.ColumnChoice;
import io.linreg.data.CsvRowSource;
import io.linreg.data.Dataset;
import io.linreg.data.DatasetBuilder;
import io.linreg.data.DatasetReader;
import io.linreg.data.HashSplit;
import io.linreg.data.LeftOut;
import io.linreg.data.Missing;
import io.linreg.data.Precision;
import io.linreg.data.RowSource;
import io.linreg.data.Source;
import io.linreg.data.Term;
import io.linreg.inference.Inference;
import io.linreg.inference.InferenceSettings;
import io.linreg.inference.StandardErrors;
import io.linreg.solver.AlphaSearch;
import io.linreg.solver.CoordinateDescent;
import io.linreg.solver.GradientDescent;
import io.linreg.solver.Lbfgs;
import io.linreg.solver.NormalEquations;
import io.linreg.solver.Penalty;
import io.linreg.solver.Solver;
import io.linreg.testing.Blocks;
import io.linreg.testing.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that are streamed teach what they teach in memory. */
class StreamingTest {
    private static final int ROWS = 5000;
    private static final HashSplit SPLIT = new HashSplit(0.25, 3);

    /** Means far from 0, and scales far from each other. */
    private static Dataset table() {
        Random random = new Random(11);
        DatasetBuilder rows = Dataset.builder(List.of("id", "a", "b", "c", "w", "same"), "y", Precision.DOUBLE);
        for (int i = 0; i < ROWS; i++) {
            double a = 1000 + random.nextGaussian();
            double b = 1e-3 * random.nextGaussian();
            double c = a + random.nextGaussian();
            double y = 3 * a - 2000 * b + c + 0.1 * a * a + random.nextGaussian();
            rows.add(new double[] {i, a, b, c, random.nextInt(4), 7}, y);
        }
        return rows.build();
    }

    private static Dataset train(Dataset rows) {
        return rows.select(IntStream.range(0, (int) rows.rows())
                .filter(i -> SPLIT.part(i, 1) != HashSplit.TEST)
                .toArray());
    }

    private static Dataset test(Dataset rows) {
        return rows.select(IntStream.range(0, (int) rows.rows())
                .filter(i -> SPLIT.part(i, 1) == HashSplit.TEST)
                .toArray());
    }

    private static LinearRegression.Builder regression() {
        return LinearRegression.builder().device("cpu").precision(Precision.DOUBLE);
    }

    private static StreamedRuns stream(LinearRegression regression, RowSource source, List<Term> products) {
        return regression.train(new StreamedData(source, SPLIT, products, false), new Warnings());
    }

    private static void assertClose(LinearModel one, LinearModel other, double tolerance) {
        assertThat(one.design()).isEqualTo(other.design());
        assertThat(one.target()).isEqualTo(other.target());
        for (int j = 0; j < other.coefficients().length; j++) {
            assertThat(one.coefficients()[j])
                    .as(other.features().get(j))
                    .isEqualTo(other.coefficients()[j], within(tolerance * Math.abs(other.coefficients()[j])));
        }
        assertThat(one.intercept())
                .isEqualTo(other.intercept(), within(1e3 * tolerance * (1 + Math.abs(other.intercept()))));
    }

    static List<Solver> solvers() {
        return List.of(
                new GradientDescent(300, null, 0),
                new NormalEquations(NormalEquations.TOLERANCE),
                new CoordinateDescent(new Penalty(0.1, 1)),
                new CoordinateDescent(new Penalty(0.5, 0.3)));
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void everySolverOfMomentsFindsTheModelOfRowsInMemory(Solver solver) {
        Dataset rows = table().project(List.of("a", "b", "c"));
        LinearRegression regression =
                regression().solver(solver).gradient(gram(solver)).build();

        TrainingRun inMemory = regression.train(train(rows), new Warnings());
        StreamedRuns streamed = stream(regression, new Blocks(rows, 777), List.of());

        LinearModel model = streamed.runs().get(0).model();
        assertClose(model, inMemory.model(), 1e-12);
        Metrics expected = Metrics.of(model, test(rows));
        Metrics held = streamed.table().testMetrics(0, model);
        assertThat(held.rows()).isEqualTo(expected.rows());
        assertThat(held.mse()).isEqualTo(expected.mse(), within(1e-9 * expected.mse()));
        assertThat(held.r2()).isEqualTo(expected.r2(), within(1e-12));
        assertThat(held.mae()).isNaN();
        assertThat(streamed.table().trainMetrics(0, model).mse())
                .isEqualTo(Metrics.of(model, train(rows)).mse(), within(1e-9 * expected.mse()));
    }

    private static Gradient gram(Solver solver) {
        return solver.reads() == Solver.Reads.ROWS ? Gradient.GRAM : null;
    }

    @ParameterizedTest
    @ValueSource(strings = {"gd", "lbfgs"})
    void epochsThatReadAgainAreThoseOfRowsInMemory(String solver) {
        Dataset rows = Problems.random(3000, 5, Precision.DOUBLE, 1);
        LinearRegression.Builder builder = regression().epochs(15).gradient(Gradient.FUSED);
        LinearRegression regression = (solver.equals("gd")
                        ? builder
                        : builder.solver(new Lbfgs(15, 0, Lbfgs.GRADIENT_TOLERANCE, Lbfgs.MEMORY, null)))
                .build();
        Warnings warnings = new Warnings();

        TrainingRun inMemory = regression.train(train(rows), new Warnings());
        TrainingRun streamed = regression
                .train(new StreamedData(new Blocks(rows, 400), SPLIT, List.of(), false), warnings)
                .runs()
                .get(0);

        assertClose(streamed.model(), inMemory.model(), 1e-12);
        assertThat(streamed.gradient()).isEqualTo(Gradient.FUSED);
        assertThat(streamed.solution().losses())
                .containsExactly(inMemory.solution().losses(), within(1e-12 * inMemory.initialLoss()));
        assertThat(warnings.messages)
                .anyMatch(message -> message.startsWith("every epoch of --gradient fused reads the data again"));
    }

    @Test
    void weightsTargetsAnIndexAndAConstant() {
        Dataset rows = table().withWeights("w");
        Dataset clean = rows.project(List.of("a", "b", "same", "c"));
        LinearRegression regression = regression()
                .solver(new NormalEquations(NormalEquations.TOLERANCE))
                .build();
        Warnings warnings = new Warnings();

        List<TrainingRun> inMemory = regression.train(train(clean), List.of("c"), new Warnings());
        StreamedRuns streamed = regression.train(
                new StreamedData(new Blocks(rows, List.of("c"), "id", 999, false), SPLIT, List.of(), false), warnings);

        assertThat(streamed.runs()).hasSize(2);
        for (int t = 0; t < 2; t++) {
            TrainingRun run = streamed.runs().get(t);
            assertClose(run.model(), inMemory.get(t).model(), 1e-12);
            assertThat(run.model().features()).containsExactly("a", "b");
            assertThat(run.weights()).isEqualTo("w");
            Dataset held = t == 0 ? test(clean) : test(clean).withTarget("c");
            Metrics expected = Metrics.of(run.model(), held);
            assertThat(streamed.table().testMetrics(t, run.model()).mse())
                    .isEqualTo(expected.mse(), within(1e-9 * expected.mse()));
        }
        assertThat(streamed.table().leftOut()).extracting(LeftOut::column).containsExactly("id");
        assertThat(warnings.messages)
                .contains("left out, constant in the training rows: \"same\"")
                .anyMatch(message -> message.endsWith("training rows of weight 0 left out"));
    }

    @Test
    void gradientDescentWithWeightsCountsThemAcrossBlocks() {
        Dataset rows = table().withWeights("w").project(List.of("a", "b", "c"));
        for (Gradient gradient : List.of(Gradient.GRAM, Gradient.FUSED)) {
            LinearRegression regression = regression()
                    .epochs(20)
                    .learningRate(0.05)
                    .gradient(gradient)
                    .build();

            TrainingRun inMemory = regression.train(train(rows), new Warnings());
            TrainingRun streamed =
                    stream(regression, new Blocks(rows, 100), List.of()).runs().get(0);

            assertClose(streamed.model(), inMemory.model(), 1e-10); // epochs of weighted rows round otherwise
        }
    }

    @Test
    void productsOfColumns() {
        Dataset rows = table().project(List.of("a", "b", "c"));
        List<Term> products = List.of(Term.power("a", 2), Term.interaction(List.of("a", "b")));
        List<Term> terms = new ArrayList<>(Term.columns(rows.features()));
        terms.addAll(products);
        LinearRegression regression = regression()
                .solver(new NormalEquations(NormalEquations.TOLERANCE))
                .build();

        TrainingRun inMemory = regression.with(terms).train(train(rows), new Warnings());
        StreamedRuns streamed = stream(regression, new Blocks(rows, 640), products);

        assertClose(streamed.runs().get(0).model(), inMemory.model(), 1e-12);
        Dataset sample = streamed.table().sampleRows(0);
        long[] numbers = streamed.table().sampleNumbers();
        double[] predicted = streamed.runs().get(0).model().predict(sample);
        for (int i = 0; i < numbers.length; i++) {
            Dataset one = rows.select(new int[] {(int) numbers[i]});
            assertThat(SPLIT.part(numbers[i], 1)).isEqualTo(HashSplit.TEST);
            assertThat(sample.y(i)).isEqualTo(one.y(0));
            double expected = streamed.runs()
                    .get(0)
                    .model()
                    .predict(streamed.table().design().apply(one, io.linreg.data.Unseen.ERROR))[0];
            assertThat(predicted[i]).isEqualTo(expected, within(1e-9 * Math.abs(expected)));
        }
        assertThat(numbers)
                .hasSize(IntStream.range(0, ROWS)
                        .filter(i -> SPLIT.part(i, 1) < 0)
                        .toArray()
                        .length);
    }

    @Test
    void foldsAreParts() {
        Dataset rows = table().project(List.of("a", "b", "c"));
        LinearRegression regression =
                regression().search(new AlphaSearch(20, 4)).build();

        StreamedRuns streamed = stream(regression, new Blocks(rows, 700), List.of());

        AlphaSearch.Selection selection = streamed.runs().get(0).selection();
        assertThat(selection.crossValidation().errors()[0]).hasSize(4);
        assertThat(streamed.table().folds()).hasSize(4);
        for (int fold = 0; fold < 4; fold++) {
            int number = fold;
            assertThat(streamed.table().folds().get(fold).rows())
                    .isEqualTo(IntStream.range(0, ROWS)
                            .filter(i -> SPLIT.part(i, 4) == number)
                            .count());
        }
        LinearRegression direct = regression().solver(selection.solver()).build();
        assertClose(
                streamed.runs().get(0).model(),
                direct.train(train(rows), new Warnings()).model(),
                1e-9); // coordinate descent stops where its gap is small enough
    }

    @Test
    void summariesAreThoseOfRowsInMemory() {
        Dataset rows = table().project(List.of("a", "b", "c"));
        LinearRegression regression =
                regression().epochs(2000).gradient(Gradient.GRAM).build();
        InferenceSettings wanted = InferenceSettings.DEFAULT;

        Inference expected = regression.train(train(rows), new Warnings()).infer(train(rows), null, wanted);
        StreamedRuns streamed =
                regression.train(new StreamedData(new Blocks(rows, 512), SPLIT, List.of(), true), new Warnings());
        Inference inference = streamed.table().infer(0, streamed.runs().get(0), wanted);

        for (int j = 0; j < 4; j++) {
            double error = expected.coefficients().get(j).standardError();
            assertThat(inference.coefficients().get(j).standardError()).isEqualTo(error, within(1e-12 * error));
        }
        assertThat(inference.fit())
                .usingRecursiveComparison()
                .withComparatorForType((x, y) -> Math.abs(x - y) <= 1e-12 * Math.abs(y) ? 0 : 1, Double.class)
                .isEqualTo(expected.fit());
        assertThat(inference.notes()).isEqualTo(expected.notes());
        assertThat(inference.durbinWatson()).isNaN();
        assertThatThrownBy(() -> streamed.table()
                        .infer(
                                0,
                                streamed.runs().get(0),
                                new InferenceSettings(wanted.confidence(), StandardErrors.HC3)))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("--stream");
    }

    @Test
    void levelsAndGapsTakeTwoReadings(@TempDir Path directory) throws Exception {
        Random random = new Random(2);
        StringBuilder text = new StringBuilder("k,x,y\n");
        for (int i = 0; i < 500; i++) {
            String level = "k" + (i < 400 ? random.nextInt(3) : random.nextInt(5));
            String x = random.nextInt(10) == 0 ? "" : String.valueOf(random.nextGaussian());
            text.append(level)
                    .append(',')
                    .append(x)
                    .append(',')
                    .append(random.nextGaussian())
                    .append('\n');
        }
        Path file = Files.writeString(directory.resolve("words.csv"), text);
        CellRules rules = new CellRules(Set.of(), true, Missing.MEAN);
        ColumnChoice choice = ColumnChoice.target("y");
        Dataset rows = DatasetReader.read(Source.file(file), null, choice, rules, Precision.DOUBLE)
                .dataset();
        LinearRegression regression = regression()
                .solver(new NormalEquations(NormalEquations.TOLERANCE))
                .build();
        Warnings warnings = new Warnings();

        TrainingRun inMemory = regression.train(train(rows), new Warnings());
        CsvRowSource source = new CsvRowSource(Source.file(file), null, choice, rules, Precision.DOUBLE);
        StreamedRuns streamed = regression.train(new StreamedData(source, SPLIT, List.of(), false), warnings);

        assertClose(streamed.runs().get(0).model(), inMemory.model(), 1e-12);
        assertThat(warnings.messages).anyMatch(message -> message.contains("is read twice"));

        Source once = Source.stream("standard input", Files.newInputStream(file));
        StreamedData unrepeatable = new StreamedData(
                new CsvRowSource(once, null, choice, rules, Precision.DOUBLE), SPLIT, List.of(), false);
        assertThatThrownBy(() -> regression.train(unrepeatable, new Warnings()))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("can be read only once; save it to a file");
    }

    @Test
    void theSameBitsEachTimeAndWhateverTheDevicesSay() {
        Dataset rows = table().project(List.of("a", "b", "c"));
        LinearRegression regression = regression()
                .solver(new NormalEquations(NormalEquations.TOLERANCE))
                .build();

        LinearModel one = stream(regression, new Blocks(rows, 333), List.of())
                .runs()
                .get(0)
                .model();
        LinearModel other = stream(regression, new Blocks(rows, 333), List.of())
                .runs()
                .get(0)
                .model();

        assertThat(one).isEqualTo(other);
        assertThat(one.coefficients()).containsExactly(other.coefficients());
    }

    @Test
    void whatNeedsRowsIsRefused() {
        Blocks blocks = new Blocks(Problems.random(50, 2, Precision.DOUBLE, 1), 10);
        LinearRegression stopping =
                regression().earlyStopping(new EarlyStopping(0.1, 5)).build();

        assertThatThrownBy(() -> stream(stopping, blocks, List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingToLearnFrom() {
        Dataset few = Problems.random(3, 2, Precision.DOUBLE, 1);
        Dataset constant = Problems.of(new double[][] {{1}, {1}, {1}, {1}, {1}, {1}}, new double[] {1, 2, 3, 4, 5, 6});

        assertThatThrownBy(() -> regression()
                        .search(new AlphaSearch(5, 50))
                        .build()
                        .train(new StreamedData(new Blocks(few, 2), SPLIT, List.of(), false), new Warnings()))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("use fewer folds or more rows");
        assertThatThrownBy(() -> stream(regression().build(), new Blocks(constant, 2), List.of()))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("no feature varies");
    }
}
