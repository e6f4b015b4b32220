package io.linreg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.linreg.testing.DuckTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlOptionsTest {
    private static final String ADVERTISING =
            "select TV, radio, newspaper, sales from read_csv('data/advertising.csv')";

    @TempDir
    private Path folder;

    private String parquet;

    @BeforeEach
    void write() {
        parquet = DuckTables.write(folder.resolve("ads.parquet"), ADVERTISING).toString();
    }

    private String model(String name, String... data) throws IOException {
        Path file = folder.resolve(name);
        List<String> args = new ArrayList<>(List.of("-q", "--device", "cpu", "--model", file.toString()));
        args.addAll(List.of(data));
        Shell run = Shell.run(args.toArray(String[]::new));
        assertThat(run.err()).isEmpty();
        assertThat(run.exit()).isZero();
        return Files.readString(file).replaceFirst("\"source\" : \"[^\"]*\"", "");
    }

    @Test
    void theModelIsTheSameBitForBitWhereverTheTableIs() throws IOException {
        Path shop = folder.resolve("shop.duckdb");
        DuckTables.inFile(shop, "create table ads as from '" + parquet + "'");
        String csv = model("csv.json", "--target", "sales", "--features", "TV,radio,newspaper", "data/advertising.csv");

        for (List<String> table : List.of(
                List.of(parquet),
                List.of(folder.resolve("*.parquet").toString()),
                List.of("--sql", "select * from '" + parquet + "'"),
                List.of("--sql", "from ads", shop.toString()),
                List.of(shop.toString()),
                List.of("--sql", "from ads", "--jdbc", "jdbc:duckdb:" + shop))) {
            List<String> args = new ArrayList<>(List.of("--target", "sales", "--features", "TV,radio,newspaper"));
            args.addAll(table);
            assertThat(model("m.json", args.toArray(String[]::new)))
                    .as("%s", table)
                    .isEqualTo(csv);
        }
    }

    @Test
    void theStreamedModelIsTheSameBitForBitAndNearlyThatOfMemory() throws IOException {
        String csv =
                model("csv.json", "--stream", "--target", "sales", "--features", "TV,radio", "data/advertising.csv");
        String[] wanted = {"--stream", "--target", "sales", "--features", "TV,radio", parquet};
        assertThat(model("parquet.json", wanted)).isEqualTo(csv);

        List<String> whole = List.of("--test-size", "0", "--precision", "double", "--json", parquet);
        List<String> streamed = new ArrayList<>(whole);
        streamed.add("--stream");
        Shell inMemory = Shell.run(whole.toArray(String[]::new));
        Shell inBlocks = Shell.run(streamed.toArray(String[]::new));
        for (String feature : List.of("TV", "radio", "newspaper")) {
            double expected = inMemory.number("coefficients", feature);
            assertThat(inBlocks.number("coefficients", feature))
                    .isCloseTo(expected, within(1e-12 * Math.abs(expected)));
        }
    }

    @Test
    void predictEvaluateAndDescribeReadThemToo() throws IOException {
        model("m.json", parquet);
        String m = folder.resolve("m.json").toString();
        String query = "select radio, newspaper, TV, sales, 'x' as name, [1] as list from '" + parquet + "'";

        Shell fromParquet = Shell.run("predict", "--model", m, parquet);
        assertThat(fromParquet.out().lines()).hasSize(201);
        assertThat(fromParquet.out())
                .isEqualTo(Shell.run("predict", "--model", m, "data/advertising.csv")
                        .out());
        assertThat(Shell.run("predict", "--model", m, "--sql", query).out()).isEqualTo(fromParquet.out());
        assertThat(Shell.run("predict", "--model", m, "--append", "--sql", query)
                        .out()
                        .lines()
                        .limit(2))
                .satisfiesExactly(
                        header -> assertThat(header).isEqualTo("radio,newspaper,TV,sales,name,list,prediction"),
                        row -> assertThat(row).startsWith("37.8,69.2,230.1,22.1,x,[1],"));
        assertThat(Shell.run("evaluate", "--model", m, parquet).out())
                .isEqualTo(Shell.run("evaluate", "--model", m, "data/advertising.csv")
                        .out());
        assertThat(Shell.run("describe", "--json", "--sql", query).number("rows"))
                .isEqualTo(200);
        assertThat(Shell.run("describe", parquet).out())
                .isEqualTo(Shell.run("describe", "--sql", "from '" + parquet + "'")
                        .out()
                        .replace("query: ", parquet + ": "));
    }

    @Test
    void predictNamesTheRowOfACellThatIsNoNumber() throws IOException {
        model("m.json", parquet);
        String query =
                "select radio, newspaper, case when TV = 44.5 then null else TV end as TV from '" + parquet + "'";

        Shell run = Shell.run("predict", "--model", folder.resolve("m.json").toString(), "--sql", query);

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo("error: query, row 1 (from 0), column \"TV\": the cell is empty; fill it, or"
                        + " remove the row" + System.lineSeparator());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--jdbc jdbc:x:y | --jdbc and --jdbc-properties are for --sql; give a query",
                "--jdbc-properties f | --jdbc and --jdbc-properties are for --sql; give a query",
                "--sql select --jdbc-properties f | --jdbc-properties is for --jdbc; give a URL",
                "--sql select x.csv | --sql names its files itself; leave x.csv out, or give a .duckdb file",
                "--sql select --jdbc jdbc:x:y x.duckdb | --sql and --jdbc say what to read; leave x.duckdb out",
                "--sql select --jdbc postgresql://bob:geheim@h/b | a URL for --jdbc begins with jdbc:, as in"
                        + " jdbc:postgresql://host/base",
                "--delimiter ; x.parquet | --delimiter is for CSV; leave it out",
                "--sql= | --sql is empty; give a SELECT",
                "predict --model m.json | Missing required parameter: 'DATA', or --sql",
                "evaluate --model m.json | Missing required parameter: 'DATA', or --sql",
            })
    void wrongUsageIsSaidInOneLine(String args, String message) {
        Shell run = Shell.run(args.split(" "));

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("error: " + message + " (--help lists the options)" + System.lineSeparator());
    }

    @Test
    void noPasswordIsShown() throws IOException {
        Path properties = Files.writeString(folder.resolve("login.properties"), "user=bob\npassword=geheim\n");
        for (List<String> login : List.of(
                List.of("--jdbc", "jdbc:postgresql://127.0.0.1:1/b?user=bob&password=geheim"),
                List.of("--jdbc", "jdbc:postgresql://bob:geheim@127.0.0.1:1/b"),
                List.of("--jdbc", "jdbc:postgresql:geheim@//x:y:z?password=geheim"),
                List.of("--jdbc", "jdbc:postgresql://127.0.0.1:1/b", "--jdbc-properties", properties.toString()),
                List.of("--jdbc", "jdbc:nosuch://bob:geheim@127.0.0.1:1/b"))) {
            List<String> args = new ArrayList<>(List.of("-v", "--sql", "select 1 as x, 2 as y"));
            args.addAll(login);

            Shell run = Shell.run(args.toArray(String[]::new));

            assertThat(run.exit()).as("%s", login).isEqualTo(1);
            assertThat(run.err()).startsWith("error: query on jdbc:").doesNotContain("geheim");
        }
    }

    @Test
    void aFileOfPropertiesThatCannotBeReadIsAnError() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.properties"), "password=\\u12\n");

        Shell none = Shell.run("--sql", "select", "--jdbc", "jdbc:x:y", "--jdbc-properties", folder + "/none");
        Shell malformed = Shell.run("--sql", "select", "--jdbc", "jdbc:x:y", "--jdbc-properties", bad.toString());

        assertThat(none.err()).isEqualTo("error: no such file: " + folder + "/none" + System.lineSeparator());
        assertThat(malformed.err()).startsWith("error: cannot read " + bad + ": ");
    }

    @Test
    void noOutputReplacesAFileOfAPattern() throws IOException {
        byte[] before = Files.readAllBytes(Path.of(parquet));

        Shell run = Shell.run("--model", parquet, folder.resolve("*.parquet").toString());

        assertThat(run.err())
                .isEqualTo("error: --model would overwrite the data, " + parquet + "; give another name"
                        + System.lineSeparator());
        assertThat(Files.readAllBytes(Path.of(parquet))).isEqualTo(before);
    }
}
