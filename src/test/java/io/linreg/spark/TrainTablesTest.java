package io.linreg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.linreg.model.LinearModel;
import io.linreg.model.LinearModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where training on Spark gets its tables from. */
@Tag("spark")
class TrainTablesTest {
    private static final String NORMAL = "--solver normal --device cpu -q --test-size 0";
    private static final String SECRET = "s3cr3t";

    @TempDir
    private static Path tables;

    private static String csv;
    private static String parquet;

    @TempDir
    private Path folder;

    @BeforeAll
    static void write() throws IOException {
        csv = tables.resolve("table.csv").toString();
        parquet = tables.resolve("parquet").toString();
        StringBuilder text = new StringBuilder("a; kind;day ;y\n");
        for (int i = 0; i < 60; i++) {
            text.append(i * i % 17)
                    .append(';')
                    .append(i % 3 == 0 ? "true" : "false")
                    .append(";2024-01-0");
            text.append(1 + i % 4).append(';').append(i % 7 / 4.0).append('\n');
        }
        Files.writeString(Path.of(csv), text);
        rows().selectExpr(
                        "cast(a as int) a",
                        "cast(kind as boolean) kind",
                        "cast(day as date) day",
                        "cast(y as decimal(9,2)) y")
                .repartition(3)
                .write()
                .parquet(parquet);
    }

    private static Dataset<Row> rows() {
        return LocalSpark.session()
                .read()
                .option("header", true)
                .option("sep", ";")
                .csv(csv)
                .toDF("a", "kind", "day", "y");
    }

    /** Delimiters are found out; every type counts for what it would in CSV. */
    @Test
    void filesFoldersAndPatterns() throws IOException {
        String options = NORMAL + " --categorical auto,day";
        TrainShell.assertSameModels(folder, csv, csv, options);
        TrainShell.assertSameModels(folder, parquet, csv, options);
        TrainShell.assertSameModels(folder, parquet + "/*.parquet", csv, options);
        rows().write().json(tables.resolve("table.json").toString());
        TrainShell.assertSameModels(
                folder,
                tables + "/table.json",
                csv,
                options + " --features a,kind,day --target y"); // Spark sorts names

        Path broken = Files.writeString(folder.resolve("broken.json"), "{\"a\": 1, \"y\": 2}\n{\"a\": 1,\n");
        TrainShell.assertFails(1, List.of("cannot read ", "broken.json"), broken.toString());
        Path twice = Files.writeString(folder.resolve("twice.csv"), "a,A,y\n1,2,3\n2,1,5\n");
        TrainShell.assertFails(1, List.of("cannot read ", "twice.csv"), twice.toString());
        Path other = Files.createDirectories(folder.resolve("other.csv"));
        Files.writeString(other.resolve("1.csv"), "a,b,y\n1,2,3\n2,1,5\n3,5,4\n");
        Files.writeString(other.resolve("2.csv"), "b,a,y\n1,2,3\n2,1,5\n3,5,4\n");
        TrainShell.assertFails(
                1, List.of("other.csv: the header of ", ".csv is not that of the other files"), other.toString());
        Files.writeString(other.resolve("1.csv"), ",b,y\n1,2,3\n2,1,5\n3,5,4\n");
        Files.writeString(other.resolve("2.csv"), ",y,b\n4,2,3\n5,1,5\n6,5,4\n");
        TrainShell.assertFails(
                1, List.of("other.csv: the header of ", ".csv is not that of the other files"), other.toString());
    }

    /** What folders are called is a column, which in one file would stand behind the others. */
    @Test
    void foldersThatNameAColumn() throws IOException {
        Path years = folder.resolve("years.csv");
        StringBuilder whole = new StringBuilder("a;y;year\n");
        for (int year = 2023; year < 2026; year++) {
            StringBuilder part = new StringBuilder("a;y\n");
            for (int i = 0; i < 9; i++) {
                String row = i * i % 7 + ";" + (i + year % 4 / 8.0);
                part.append(row).append('\n');
                whole.append(row).append(';').append(year).append('\n');
            }
            Files.writeString(
                    Files.createDirectories(years.resolve("year=" + year)).resolve("part.csv"), part);
        }
        Path one = Files.writeString(folder.resolve("one.csv"), whole);
        TrainShell.assertSameModels(
                folder, years.toString(), one.toString(), NORMAL + " --target y --categorical year");
    }

    /** Rows that come from a shuffle, in whatever order, are held out or not for what they are. */
    @Test
    void theOrderInWhichTheNetworkBringsRowsDoesNotMatter() {
        List<LinearModel> models = new ArrayList<>();
        for (String id : List.of("id", "199 - id")) {
            Path model = folder.resolve("m.json");
            String rows = "select " + id + " i from range(0, 200, 1, 1)";
            String sql = "select i, hash(i) / 1e9D a, hash(i, 1) / 1e9D y from (" + rows + ") distribute by i % 3";
            TrainShell run =
                    TrainShell.onSpark(TrainShell.words("--solver normal -q --drop i --model " + model, "--sql", sql));
            assertThat(run.exit()).isZero();
            models.addAll(LinearModels.load(model).models());
        }
        assertThat(models.get(0).coefficients()).isEqualTo(models.get(1).coefficients());
        assertThat(models.get(0).intercept()).isEqualTo(models.get(1).intercept());
    }

    @Test
    void whatSparksSqlGives() {
        String sql = "select cast(a as double) a, kind, y from parquet.`" + parquet + "` where a > 1 order by a, y;";
        String here = "select a, kind, y from '" + parquet + "/*.parquet' where a > 1";
        TrainShell.assertSameQuery(folder, sql, here, NORMAL + " --categorical auto");

        TrainShell.assertFails(1, List.of("cannot read query: ", "nowhere"), "--sql", "select * from nowhere");
        TrainShell.assertFails(1, List.of("cannot read query: ", "Syntax error"), "--sql", "selekt 1");
        rows().createOrReplaceTempView("precious");
        TrainShell.assertFails(1, List.of("cannot read query: ", "Syntax error"), "--sql", "drop view precious");
        assertThat(LocalSpark.session().catalog().tableExists("precious")).isTrue();
        TrainShell.assertFails(
                1,
                List.of("column \"a\" is of type array<int>: neither numbers nor words"),
                "--sql",
                "select array(1) a, 2 b");
        TrainShell.assertFails(
                1,
                List.of("columns 1 and 2 are both called \"a\"; rename one, with AS"),
                "--sql",
                "select 1 a, 2 a, 3 b");
    }

    @Test
    void whatADatabaseGives() throws Exception {
        String url = "jdbc:h2:mem:houses;DB_CLOSE_DELAY=-1";
        try (Connection open = DriverManager.getConnection(url, "keeper", SECRET)) {
            open.createStatement()
                    .execute("create table t as select * from csvread('" + csv + "', null, 'fieldSeparator=;')");
            Path login = Files.writeString(folder.resolve("login"), "user=keeper\npassword=" + SECRET + "\n");
            String options = NORMAL + " --categorical auto --jdbc-properties " + login + " --jdbc " + url;
            String sql =
                    "select cast(a as integer) as \"a\", kind as \"kind\", cast(y as decimal(9, 2)) as \"y\" from t order by a, y";
            TrainShell.assertSameQuery(folder, sql, sql, options);

            Files.writeString(
                    login,
                    "partitionColumn=a\nlowerBound=0\nupperBound=17\nnumPartitions=3\n",
                    StandardOpenOption.APPEND);
            TrainShell.assertSameQuery(folder, sql.replace("order by a, y", ""), sql, options);

            assertHidden(TrainShell.assertFails(
                    1,
                    List.of("query on jdbc:h2:mem:houses: ", "Wrong user name or password", "LINREG_JDBC_USER"),
                    "--sql",
                    sql,
                    "--jdbc",
                    url + ";user=keeper;password=" + SECRET + "2"));
            assertHidden(TrainShell.assertFails(
                    1,
                    List.of("query on jdbc:h2:mem:houses: ", "not found"),
                    TrainShell.words(options, "--sql", "select * from nowhere")));
        }
        Path wrong = Files.writeString(folder.resolve("wrong"), "driver=org.nobody.Driver\n");
        TrainShell.assertFails(
                1,
                List.of("query on jdbc:h2:mem:x: ", "no driver", "--jars"),
                TrainShell.words("--jdbc jdbc:h2:mem:x --sql", "select 1", "--jdbc-properties", wrong.toString()));
        TrainShell.assertFails(
                1,
                List.of("query on jdbc:nobody://host/base: ", "no driver", "--jars"),
                "--sql",
                "select 1",
                "--jdbc",
                "jdbc:nobody://host/base");
    }

    private static void assertHidden(String message) {
        assertThat(message).doesNotContain(SECRET).hasLineCount(1);
    }

    @Test
    void aParquetFileThatIsCutShort() throws IOException {
        byte[] whole;
        try (var files = Files.list(Path.of(parquet))) {
            whole = Files.readAllBytes(files.filter(file -> file.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow());
        }
        Path cut = Files.write(folder.resolve("cut.parquet"), Arrays.copyOf(whole, whole.length / 2));
        TrainShell.assertFails(1, List.of("cannot read ", "cut.parquet"), cut.toString());
    }

    @Test
    void whatSparkCannotReadIsWrongUsage() {
        TrainShell.assertFails(2, List.of("name files that the cluster can read"));
        TrainShell.assertFails(2, List.of("name files that the cluster can read"), "-");
        TrainShell.assertFails(2, List.of("does not read DuckDB's own files"), "shop.duckdb");
        TrainShell.assertFails(2, List.of("--sql names its files itself"), "x.csv", "--sql", "select 1");
    }
}
