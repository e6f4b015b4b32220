package io.linreg.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.linreg.base.LinregException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Levels and gaps, too, come out of the direct path as out of the parser of record, on any number of threads. */
class PlainCellsTest {
    private static final int RECORDS_ALONE = 0;
    private static final List<String> WORDS = List.of("red", "green", "blue", "a b", "5th", "NO");
    private static final List<String> NUMBERS = List.of("1", "1.0", "-2.5", "0", "1e3", "+7");
    private static final List<String> GAPS = List.of("", "NA", "NaN", "null", " ");
    private static final List<String> ODD = List.of(
            "\"red\"",
            "\"a, b\"",
            "\"3\"",
            "\"\"",
            "é",
            "'",
            "x\ty",
            "\tx",
            "x\t",
            "inf",
            "2024-01-31",
            "1e39",
            "\0",
            "\r");

    private static String outcome(String csv, CellRules rules, ColumnChoice choice, int chunk, boolean trickle) {
        byte[] bytes = Csv.utf8(csv);
        Source source = trickle ? Csv.of(Csv.trickle(bytes)) : Csv.of(bytes);
        try {
            DatasetReader.Result read = DatasetReader.read(source, ',', choice, rules, Precision.FLOAT, chunk);
            Dataset data = read.dataset();
            StringBuilder all = new StringBuilder();
            all.append(read.leftOut()).append(data.features()).append(data.frame());
            all.append(Arrays.toString(read.dropped().rows()));
            double[] x = new double[data.features().size()];
            for (long i = 0; i < data.rows(); i++) {
                data.copyRow(i, x);
                all.append('\n')
                        .append(Arrays.toString(x))
                        .append(data.y(i))
                        .append(' ')
                        .append(data.weight(i));
            }
            return all.toString();
        } catch (LinregException e) {
            return e.getMessage();
        }
    }

    private static CellRules rules(Random random, String first) {
        Set<String> declared =
                one(random, List.of(Set.of("b"), Set.of("b"), Set.of("b", "d"), Set.of(first, "b", "c"), Set.of()));
        Missing missing = one(random, List.of(Missing.values()));
        return new CellRules(declared, random.nextInt(8) > 0, missing);
    }

    private static ColumnChoice choice(Random random) {
        List<String> targets = random.nextInt(4) == 0 ? List.of("y", "z") : List.of("y");
        List<String> drop = random.nextInt(4) == 0 ? List.of("c") : List.of();
        return new ColumnChoice(targets, List.of(), drop, random.nextInt(4) == 0 ? "w" : null);
    }

    private static <T> T one(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** A column of words, a declared one, a mixed one, numbers, weights and targets; surprises are rare. */
    private static String table(Random random) {
        StringBuilder csv = new StringBuilder(random.nextBoolean() ? "a,b,c,d,w,z,y\n" : ",b,c,d,w,z,y\n");
        int gaps = 4 + random.nextInt(60);
        int odd = 50 + random.nextInt(5000);
        for (int i = random.nextInt(60); i > 0; i--) {
            List<String> row = new ArrayList<>();
            row.add(one(random, WORDS));
            row.add(one(random, random.nextBoolean() ? WORDS : NUMBERS));
            row.add(one(random, random.nextInt(400) > 0 ? WORDS : NUMBERS));
            row.add(one(random, NUMBERS));
            row.add(Integer.toString(random.nextInt(3)));
            row.add(one(random, NUMBERS));
            row.add(one(random, NUMBERS));
            for (int j = 0; j < row.size(); j++) {
                String cell = random.nextInt(gaps) == 0 ? one(random, GAPS) : row.get(j);
                row.set(j, random.nextInt(odd) == 0 ? one(random, ODD) : cell);
            }
            csv.append(String.join(random.nextInt(9) == 0 ? " , " : ",", row));
            csv.append(random.nextInt(99) == 0 ? "\n\n" : "\n");
        }
        return csv.toString();
    }

    @Property(tries = 600)
    void chunksOfAnySizeGiveWhatRecordsGive(@ForAll long seed) {
        Random random = new Random(seed);
        String csv = table(random);
        CellRules rules = rules(random, csv.startsWith(",") ? "Unnamed: 0" : "a");
        ColumnChoice choice = choice(random);
        assertThat(outcome(csv, rules, choice, PlainRows.CHUNK, false))
                .isEqualTo(outcome(csv, rules, choice, RECORDS_ALONE, false));
        String expected = outcome(csv, rules, choice, RECORDS_ALONE, true);
        for (int chunk : new int[] {1, 30, 200}) {
            assertThat(outcome(csv, rules, choice, chunk, true))
                    .as("in chunks of %d", chunk)
                    .isEqualTo(expected);
        }
    }

    /** A line that is too short, and a zero byte further down, which no chunk may bring up first. */
    @Test
    void theFirstOfTwoErrorsIsReported() {
        chunksOfAnySizeGiveWhatRecordsGive(15970);
    }

    @Test
    void manyChunksOnManyThreads() {
        Random random = new Random(1);
        StringBuilder csv = new StringBuilder("a,b,y\n");
        for (int i = 0; i < 60_000; i++) {
            csv.append(random.nextInt(9) == 0 ? "" : "level " + random.nextInt(900))
                    .append(',');
            csv.append(random.nextInt(5) == 0 ? "NA" : Integer.toString(random.nextInt(100)))
                    .append(',');
            csv.append(i).append('\n');
        }
        ColumnChoice choice = ColumnChoice.target("y");
        for (Missing missing : Missing.values()) {
            CellRules rules = new CellRules(Set.of(), true, missing);
            for (String end : List.of("", "\"level 5\",1,2\n", "x,1e99,2\n", "7,1,2\n")) {
                String expected = outcome(csv + end, rules, choice, RECORDS_ALONE, false);
                assertThat(outcome(csv + end, rules, choice, 1 << 12, false).equals(expected))
                        .as("%s, <%s>", missing, end)
                        .isTrue();
            }
        }
    }

    /** Chunks far ahead may meet the level that is one too many before those in front of them do. */
    @Test
    void theLevelThatIsOneTooManyIsAlwaysTheSame() {
        StringBuilder csv = new StringBuilder("a,y\n");
        for (int i = 0; i < 30_000; i++) {
            csv.append("level ").append(i / 20).append(",1\n");
        }
        CellRules rules = new CellRules(Set.of("a"), false, Missing.ERROR);
        for (int chunk : new int[] {RECORDS_ALONE, 1 << 9, 1 << 12}) {
            for (int round = 0; round < 5; round++) {
                assertThat(outcome(csv.toString(), rules, ColumnChoice.target("y"), chunk, false))
                        .isEqualTo(
                                "data.csv, line 20002, column \"a\": \"level 1000\" is level 1001 of the column, and more"
                                        + " than 1000 are not supported; group them, or leave the column out with --drop");
            }
        }
    }
}
