package io.linreg.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linreg.data.sql.Drivers;
import io.linreg.data.sql.SqlSource;
import io.linreg.testing.DuckTables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blocks of a query's rows are those of CSV: sums over them have the same bits. */
class SqlStreamTest {
    private static final String TABLE =
            "select i as id, i / 8 as a, case when i % 1007 = 7 then null else i % 1000 / 4 end as b,"
                    + " case i % 2 when 0 then 'even' else 'odd' end as word, 1 + i % 3 as w, i * 0.5 as y"
                    + " from range(30000) t(i)";

    private static final Drivers DRIVERS = new Drivers(List.of());
    private static final CellRules WORDS = new CellRules(Set.of(), true, Missing.DROP);

    /** Neither of batches nor of tiles. */
    private static final int ROWS = 7001;

    @TempDir
    private Path folder;

    private static List<String> blocks(TableSource table, ColumnChoice choice) {
        List<String> blocks = new ArrayList<>();
        TableRows rowsOfTable = TableRows.of(table, choice, WORDS, Precision.DOUBLE);
        try (RowStream stream = new TableStream(rowsOfTable, table::share, ROWS)) {
            for (RowStream.Block block = stream.next(); block != null; block = stream.next()) {
                Dataset rows = block.rows();
                double[] x = new double[rows.features().size()];
                long bits = 1;
                for (long i = 0; i < rows.rows(); i++) {
                    rows.copyRow(i, x);
                    for (double value : x) {
                        bits = 31 * bits + Double.doubleToLongBits(value);
                    }
                    bits = 31 * bits + Double.doubleToLongBits(rows.y(i) + rows.weight(i));
                }
                blocks.add(block.first() + " " + rows.rows() + " "
                        + block.dropped().count() + " " + rows.frame() + " " + bits);
            }
            blocks.add(stream.tally().leftOut().toString());
        }
        return blocks;
    }

    @Test
    void theBlocksAreThoseOfCsv() {
        Path parquet = DuckTables.write(folder.resolve("t.parquet"), TABLE);
        Path csv = DuckTables.write(folder.resolve("t.csv"), TABLE);
        ColumnChoice choice = new ColumnChoice(List.of("y"), List.of(), List.of("id"), "w");

        List<String> blocks = blocks(SqlSource.files(parquet.toString(), DRIVERS), choice);

        assertThat(blocks).hasSize(6).isEqualTo(blocks(new TableSource.Csv(Source.file(csv), null), choice));
    }

    @Test
    void anErrorAmidTheBlocksIsNotTakenForTheirEnd() {
        TableSource query = SqlSource.query(
                "select case when i = 190000 then error('boom') else i end as x, i as y from range(200000) t(i)",
                (Path) null,
                DRIVERS);

        assertThatThrownBy(() -> blocks(query, new ColumnChoice(null, List.of(), List.of())))
                .hasMessageContaining("boom");
    }
}
