package io.linreg.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.linreg.base.LinregException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for every table, and for every sequence of bytes. */
class CsvPropertiesTest {
    private static final String[] PIECES = {
        "a", "B", "7", " ", "  ", ",", ";", "\t", "|", "\"", "\"\"", "\n", "\r\n", "é", "価", "😀", ".", "-", "x y", "'",
        "#", "\\"
    };

    @Property(tries = 300)
    void tablesOfTextAreReadBackAsWritten(@ForAll long seed, @ForAll @IntRange(min = 2, max = 6) int columns) {
        Random random = new Random(seed);
        List<List<String>> table = new ArrayList<>();
        table.add(names(random, columns));
        for (int rows = random.nextInt(30); rows > 0; rows--) {
            List<String> row = new ArrayList<>();
            for (int j = 0; j < columns; j++) {
                row.add(text(random));
            }
            table.add(row);
        }
        char delimiter = ",;\t|:".charAt(random.nextInt(5));
        byte[] bytes = new Writer(random, delimiter).write(table);
        assertThat(Csv.records(Csv.of(bytes), delimiter)).isEqualTo(table);
    }

    @Property(tries = 300)
    void tablesOfNumbersAreReadBackAsWritten(@ForAll long seed, @ForAll @IntRange(min = 2, max = 6) int columns) {
        Random random = new Random(seed);
        List<List<String>> table = new ArrayList<>();
        table.add(names(random, columns));
        double[][] values = new double[1 + random.nextInt(30)][columns];
        for (double[] row : values) {
            for (int j = 0; j < columns; j++) {
                row[j] = number(random);
            }
            table.add(Arrays.stream(row).mapToObj(Double::toString).toList());
        }
        byte[] bytes = new Writer(random, ",;\t|".charAt(random.nextInt(4))).write(table);
        Dataset data = Csv.read(Csv.of(random.nextInt(4) == 0 ? Csv.gzip(bytes) : bytes))
                .dataset();
        assertThat(data.rows()).isEqualTo(values.length);
        assertThat(data.features()).isEqualTo(table.get(0).subList(0, columns - 1));
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < columns - 1; j++) {
                assertThat(data.x(i, j)).isEqualTo(values[i][j]);
            }
            assertThat(data.y(i)).isEqualTo(values[i][columns - 1]);
        }
    }

    @Property(tries = 600)
    void anyBytesAreReadOrRefused(@ForAll byte[] bytes) {
        assertReadOrRefused(bytes);
    }

    @Property(tries = 1000)
    void anyCharactersOfCsvAreReadOrRefused(@ForAll long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(60); n > 0; n--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
            text.append(random.nextInt(3) == 0 ? "," : random.nextInt(4) == 0 ? "\n" : "");
        }
        assertReadOrRefused(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 1000)
    void damagedFilesAreReadOrRefused(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] bytes =
                Csv.utf8("\"\",TV,\"ra\"\"dio\",größe\r\n1,230.1,37.8,\"69.2\"\n2,44.5,1e-3,-4\n\n3,\"5\",.5,1E7\n");
        assertReadOrRefused(damage(random, bytes));
    }

    @Property(tries = 1000)
    void damagedGzipFilesAreReadOrRefused(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] bytes = Csv.concat(Csv.gzip(Csv.utf8("a,b\n1,2\n3.25,4\n")), Csv.gzip(Csv.utf8("5,6\n")));
        assertReadOrRefused(damage(random, bytes));
    }

    private static void assertReadOrRefused(byte[] bytes) {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            try {
                assertThat(Csv.read(Csv.of(bytes)).dataset().rows()).isPositive();
            } catch (LinregException e) {
                Csv.assertOneLine(e.getMessage());
                assertThat(e.getMessage()).contains(Csv.NAME);
            }
        });
    }

    private static byte[] damage(Random random, byte[] whole) {
        List<Byte> bytes = new ArrayList<>();
        for (byte b : whole) {
            bytes.add(b);
        }
        for (int n = 1 + random.nextInt(4); n > 0 && !bytes.isEmpty(); n--) {
            int at = random.nextInt(bytes.size());
            switch (random.nextInt(4)) {
                case 0 -> bytes.set(at, (byte) (bytes.get(at) ^ (1 << random.nextInt(8))));
                case 1 -> bytes.add(at, (byte) random.nextInt(256));
                case 2 -> bytes.remove(at);
                default -> {
                    if (random.nextInt(4) == 0) {
                        bytes.subList(at, bytes.size()).clear();
                    } else {
                        bytes.set(at, (byte) ",;\"\n\r\t .-1".charAt(random.nextInt(10)));
                    }
                }
            }
        }
        byte[] damaged = new byte[bytes.size()];
        for (int i = 0; i < damaged.length; i++) {
            damaged[i] = bytes.get(i);
        }
        return damaged;
    }

    private static List<String> names(Random random, int columns) {
        List<String> names = new ArrayList<>();
        for (int j = 0; j < columns; j++) {
            names.add("n" + j + text(random).replaceAll("[,;\t|]", "_").strip());
        }
        return names;
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(5); n > 0; n--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private static double number(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> random.nextInt(100);
            case 1 -> random.nextGaussian();
            default -> {
                double any = Double.longBitsToDouble(random.nextLong());
                yield Double.isFinite(any) ? any : 0.1;
            }
        };
    }

    /** Writes CSV in the ways in which it is found: with and without quotes, spaces, blank lines, byte order mark. */
    private static final class Writer {
        private final Random random;
        private final char delimiter;
        private final String lineEnd;

        Writer(Random random, char delimiter) {
            this.random = random;
            this.delimiter = delimiter;
            this.lineEnd = new String[] {"\n", "\r\n", "\r"}[random.nextInt(3)];
        }

        byte[] write(List<List<String>> table) {
            StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "\uFEFF" : "");
            for (int i = 0; i < table.size(); i++) {
                text.append(lineEnd.repeat(random.nextInt(8) == 0 ? 1 + random.nextInt(2) : 0));
                List<String> row = table.get(i);
                for (int j = 0; j < row.size(); j++) {
                    text.append(j == 0 ? "" : delimiter).append(field(row.get(j)));
                }
                text.append(i < table.size() - 1 || random.nextBoolean() ? lineEnd : "");
            }
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }

        private String field(String value) {
            boolean needsQuotes = value.indexOf(delimiter) >= 0
                    || value.contains("\"")
                    || value.contains("\n")
                    || value.contains("\r")
                    || !value.equals(value.strip());
            String quoted = needsQuotes || random.nextInt(3) == 0 ? '"' + value.replace("\"", "\"\"") + '"' : value;
            return spaces() + quoted + spaces();
        }

        private String spaces() {
            return " ".repeat(random.nextInt(6) == 0 ? 1 + random.nextInt(2) : 0);
        }
    }
}
