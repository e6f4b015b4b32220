package io.linreg.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.linreg.base.LinregException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The direct path gives what the parser of record gives, bit for bit or word for word. */
class PlainRowsTest {
    private static final ColumnChoice LAST = new ColumnChoice(null, List.of(), List.of());
    private static final int RECORDS_ALONE = 0;

    /** Everything about a result, or the message of a refusal. */
    private static String outcome(byte[] bytes, ColumnChoice choice, Precision training, int chunk, boolean trickle) {
        InputStream in = trickle ? Csv.trickle(bytes) : new ByteArrayInputStream(bytes);
        try {
            DatasetReader.Result result =
                    DatasetReader.read(Csv.of(in), null, choice, CellRules.NUMBERS, training, chunk);
            Dataset data = result.dataset();
            StringBuilder all = new StringBuilder();
            all.append(result.leftOut()).append(data.features()).append(data.target());
            all.append(data.rows())
                    .append(' ')
                    .append(data.blockRows())
                    .append(' ')
                    .append(data.precision());
            for (RowBlock block : data.blocks()) {
                for (int i = 0; i < RowBlock.padded(block.rows()); i++) {
                    all.append('\n').append(Double.doubleToRawLongBits(block.y(i)));
                    for (int j = 0; j < block.features(); j++) {
                        all.append(' ').append(Double.doubleToRawLongBits(block.x(i, j)));
                    }
                }
            }
            return all.toString();
        } catch (LinregException e) {
            return e.getMessage();
        }
    }

    private static void assertSame(byte[] bytes, ColumnChoice choice, Precision training) {
        assertThat(outcome(bytes, choice, training, PlainRows.CHUNK, false))
                .isEqualTo(outcome(bytes, choice, training, RECORDS_ALONE, false));
        String expected = outcome(bytes, choice, training, RECORDS_ALONE, true);
        for (int chunk : new int[] {1, 7, 30, 200}) {
            assertThat(outcome(bytes, choice, training, chunk, true))
                    .as("in chunks of %d", chunk)
                    .isEqualTo(expected);
        }
    }

    private static void assertSame(String text) {
        assertSame(Csv.utf8(text), LAST, Precision.DOUBLE);
        assertSame(Csv.utf8(text), LAST, Precision.FLOAT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a,b\n1,2\n3,4\n",
                "a,b\n1,2\n3,4",
                "a,b\r\n1,2\r\n3,4\r\n",
                "a,b\r\n1,2\r\n3,4\r",
                "a,b\r1,2\r3,4\r",
                "a,b\n1,2\r3,4\n",
                "a,b\n1,2\r\r\n3,4\n",
                "\n\n\"a\",b\n1,2\n3,4\n\n\n",
                "\"a\nc\",b\n1,2\n\n3,4\n",
                "\uFEFFgröße,b\n1,2\n3,4\n",
                "a;b\n 1 ; 2 \n3;4  \n",
                "a\tb\n 1 \t 2 \n3\t4  \n",
                "a|b\n-0|+2.\n.5|-1.5e-3\n",
                "a,b\n1,2\n   \n3,4\n",
                "a,b\n1,2\n3,4,\n",
                "a,b\n1,2\n3\n",
                "a,b\n1,2\n,4\n5,x\n",
                "a,b\n1,2\n3,NaN\n5,x,7\n",
                "a,b\n1,2\n3,inf\n",
                "a,b\n1,1e39\n3,1e400\n",
                "a,b\n1,1e-40\n",
                "a,b\n1,2\n\"3\",4\n5,6\n",
                "a,b\n1,2\n3,\"4\n5,6\n",
                "a,b\n1,2\n\n\"3\"x,4\n5,6\n",
                "a,b\n1,2\n3,\0\n",
                "a,b\n1,2\n\u00013,4\n",
                "a,b\n1,2\né,4\n",
                "a,b\n1,2\n3,4d\n",
                "a,b\n1,2\n0x3,4\n",
                "a,b\n1,2\n1 2,4\n",
                "a,b\n1,2\n.,4\n",
                "a,b\n1,2\n1e,4\n",
                "a,b\n1,2\n--1,4\n",
                "a,b\n",
                "a,b",
                "a,b\n\n\n",
                "",
                "a\n1\n",
                ",a,b\n0,1,2\n1,3,4\n2,5,6\n",
                ",a,b\n1,1,2\n2.0,3,4\n3,5,6\n",
                ",a,b\n1,1,2\n2,3,4\n4,5,6\n",
                ",a,b\n1,1,2\n,3,4\n",
                ",b\n1,1\n2,2\n",
                ",b\n1,1\n2,\n"
            })
    void plainAndNotSoPlain(String text) {
        assertSame(text);
    }

    @Test
    void columnsThatAreNotUsedMayHoldText() {
        ColumnChoice choice = new ColumnChoice("y", List.of("c", "a"), List.of());
        for (String cell : List.of("x", "", " ", "a b", "\"q\"", "é", "x\ty", "\r", "\"a,\nb\"", "x\0", "5\" pipe")) {
            String text = "a,y,t,c\n1,2,x y,3\n1,2," + cell + ",3\n4,5,,6\n" + "1,2,z,x\n";
            assertSame(Csv.utf8(text), choice, Precision.DOUBLE);
            assertSame(Csv.utf8(text.replace("x\n", "7\n")), choice, Precision.DOUBLE);
        }
    }

    @Property(tries = 150)
    void numbersInEveryNotation(@ForAll long seed) {
        assertSame(table(new Random(seed), 0));
    }

    @Property(tries = 300)
    void numbersAndWhatIsNone(@ForAll long seed) {
        Random random = new Random(seed);
        assertSame(table(random, 1 + random.nextInt(3)));
    }

    @Property(tries = 200)
    void failuresOfTheStreamComeAfterTheSameLine(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] whole = Csv.gzip(Csv.utf8(table(random, random.nextInt(2))));
        byte[] cut = Arrays.copyOf(whole, 2 + random.nextInt(whole.length - 2));
        assertSame(cut, LAST, Precision.DOUBLE);
        whole[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
        assertSame(whole, LAST, Precision.DOUBLE);
    }

    /** In double, their numbers stand row by row. */
    @Test
    void manyColumns() {
        Random random = new Random(2);
        StringBuilder text = new StringBuilder("y");
        for (int j = 0; j < 300; j++) {
            text.append(",x").append(j);
        }
        for (int i = 0; i < 70; i++) {
            text.append('\n').append(i);
            for (int j = 0; j < 300; j++) {
                text.append(',').append(random.nextInt(1000)).append(j % 7 == 0 ? ".5" : "");
            }
        }
        assertSame(text.toString());
    }

    @Test
    void manyChunksOnManyThreads() {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder(",a,b,c,y\n");
        for (int i = 0; i < 140_000; i++) {
            text.append(i).append(',');
            text.append(random.nextGaussian())
                    .append(',')
                    .append(random.nextInt())
                    .append(',');
            text.append((float) random.nextGaussian())
                    .append(',')
                    .append(random.nextInt(10))
                    .append('\n');
        }
        String whole = text.toString();
        int nearEnd = whole.indexOf('\n', whole.length() - 100_000) + 1;
        for (String damage : List.of("", "1,x,3,4,5\n", "\n", "1,2,3\n", "1,2,3,4,\"5\n")) {
            byte[] bytes = Csv.utf8(whole.substring(0, nearEnd) + damage + whole.substring(nearEnd));
            String expected = outcome(bytes, LAST, Precision.DOUBLE, RECORDS_ALONE, false);
            assertThat(outcome(bytes, LAST, Precision.DOUBLE, 1 << 14, false).equals(expected))
                    .as("<%s>", damage)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b\n1,2\n3,4\n", "a,b\n1,2\n3,", "a,b\n1,x\n3,4\n", "a,b\n1,2,3\n4,5\n"})
    void aStreamThatFailsInTheMiddle(String text) {
        for (int chunk : new int[] {RECORDS_ALONE, 1, 8, PlainRows.CHUNK}) {
            InputStream failing = new FilterInputStream(Csv.trickle(Csv.utf8(text))) {
                @Override
                public int read(byte[] to, int offset, int length) throws IOException {
                    int count = super.read(to, offset, length);
                    if (count < 0) {
                        throw new IOException("the disk is gone");
                    }
                    return count;
                }
            };
            Csv.assertRefused(
                    () -> DatasetReader.read(Csv.of(failing), null, LAST, CellRules.NUMBERS, Precision.DOUBLE, chunk),
                    "cannot read data.csv: the disk is gone");
        }
    }

    /** What is longer than any chunk, far down in a file that is plain up to there. */
    @ParameterizedTest
    @ValueSource(strings = {"9", "\""})
    void aLineWithoutEnd(String repeated) {
        byte[] bytes = Csv.utf8("a,b\n" + "1,2\n".repeat(300_000) + repeated.repeat(100_000_000 / repeated.length()));
        for (int chunk : new int[] {RECORDS_ALONE, PlainRows.CHUNK}) {
            Csv.assertRefused(
                    () -> DatasetReader.read(Csv.of(bytes), null, LAST, CellRules.NUMBERS, Precision.DOUBLE, chunk),
                    "data.csv, line 300002: a record of more than 16777216 characters; is there a quote that never");
        }
    }

    @Test
    void aQuoteThatNeverCloses() {
        byte[] bytes = Csv.utf8("a,b\n" + "1,2\n".repeat(300_000) + "3,\"4\n" + "5,6\n".repeat(300_000));
        for (int chunk : new int[] {RECORDS_ALONE, PlainRows.CHUNK}) {
            Csv.assertRefused(
                    () -> DatasetReader.read(Csv.of(bytes), null, LAST, CellRules.NUMBERS, Precision.DOUBLE, chunk),
                    "data.csv, line 300002: the quote that opens here never closes");
        }
    }

    @Test
    void aMillionColumns() {
        String names = IntStream.range(0, 1_000_000).mapToObj(j -> "c" + j).collect(Collectors.joining(","));
        String row = "1" + ",2".repeat(999_999) + "\n";
        ColumnChoice few = new ColumnChoice("c7", List.of("c3", "c999999"), List.of());
        for (int chunk : new int[] {RECORDS_ALONE, PlainRows.CHUNK}) {
            Csv.assertRefused(
                    () -> DatasetReader.read(
                            Csv.of(names + "\n" + row + row + "1,2\n"),
                            null,
                            few,
                            CellRules.NUMBERS,
                            Precision.DOUBLE,
                            chunk),
                    "data.csv, line 4: 2 fields where the header has 1000000");
            Csv.assertRefused(
                    () -> DatasetReader.read(
                            Csv.of(names + "\n" + row + row + "x" + row),
                            null,
                            LAST,
                            CellRules.NUMBERS,
                            Precision.DOUBLE,
                            chunk),
                    "data.csv, line 4, column \"c0\": \"x1\" is not a number");
            Dataset data = DatasetReader.read(
                            Csv.of(names + "\n" + row + row), null, few, CellRules.NUMBERS, Precision.DOUBLE, chunk)
                    .dataset();
            assertThat(data.rows()).isEqualTo(2);
            assertThat(data.x(1, 1)).isEqualTo(2);
        }
    }

    @Test
    void fewerRowsThanThreads() {
        assertThat(Csv.read("a,b\n1,2").dataset().rows()).isEqualTo(1);
    }

    static String table(Random random, int surprises) {
        int columns = 2 + random.nextInt(4);
        int rows = 1 + random.nextInt(150);
        String delimiter = String.valueOf(",;\t|".charAt(random.nextInt(4)));
        String end = random.nextInt(3) == 0 ? "\r\n" : "\n";
        boolean index = random.nextInt(4) == 0;
        int[] surprising = random.ints(surprises, 0, rows).toArray();
        StringBuilder text = new StringBuilder();
        for (int j = 0; j < columns; j++) {
            text.append(j == 0 ? "" : delimiter).append(index && j == 0 ? "" : "c" + j);
        }
        text.append(end);
        for (int i = 0; i < rows; i++) {
            StringBuilder line = new StringBuilder();
            for (int j = 0; j < columns; j++) {
                line.append(j == 0 ? "" : delimiter).append(" ".repeat(random.nextInt(8) / 7));
                line.append(index && j == 0 ? "" + i : number(random)).append(" ".repeat(random.nextInt(8) / 7));
            }
            for (int row : surprising) {
                if (row == i) {
                    int at = random.nextInt(line.length() + 1);
                    String what = new String[] {
                                "\"", "x", " ", "\n", "\r", "\0", "é", delimiter, "-", ".", "e", "1e999", "NA", "\t",
                                "\u000B"
                            }
                            [random.nextInt(15)];
                    line.replace(at, Math.min(line.length(), at + random.nextInt(3)), what);
                }
            }
            text.append(line).append(i == rows - 1 && random.nextBoolean() ? "" : end);
        }
        return text.toString();
    }

    static String number(Random random) {
        return switch (random.nextInt(7)) {
            case 0 -> String.valueOf(random.nextInt(1000) - 500);
            case 1 -> String.valueOf(random.nextGaussian());
            case 2 -> String.format(Locale.ROOT, "%.7f", 100 * random.nextGaussian());
            case 3 -> String.valueOf((float) random.nextGaussian());
            case 4 -> random.nextLong() + (random.nextBoolean() ? "e-" + random.nextInt(30) : "");
            case 5 ->
                (random.nextBoolean() ? "+" : "-0") + random.nextInt(100) + "." + (random.nextBoolean() ? "0" : "");
            default -> {
                double any = Double.longBitsToDouble(random.nextLong());
                yield Double.isFinite(any) && Math.abs(any) < 1e30 && Math.abs(any) > 1e-30
                        ? String.valueOf(any)
                        : "0.1";
            }
        };
    }
}
