package io.linreg.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.linreg.data.Design;
import io.linreg.data.DesignCells;
import io.linreg.data.InputColumn;
import io.linreg.data.InputColumn.Categorical;
import io.linreg.data.InputColumn.Numeric;
import io.linreg.data.Term;
import io.linreg.data.Unseen;
import io.linreg.model.LinearModel;
import io.linreg.testing.Scorer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever columns and terms a model is made of, others predict with it what it predicts. */
class ExportPropertiesTest {
    private static final double TOLERANCE = 1e-12;
    private static final List<String> LEVELS = List.of("u", "v", "w", "z");

    @Property(tries = 25)
    void anyModel(@ForAll long seed, @ForAll ExportFormat format, @ForAll Unseen unseen) throws Exception {
        Random random = new Random(seed);
        Design design = design(random);
        double[] w = random.doubles(design.terms().size(), -10, 10).toArray();
        LinearModel model = Models.of(design, "y", random.nextGaussian(), w);
        List<Map<String, Object>> rows =
                IntStream.range(0, 7).mapToObj(i -> row(design, unseen, random)).toList();

        Path file = Files.createTempFile("model", "." + format.name().toLowerCase(Locale.ROOT));
        try {
            format.write(List.of(model), unseen, file);
            try (Scorer scorer = Scorer.of(file)) {
                double[][] scores = scorer.score(rows);
                DesignCells cells = new DesignCells(design, unseen);
                for (int i = 0; i < rows.size(); i++) {
                    double[] x = cells.row(rows.get(i));
                    double size = Math.abs(model.intercept());
                    for (int j = 0; j < x.length; j++) {
                        size += Math.abs(w[j] * x[j]);
                    }
                    assertThat(scores[i][0])
                            .as("%s of %s", rows.get(i), design)
                            .isCloseTo(model.predict(x), within(TOLERANCE * size));
                }
            }
        } finally {
            Files.delete(file);
        }
    }

    private static Design design(Random random) {
        List<InputColumn> columns = new ArrayList<>();
        for (int c = 0; c <= random.nextInt(4); c++) {
            columns.add(random.nextBoolean() ? numeric("n" + c, random) : categorical("c" + c, random));
        }
        List<String> encoded =
                columns.stream().flatMap(column -> column.encoded().stream()).toList();
        if (encoded.isEmpty()) {
            return design(random);
        }
        List<Term> terms = new ArrayList<>();
        Set<Map<String, Integer>> distinct = new HashSet<>();
        for (int t = 0; t <= random.nextInt(8); t++) {
            List<String> factors = IntStream.rangeClosed(0, random.nextInt(4))
                    .mapToObj(f -> encoded.get(random.nextInt(encoded.size())))
                    .toList();
            Term term = Term.interaction(factors);
            if (distinct.add(term.powers())) {
                terms.add(term);
            }
        }
        return new Design(columns, terms).keep(terms.stream().map(Term::name).toList());
    }

    private static InputColumn numeric(String name, Random random) {
        return new Numeric(name, random.nextBoolean() ? random.nextGaussian() : Double.NaN);
    }

    private static InputColumn categorical(String name, Random random) {
        List<String> levels = new ArrayList<>(LEVELS);
        Collections.shuffle(levels, random);
        levels = levels.subList(0, 1 + random.nextInt(levels.size()));
        return new Categorical(name, levels, random.nextBoolean() ? levels.get(random.nextInt(levels.size())) : null);
    }

    /** Cells that the design takes: missing where they are filled, unseen where they may be. */
    private static Map<String, Object> row(Design design, Unseen unseen, Random random) {
        Map<String, Object> row = new HashMap<>();
        for (InputColumn column : design.columns()) {
            boolean gap = !Double.isNaN(column.fill()) && random.nextInt(3) == 0;
            Object cell = random.nextGaussian();
            if (column instanceof Categorical categorical) {
                List<String> levels = unseen == Unseen.ZERO ? LEVELS : categorical.levels();
                cell = levels.get(random.nextInt(levels.size()));
            }
            row.put(column.name(), gap ? null : cell);
        }
        return row;
    }
}
