package io.linreg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.linreg.backend.Backend;
import io.linreg.backend.Gradient;
import io.linreg.base.LinregException;
import io.linreg.data.CellRules;
import io.linreg.data.ColumnChoice;
import io.linreg.data.CsvReader;
import io.linreg.data.HashSplit;
import io.linreg.data.Missing;
import io.linreg.data.Precision;
import io.linreg.data.RowStream;
import io.linreg.data.Source;
import io.linreg.data.TableStream;
import io.linreg.data.Term;
import io.linreg.solver.NormalEquations;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What is gathered of parts of a table, sent here as bytes and merged, is what is gathered of the table. */
class PassesInPartsTest {
    private static final String HEADER = ",size,city,rooms,w,price";
    private static final ColumnChoice CHOICE = new ColumnChoice(List.of("price"), List.of(), List.of(), "w");
    private static final List<Term> PRODUCTS =
            List.of(Term.power("size", 2), Term.interaction(List.of("size", "city")));

    /** A table of CSV, in parts that begin at some rows. */
    private record Parts(List<String> rows, List<Integer> begins, CellRules rules) implements RowPasses {
        @Override
        public String name() {
            return "parts";
        }

        @Override
        public boolean repeatable() {
            return true;
        }

        @Override
        public int shown() {
            return 150;
        }

        @Override
        public <T extends Mergeable<T>> T pass(BlockWork<T> work, Backend here, TrainingListener listener) {
            List<Integer> ends = new ArrayList<>(begins);
            ends.add(rows.size());
            T merged = null;
            int from = 0;
            for (int to : ends) {
                if (to > from) {
                    T left = sent(sent(work).on(part(from, to, work.categorical()), here));
                    merged = merged == null ? left : merged.merge(left);
                }
                from = Math.max(from, to);
            }
            return merged;
        }

        private RowStream part(int from, int to, Set<String> categorical) {
            String text = HEADER + "\n" + String.join("\n", rows.subList(from, to)) + "\n";
            CsvReader csv = new CsvReader(
                    Source.stream(name(), new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))), ',');
            return TableStream.part(csv, CHOICE, rules.with(categorical), Precision.DOUBLE, from, 200);
        }

        @SuppressWarnings("unchecked") // it is what it was
        private static <T> T sent(T object) {
            try {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                    out.writeObject(object);
                }
                return (T) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
            } catch (IOException | ClassNotFoundException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static List<String> rows(long seed, boolean gaps) {
        Random random = new Random(seed);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String city = List.of("Oslo", "Bergen", "Aarhus", "Å").get(Math.min(3, i / 50 + random.nextInt(2)));
            boolean gap = gaps && (random.nextInt(8) == 0 || i > 180);
            rows.add(String.join(
                    ",",
                    String.valueOf(i),
                    gaps && random.nextInt(9) == 0 ? "NA" : String.valueOf(random.nextGaussian()),
                    gap ? "" : city,
                    String.valueOf(random.nextInt(5)),
                    String.valueOf(random.nextInt(3)),
                    String.valueOf(3 + random.nextGaussian())));
        }
        return rows;
    }

    private static StreamedRuns train(RowPasses rows, Gradient gradient, Warnings warnings) {
        LinearRegression.Builder regression =
                LinearRegression.builder().device("cpu").precision(Precision.DOUBLE);
        LinearRegression wanted = gradient == null
                ? regression
                        .solver(new NormalEquations(NormalEquations.TOLERANCE))
                        .build()
                : regression.epochs(4).gradient(gradient).build();
        return wanted.train(new StreamedData(rows, new HashSplit(0.3, 1), PRODUCTS, false), warnings);
    }

    @Property(tries = 40)
    void mergedTheyAreTheWhole(
            @ForAll @IntRange(max = 1000) int seed,
            @ForAll Missing missing,
            @ForAll boolean epochs,
            @ForAll @Size(max = 6) List<@IntRange(max = 200) Integer> begins) {
        List<String> rows = rows(seed, missing != Missing.ERROR);
        CellRules rules = new CellRules(Set.of(), true, missing);
        List<Integer> sorted = begins.stream().sorted().toList();
        Gradient gradient = epochs ? Gradient.FUSED : null;
        Warnings ofWhole = new Warnings();
        Warnings ofParts = new Warnings();

        StreamedRuns whole = train(new Parts(rows, List.of(), rules), gradient, ofWhole);
        StreamedRuns parts = train(new Parts(rows, sorted, rules), gradient, ofParts);

        StreamedTable one = whole.table();
        StreamedTable other = parts.table();
        assertThat(other.design().terms()).isEqualTo(one.design().terms());
        assertThat(other.rows()).isEqualTo(one.rows());
        assertThat(other.dropped()).isEqualTo(one.dropped());
        assertThat(other.leftOut()).isEqualTo(one.leftOut()).hasSize(1);
        assertThat(other.sampleNumbers()).isEqualTo(one.sampleNumbers());
        LinearModel expected = whole.runs().get(0).model();
        LinearModel model = parts.runs().get(0).model();
        for (int j = 0; j < expected.coefficients().length; j++) {
            assertThat(model.coefficients()[j])
                    .isCloseTo(expected.coefficients()[j], within(1e-11 * (1 + Math.abs(expected.coefficients()[j]))));
        }
        assertThat(untimed(ofParts)).isEqualTo(untimed(ofWhole));
    }

    private static List<String> untimed(Warnings warnings) {
        return warnings.messages.stream()
                .map(message -> message.replaceFirst("took .* s;", ""))
                .toList();
    }

    @Test
    void wordsHereAndNumbersThereAreAnError() {
        List<String> rows = new ArrayList<>(rows(1, false));
        for (int i = 100; i < rows.size(); i++) {
            rows.set(i, rows.get(i).replaceAll("Oslo|Bergen|Aarhus|Å", "12"));
        }
        for (Missing missing : List.of(Missing.DROP, Missing.MEAN)) {
            Parts parts = new Parts(rows, List.of(100), new CellRules(Set.of(), true, missing));
            assertThatThrownBy(() -> train(parts, null, new Warnings()))
                    .isInstanceOf(LinregException.class)
                    .hasMessageStartingWith("parts: ")
                    .hasMessageContaining("has words in some rows and numbers in others");
        }
    }

    @Test
    void whatOnlyTheWholeCanTell() {
        List<String> weightless = rows(1, false).stream()
                .map(row -> row.replaceAll(",\\d+,([^,]+)$", ",0,$1"))
                .toList();
        assertThatThrownBy(
                        () -> train(new Parts(weightless, List.of(90), allLevels(Missing.ERROR)), null, new Warnings()))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("all weights, column \"w\", are 0");
        List<String> empty = weightless.stream()
                .map(row -> "," + row.substring(row.indexOf(',') + 1))
                .toList();
        assertThatThrownBy(() -> train(new Parts(empty, List.of(90), allLevels(Missing.DROP)), null, new Warnings()))
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("a cell is missing in every row");
    }

    private static CellRules allLevels(Missing missing) {
        return new CellRules(Set.of("city"), false, missing);
    }
}
