package io.linreg.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.linreg.base.LinregException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table read in blocks is the table read at once. */
class RowStreamTest {
    private static final ColumnChoice LAST = new ColumnChoice(null, List.of(), List.of());
    private static final CellRules DROPPING = new CellRules(Set.of(), true, Missing.DROP);

    private static CsvRowSource source(String text, ColumnChoice choice, CellRules rules) {
        return new CsvRowSource(Csv.of(text), null, choice, rules, Precision.DOUBLE);
    }

    private static List<RowStream.Block> blocks(RowStream stream) {
        List<RowStream.Block> blocks = new ArrayList<>();
        for (RowStream.Block block = stream.next(); block != null; block = stream.next()) {
            blocks.add(block);
        }
        return blocks;
    }

    /** A row as words: levels by name. */
    private static List<String> row(Dataset data, long i) {
        List<String> row = new ArrayList<>();
        for (int j = 0; j < data.features().size(); j++) {
            List<String> levels = data.frame().levels().get(data.features().get(j));
            double value = data.x(i, j);
            row.add(levels == null || Double.isNaN(value) ? String.valueOf(value) : levels.get((int) value));
        }
        row.add(String.valueOf(data.y(i)));
        row.add(String.valueOf(data.weight(i)));
        return row;
    }

    private static void assertSame(String text, ColumnChoice choice, CellRules rules, int chunk, int rowsOfBlock) {
        DatasetReader.Result whole;
        try {
            whole = DatasetReader.read(Csv.of(text), null, choice, rules, Precision.DOUBLE);
        } catch (LinregException e) {
            Csv.assertRefused(() -> blocks(source(text, choice, rules).open(chunk, rowsOfBlock)), "data.csv");
            return;
        }
        try (RowStream stream = source(text, choice, rules).open(chunk, rowsOfBlock)) {
            List<RowStream.Block> blocks = blocks(stream);
            assertThat(stream.tally().leftOut()).isEqualTo(whole.leftOut());
            assertThat(stream.others()).isEqualTo(whole.others());
            List<List<String>> rows = new ArrayList<>();
            List<Long> numbers = new ArrayList<>();
            for (RowStream.Block block : blocks) {
                Dataset kept = block.rows().project(whole.dataset().features());
                assertThat(block.first() % rowsOfBlock).isZero();
                assertThat(kept.rows() + block.dropped().count()).isLessThanOrEqualTo(rowsOfBlock);
                for (int i = 0; i < kept.rows(); i++) {
                    rows.add(row(kept, i));
                }
                Arrays.stream(block.numbers()).forEach(numbers::add);
            }
            Dataset all = whole.dataset();
            int[] places = new int[(int) all.rows()];
            for (int i = 0; i < places.length; i++) {
                assertThat(rows.get(i)).isEqualTo(row(all, i));
                places[i] = i;
            }
            assertThat(rows).hasSize(places.length);
            assertThat(numbers.stream().mapToInt(Long::intValue))
                    .containsExactly(Arrays.stream(whole.dropped().tableRows(places))
                            .boxed()
                            .toArray(Integer[]::new));
        }
    }

    @Property(tries = 300)
    void blocksAreTheWhole(@ForAll long seed) {
        Random random = new Random(seed);
        String text = PlainRowsTest.table(random, random.nextInt(2));
        for (int chunk : new int[] {0, 1, 100, PlainRows.CHUNK}) {
            assertSame(text, LAST, CellRules.NUMBERS, chunk, 1 + random.nextInt(40));
        }
    }

    @Property(tries = 200)
    void wordsGapsAndWeights(@ForAll long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(",c,x,w,y\n");
        int gap = 2 + random.nextInt(30);
        for (int i = random.nextInt(200); i >= 0; i--) {
            text.append(random.nextInt(5) == 0 ? "7" : String.valueOf(i)).append(',');
            text.append(random.nextInt(gap) == 0 ? "" : "level" + random.nextInt(4))
                    .append(',');
            text.append(random.nextInt(gap) == 0 ? "NA" : PlainRowsTest.number(random))
                    .append(',');
            text.append(random.nextInt(3))
                    .append(',')
                    .append(random.nextInt(100))
                    .append('\n');
        }
        ColumnChoice weighted = new ColumnChoice(List.of("y"), List.of(), List.of(), "w");
        for (int chunk : new int[] {0, 1, PlainRows.CHUNK}) {
            assertSame(text.toString(), weighted, DROPPING, chunk, 1 + random.nextInt(60));
        }
    }

    @Test
    void anIndexIsOneToTheEnd() {
        for (String last : List.of("5", "6")) {
            String text = ",a,y\n1,5,6\n2,5,7\n3,5,8\n4,5,9\n" + last + ",5,10\n";
            assertSame(text, LAST, CellRules.NUMBERS, PlainRows.CHUNK, 2);
            assertSame(text, LAST, CellRules.NUMBERS, 0, 2);
        }
    }

    @Test
    void severalTargets() {
        ColumnChoice two = new ColumnChoice(List.of("y", "a"), List.of(), List.of("b"), null);
        assertSame("a,b,c,y\n1,2,3,4\n5,6,7,8\n9,10,11,12\n", two, CellRules.NUMBERS, PlainRows.CHUNK, 2);
    }

    @Test
    void numbersCountDroppedRows() {
        RowStream.Block block = new RowStream.Block(
                source("a,y\n1,2\n1,2\n1,2\n", LAST, CellRules.NUMBERS)
                        .open()
                        .next()
                        .rows(),
                100,
                new DroppedRows(new int[] {0, 2, 5}));

        assertThat(block.numbers()).containsExactly(101, 103, 104);
    }

    @Test
    void rowNumbersOfBadWeightsAreTheTables() {
        ColumnChoice weighted = new ColumnChoice(List.of("y"), List.of("a"), List.of(), "w");
        CsvRowSource source = source("a,w,y\n1,1,2\n,1,2\n1,1,2\n1,-1,2\n", weighted, DROPPING);

        Csv.assertRefused(
                () -> blocks(source.open(PlainRows.CHUNK, 3)), "data.csv: the weight in row 3 (from 0) is -1");
    }

    @Test
    void weightsOfZeroAreFineInABlockAlone() {
        ColumnChoice weighted = new ColumnChoice(List.of("y"), List.of("a"), List.of(), "w");

        assertThat(blocks(source("a,w,y\n1,0,2\n1,0,2\n3,1,2\n", weighted, DROPPING)
                        .open(PlainRows.CHUNK, 2)))
                .hasSize(2);
        Csv.assertRefused(
                () -> blocks(source("a,w,y\n1,0,2\n1,0,2\n3,0,2\n", weighted, DROPPING)
                        .open(PlainRows.CHUNK, 2)),
                "data.csv: all weights, column \"w\", are 0");
    }

    @Test
    void filesCanBeReadAgainAndStreamsCannot(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("a.csv"), "a,y\n1,2\n");

        assertThat(new CsvRowSource(Source.file(file), null, LAST, CellRules.NUMBERS, Precision.DOUBLE).repeatable())
                .isTrue();
        assertThat(source("a,y\n1,2\n", LAST, CellRules.NUMBERS).repeatable()).isFalse();
    }
}
