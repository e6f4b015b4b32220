package io.linreg.export;

import static io.linreg.testing.Closeness.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.linreg.data.Dataset;
import io.linreg.data.Design;
import io.linreg.data.DesignCells;
import io.linreg.data.InputColumn.Categorical;
import io.linreg.data.InputColumn.Numeric;
import io.linreg.data.Term;
import io.linreg.data.Unseen;
import io.linreg.model.LinearModel;
import io.linreg.model.LinearRegression;
import io.linreg.testing.Scorer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What others predict with an exported model is what the model predicts. */
class ExportParityTest {
    private static final double TOLERANCE = 1e-12;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void advertising(ExportFormat format) throws Exception {
        Dataset data = Dataset.read(Path.of("data/advertising.csv"), "sales");
        LinearModel model = LinearRegression.builder().device("cpu").build().fit(data);
        List<Map<String, Object>> rows = new ArrayList<>();
        double[] x = new double[data.features().size()];
        for (int i = 0; i < data.rows(); i++) {
            data.copyRow(i, x);
            Map<String, Object> row = new LinkedHashMap<>();
            for (int j = 0; j < x.length; j++) {
                row.put(data.features().get(j), x[j]);
            }
            rows.add(row);
        }
        assertThat(rows).hasSize(200);
        assertParity(format, List.of(model), Unseen.ERROR, rows);
    }

    @ParameterizedTest
    @EnumSource
    void oddNames(ExportFormat format) throws Exception {
        List<String> names = List.of(
                "x",
                "levels",
                "prediction",
                "rows",
                "coefficients",
                " a  b ",
                "<&>\"'",
                "tab\tand\nline\r\nends",
                "1",
                "Größe 尺寸 \uD83D\uDE80",
                "a:b",
                "x^2",
                "[]{}\\/%",
                "NaN");
        double[] w = new Random(1).doubles(names.size(), -2, 2).toArray();
        LinearModel model = Models.of(Design.plain(names), "the <target> & \"more\"\n", -7.25, w);

        assertParity(format, List.of(model), Unseen.ERROR, random(model.design(), 20, false));
    }

    @ParameterizedTest
    @EnumSource
    void manyFeaturesOfAllSizes(ExportFormat format) throws Exception {
        Random random = new Random(2);
        int d = 500;
        double[] w = random.doubles(d, -1, 1)
                .map(v -> v * Math.pow(10, random.nextInt(17) - 8))
                .toArray();
        List<String> names = IntStream.range(0, d).mapToObj(j -> "c" + j).toList();
        LinearModel model = Models.of(Design.plain(names), "y", 1e-300, w);

        assertParity(format, List.of(model), Unseen.ERROR, random(model.design(), 33, false));
    }

    @ParameterizedTest
    @EnumSource
    void severalTargets(ExportFormat format) throws Exception {
        Design design = design(3.5, "Rome");
        int d = design.terms().size();
        List<LinearModel> models = IntStream.range(0, 3)
                .mapToObj(k -> Models.of(
                        design, "y" + k, k, new Random(k).doubles(d, -1, 1).toArray()))
                .toList();

        assertParity(format, models, Unseen.ERROR, random(design, 40, true));
    }

    @ParameterizedTest
    @EnumSource
    void termsAndLevels(ExportFormat format) throws Exception {
        Design design = design(Double.NaN, null);
        LinearModel model = Models.of(design, "y", 10, weights(design));

        assertParity(format, List.of(model), Unseen.ERROR, random(design, 100, false));
    }

    @ParameterizedTest
    @EnumSource
    void aTargetCalledAsAnIndicator(ExportFormat format) throws Exception {
        Design design = new Design(
                List.of(new Numeric("a"), new Categorical("city", List.of("Oslo", "Rome"))),
                List.of(Term.interaction(List.of("a", "city=Rome")), Term.column("a")));
        LinearModel model = Models.of(design, "city=Rome", 1, 2, 3);

        assertParity(format, List.of(model), Unseen.ERROR, random(design, 10, false));
    }

    @ParameterizedTest
    @EnumSource
    void levelsAlone(ExportFormat format) throws Exception {
        Categorical a = new Categorical("a", List.of("0", "1", "1.0", "true"));
        Categorical b = new Categorical("levels", List.of("no", "\u00e9", "x\ty", " "));
        Design design = new Design(List.of(a, b), Term.columns(List.of("a=1", "a=true", "levels= ", "levels=x\ty")));
        LinearModel model = Models.of(design, "x", 0.5, 1, 2, 4, 8);

        assertParity(format, List.of(model), Unseen.ERROR, random(design, 50, false));
    }

    @ParameterizedTest
    @EnumSource
    void missingCellsAreFilled(ExportFormat format) throws Exception {
        Design design = design(3.5, "Rome");
        LinearModel model = Models.of(design, "y", 10, weights(design));

        assertParity(format, List.of(model), Unseen.ERROR, random(design, 100, true));
        assertParity(format, List.of(model), Unseen.ZERO, random(design, 100, true));
    }

    @ParameterizedTest
    @EnumSource
    void wordsForMissingLevelsAreKnown(ExportFormat format) throws Exception {
        Design design = design(3.5, "Rome");
        LinearModel model = Models.of(design, "y", 10, weights(design));
        List<Map<String, Object>> rows = List.of(row(1.0, 2.0, "NA"), row(1.0, 2.0, ""), row(1.0, 2.0, "nan"));

        assertParity(format, List.of(model), Unseen.ERROR, rows);
    }

    @ParameterizedTest
    @EnumSource
    void anUnseenLevelIsTakenForTheReference(ExportFormat format) throws Exception {
        for (String usual : new String[] {null, "Rome"}) {
            Design design = design(3.5, usual);
            LinearModel model = Models.of(design, "y", 10, weights(design));
            List<Map<String, Object>> rows = List.of(row(1.0, 2.0, "Atlantis"), row(-1.0, 0.5, "rome"));

            assertParity(format, List.of(model), Unseen.ZERO, rows);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anUnseenLevelIsRefused(ExportFormat format) throws Exception {
        for (String usual : new String[] {null, "Rome"}) {
            Design design = design(3.5, usual);
            LinearModel model = Models.of(design, "y", 10, weights(design));
            try (Scorer scorer = export(format, List.of(model), Unseen.ERROR)) {
                assertThat(scorer.score(List.of(row(1.0, 2.0, "Oslo")))).hasDimensions(1, 1);
                assertThat(catchThrowable(() -> scorer.score(List.of(row(1.0, 2.0, "Atlantis")))))
                        .isNotNull();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMissingCellThatNothingFillsGivesNoPrediction(ExportFormat format) throws Exception {
        Design design = design(Double.NaN, null);
        LinearModel model = Models.of(design, "y", 10, weights(design));
        List<Map<String, Object>> gaps =
                List.of(row(null, 2.0, "Oslo"), row(1.0, null, "Oslo"), row(1.0, 2.0, null), row(1.0, 2.0, "NA"));
        for (Unseen unseen : Unseen.values()) {
            try (Scorer scorer = export(format, List.of(model), unseen)) {
                for (Map<String, Object> gap : gaps) {
                    assertThat(predictionOrNaN(scorer, gap))
                            .as(unseen + " " + gap)
                            .isNaN();
                }
            }
        }
    }

    private static double predictionOrNaN(Scorer scorer, Map<String, Object> row) {
        double[][] prediction = {{Double.NaN}};
        Throwable refusal = catchThrowable(() -> prediction[0] = scorer.score(List.of(row))[0]);
        return refusal == null ? prediction[0][0] : Double.NaN;
    }

    /** Two columns of numbers and one of levels between them, with powers and products. */
    private static Design design(double fill, String usual) {
        return new Design(
                List.of(
                        new Numeric("a", fill),
                        new Categorical("city", List.of("Oslo", "Rome", "Zürich"), usual),
                        new Numeric("b", fill)),
                List.of(
                        Term.column("a"),
                        Term.column("city=Zürich"),
                        Term.column("city=Rome"),
                        Term.power("b", 3),
                        Term.column("b"),
                        Term.interaction(List.of("a", "b")),
                        Term.interaction(List.of("city=Rome", "a")),
                        Term.interaction(List.of("a", "a", "b", "city=Zürich"))));
    }

    private static double[] weights(Design design) {
        return new Random(3).doubles(design.terms().size(), -3, 3).toArray();
    }

    private static Map<String, Object> row(Double a, Double b, String city) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("a", a);
        row.put("b", b);
        row.put("city", city);
        return row;
    }

    private static List<Map<String, Object>> random(Design design, int rows, boolean gaps) {
        Random random = new Random(4);
        return IntStream.range(0, rows)
                .mapToObj(i -> {
                    Map<String, Object> row = new LinkedHashMap<>();
                    design.columns().forEach(column -> {
                        Object cell = column instanceof Categorical levels
                                ? levels.levels()
                                        .get(random.nextInt(levels.levels().size()))
                                : (Object) (random.nextGaussian() * 100);
                        row.put(column.name(), gaps && random.nextInt(4) == 0 ? null : cell);
                    });
                    return row;
                })
                .toList();
    }

    private void assertParity(
            ExportFormat format, List<LinearModel> models, Unseen unseen, List<Map<String, Object>> rows)
            throws Exception {
        try (Scorer scorer = export(format, models, unseen)) {
            double[][] scores = scorer.score(rows);
            DesignCells cells = new DesignCells(models.get(0).design(), unseen);
            for (int k = 0; k < models.size(); k++) {
                LinearModel model = models.get(k);
                double[] w = model.coefficients();
                double[] actual = new double[rows.size()];
                double[] expected = new double[rows.size()];
                double[] tolerance = new double[rows.size()];
                for (int i = 0; i < expected.length; i++) {
                    double[] x = cells.row(rows.get(i));
                    actual[i] = scores[i][k];
                    expected[i] = model.predict(x);
                    double size = Math.abs(model.intercept());
                    for (int j = 0; j < x.length; j++) {
                        size += Math.abs(w[j] * x[j]);
                    }
                    tolerance[i] = TOLERANCE * size;
                }
                assertClose(model.target(), actual, expected, tolerance);
            }
        }
    }

    private Scorer export(ExportFormat format, List<LinearModel> models, Unseen unseen) throws Exception {
        Path file = folder.resolve("model." + format.name().toLowerCase(java.util.Locale.ROOT));
        format.write(models, unseen, file);
        return Scorer.of(file);
    }
}
