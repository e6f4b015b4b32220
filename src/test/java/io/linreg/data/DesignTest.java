package io.linreg.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linreg.data.InputColumn.Categorical;
import io.linreg.data.InputColumn.Numeric;
import io.linreg.testing.Problems;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DesignTest {
    private static final double NONE = Double.NaN;
    private static final Categorical COLOR = new Categorical("color", List.of("blue", "green", "red"), "green");
    private static final Design DESIGN = new Design(
            List.of(new Numeric("x", 2.5), COLOR, new Numeric("z")),
            List.of(
                    Term.column("x"),
                    Term.column("color=green"),
                    Term.column("color=red"),
                    Term.power("x", 3),
                    Term.interaction(List.of("color=red", "z"))));

    /** Rows of x, the position of a color, z. */
    private static Dataset frame(List<String> colors, double[]... rows) {
        DatasetBuilder builder = Dataset.builder(List.of("z", "color", "x"), "y", Precision.DOUBLE);
        for (double[] row : rows) {
            builder.add(new double[] {row[2], row[1], row[0]}, 7);
        }
        return builder.build().with(new Frame(Map.of("color", colors), true));
    }

    @Test
    void computesARowByHand() {
        Dataset data = frame(
                List.of("red", "blue", "green"), new double[][] {{3, 0, 5}, {-2, 2, 5}, {1, 1, 5}, {NONE, NONE, 5}});

        Dataset matrix = DESIGN.apply(data, Unseen.ERROR);

        assertThat(matrix.features()).containsExactly("x", "color=green", "color=red", "x^3", "color=red:z");
        assertThat(Problems.x(matrix))
                .isDeepEqualTo(
                        new double[][] {{3, 0, 1, 27, 5}, {-2, 1, 0, -8, 0}, {1, 0, 0, 1, 0}, {2.5, 1, 0, 15.625, 0}});
        assertThat(matrix.y(3)).isEqualTo(7);
        assertThat(matrix.frame()).isEqualTo(Frame.NUMBERS);
    }

    @Test
    void weightsComeAlong() {
        Dataset data = frame(List.of("red"), new double[] {1, 0, 5}, new double[] {1, 0, 6});
        Design noZ = DESIGN.keep(List.of("x", "color=red"));

        Dataset matrix = noZ.apply(data.withWeights("z"), Unseen.ERROR);

        assertThat(matrix.features()).containsExactly("x", "color=red");
        assertThat(matrix.weight(1)).isEqualTo(6);
    }

    @Test
    void whatTrainingDidNotTeachIsRefused() {
        Dataset pink = frame(List.of("blue", "pink"), new double[] {1, 0, 5}, new double[] {1, 1, 5});
        Csv.assertRefused(
                () -> DESIGN.apply(pink, Unseen.ERROR),
                "column \"color\": \"pink\" is not among the levels of the training rows (\"blue\", \"green\", \"red\");"
                        + " correct it, or take it for \"blue\" with --unseen zero");
        assertThat(Problems.x(DESIGN.apply(pink, Unseen.ZERO))[1]).containsExactly(1, 0, 0, 1, 0);
        assertThat(DESIGN.unseen(pink)).containsExactly("color=pink");
        assertThat(DESIGN.unseen(pink.select(new int[] {0}))).isEmpty();
        assertThat(DESIGN.apply(pink.select(new int[] {0}), Unseen.ERROR).rows())
                .isEqualTo(1);

        Dataset gap = frame(List.of("blue"), new double[] {1, 0, NONE});
        Csv.assertRefused(() -> DESIGN.apply(gap, Unseen.ERROR), "column \"z\" misses a cell", "--missing mean");

        Dataset large = frame(List.of("blue"), new double[] {1e103, 0, 1});
        Csv.assertRefused(() -> DESIGN.apply(large, Unseen.ERROR), "\"x^3\" is beyond the range of a double");
    }

    @Test
    void columnsHaveToBeOfTheirKind() {
        Dataset numbers = frame(List.of("blue"), new double[] {1, 0, 5}).with(Frame.NUMBERS);
        Csv.assertRefused(
                () -> DESIGN.apply(numbers, Unseen.ERROR), "\"color\" has numbers where the model has levels");
        Design plain = Design.plain(List.of("x", "color"));
        Dataset levels = frame(List.of("blue"), new double[] {1, 0, 5});
        Csv.assertRefused(() -> plain.apply(levels, Unseen.ERROR), "\"color\" has levels where the model has numbers");
        Csv.assertRefused(
                () -> DESIGN.apply(levels.project(List.of("x")), Unseen.ERROR),
                "the model needs columns \"color\", \"z\", but the data has only \"x\"");
    }

    @Test
    void aPlainDesignCopiesNothing() {
        Dataset data = Problems.random(5, 3, Precision.FLOAT, 1);
        Design plain = Design.plain(data.features());
        assertThat(plain.isPlain()).isTrue();
        assertThat(plain.apply(data, Unseen.ERROR)).isSameAs(data);
        assertThat(DESIGN.isPlain()).isFalse();
        assertThat(new Design(List.of(new Numeric("x", 1)), Term.columns(List.of("x"))).isPlain())
                .isFalse();
    }

    @Test
    void partsNeedOnlyTheirColumns() {
        assertThat(DESIGN.keep(List.of("x^3")).inputs()).containsExactly("x");
        assertThat(DESIGN.keep(List.of("color=red:z", "x")).inputs()).containsExactly("x", "color", "z");
        assertThat(DESIGN.keep(List.of("color=red")).features()).containsExactly("color=red");
        assertThat(DESIGN.withoutProducts().features()).containsExactly("x", "color=green", "color=red", "z");
    }

    @Test
    void theFormulaIsShort() {
        assertThat(DESIGN.formula()).containsExactly("x", "color[3 levels]", "x^3", "color:z");
    }

    @Test
    void partsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> new Design(List.of(new Numeric("x"), new Numeric("x")), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Design(List.of(new Numeric("color=red"), COLOR), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Design(List.of(COLOR), List.of(Term.column("color"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> new Design(List.of(COLOR), List.of(Term.column("color=red"), Term.column("color=red"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Categorical("c", List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Categorical("c", List.of("a", "a"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Categorical("c", List.of("a"), "b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Numeric("c", 1 / 0.0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Term(List.of(new Term.Factor("a", 1), new Term.Factor("a", 2))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** At most half a unit in the last place from the exact power: naive multiplication is off by several. */
    @Test
    void powersAreRoundedOnce() {
        Design powers = new Design(List.of(new Numeric("x")), List.of(Term.power("x", 30)));
        SplittableRandom random = new SplittableRandom(1);
        double[] into = new double[1];
        for (int round = 0; round < 2000; round++) {
            double x = random.nextDouble(-10, 10);
            new DesignRow(powers).compute(new double[] {x}, into);
            assertThat(into[0])
                    .as("%s^30", x)
                    .isEqualTo(new BigDecimal(x).pow(30).doubleValue());
        }
        new DesignRow(powers).compute(new double[] {-0.0}, into);
        assertThat(into[0]).isEqualTo(0);
    }

    @Test
    void rowsOfCellsAreThoseOfTheDataSet() {
        DesignCells cells = new DesignCells(DESIGN, Unseen.ERROR);
        Map<String, Object> row = new HashMap<>(Map.of("x", 3, "color", "red", "z", "5", "other", "word"));
        assertThat(cells.row(row)).containsExactly(3, 0, 1, 27, 5);
        row.put("x", null);
        row.put("color", "NA");
        assertThat(cells.row(row)).containsExactly(2.5, 1, 0, 15.625, 0);
        row.put("x", NONE);
        assertThat(cells.row(row)).containsExactly(2.5, 1, 0, 15.625, 0);
        row.put("z", null);
        Csv.assertRefused(() -> cells.row(row), "column \"z\": the cell is empty; fill it");
        row.put("z", NONE);
        Csv.assertRefused(() -> cells.row(row), "column \"z\": \"NaN\" is a missing value");
        row.put("z", "many");
        Csv.assertRefused(() -> cells.row(row), "column \"z\": \"many\" is not a number; correct it");
        row.remove("z");
        Csv.assertRefused(() -> cells.row(row), "there is no \"z\", which the model needs");
        row.put("z", 1);
        row.put("color", "pink");
        Csv.assertRefused(() -> cells.row(row), "column \"color\": \"pink\" is not among the levels");
        assertThat(new DesignCells(DESIGN, Unseen.ZERO).row(row)).containsExactly(2.5, 0, 0, 15.625, 0);
    }
}
