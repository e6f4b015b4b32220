package io.linreg.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {

    private static Table table(String text, int head) {
        try (CsvReader csv = new CsvReader(Csv.of(text), null)) {
            return Table.read(csv, csv.header(), head);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1 2 3, INTEGER",
        "-1 1e3 +7, INTEGER",
        "1 2.0 3, NUMBER",
        "1 NA 3, INTEGER",
        "1.5 '' 3, NUMBER",
        "1 inf 2, NUMBER",
        "inf inf -inf, NUMBER",
        "1 2 x, TEXT",
        "x y z, TEXT",
        "x NA 1, TEXT",
        "NA '' null, EMPTY"
    })
    void typeOfAColumn(String cells, Column.Type type) {
        String text = "a,b\n" + cells.replace("'", "").replaceAll(" |$", ",1\n");
        Column column = table(text, 0).column("a");
        assertThat(column.rows()).isEqualTo(3);
        assertThat(column.type()).isEqualTo(type);
        assertThat(column.isNumeric()).isEqualTo(type == Column.Type.INTEGER || type == Column.Type.NUMBER);
    }

    @Test
    void numbersAndGaps() {
        Column column = table("a,b\n3,1\nNA,1\n-1,1\n2.5,1\n", 0).column("a");
        assertThat(column.missing()).isEqualTo(1);
        assertThat(column.value(0)).isEqualTo(3);
        assertThat(column.value(1)).isNaN();
        assertThat(column.sorted()).containsExactly(-1, 2.5, 3);
    }

    @Test
    void headHoldsTheFirstRowsAsText() {
        Table table = table("a,b\n1.50,x\n2,y\n3,z\n", 2);
        assertThat(table.head()).containsExactly(List.of("1.50", "x"), List.of("2", "y"));
        assertThat(table.rows()).isEqualTo(3);
        assertThat(table.source()).isEqualTo(Csv.NAME);
        assertThat(table.columns()).extracting(Column::name).containsExactly("a", "b");
    }

    @Test
    void moreRowsThanTheFirstArrayHolds() {
        StringBuilder text = new StringBuilder("a,b\n");
        for (int i = 0; i < 10_000; i++) {
            text.append(i).append(",0\n");
        }
        Column column = table(text.toString(), 0).column("a");
        assertThat(column.sorted()).hasSize(10_000);
        assertThat(column.value(9_999)).isEqualTo(9_999);
    }

    @Test
    void cellByCellReadingRefusesAsTheTableDoes() {
        try (CsvReader csv = new CsvReader(Csv.of("a,b\n1.5,x\n,inf\n"), null)) {
            assertThat(csv.next()).isTrue();
            assertThat(BadCell.require(csv, 0)).isEqualTo(1.5);
            Csv.assertRefused(() -> BadCell.require(csv, 1), "data.csv, line 2, column \"b\"", "not a number");
            assertThat(csv.next()).isTrue();
            Csv.assertRefused(() -> BadCell.require(csv, 0), "data.csv, line 3, column \"a\"", "empty");
            Csv.assertRefused(() -> BadCell.require(csv, 1), "data.csv, line 3, column \"b\"", "not finite");
        }
    }
}
