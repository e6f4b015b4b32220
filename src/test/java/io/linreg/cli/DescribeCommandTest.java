package io.linreg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DescribeCommandTest {

    @Test
    void showsColumnsStatisticsAndFirstRows() {
        Shell run = Shell.run("describe");

        assertThat(run.exit()).isZero();
        assertThat(run.out())
                .contains("200 rows, 5 columns")
                .containsPattern("TV +number +0 +200 +147\\.04\\d +85\\.854\\d +0\\.7\\d* +74\\.37\\d+ +149\\.75\\d*")
                .containsPattern("0 +1 +230\\.1 +37\\.8 +69\\.2 +22\\.1");
    }

    @Test
    void statisticsAreThoseOfADataFrame() {
        Map<?, ?> tv = column(Shell.run("describe", "--json"), 1);

        // pandas' describe() of the column
        assertThat(tv.get("count")).isEqualTo(200);
        assertThat((Double) tv.get("mean")).isCloseTo(147.0425, within(1e-10));
        assertThat((Double) tv.get("std")).isCloseTo(85.85423631490808, within(1e-10));
        assertThat(tv.get("min")).isEqualTo(0.7);
        assertThat((Double) tv.get("25%")).isCloseTo(74.375, within(1e-10));
        assertThat((Double) tv.get("50%")).isCloseTo(149.75, within(1e-10));
        assertThat((Double) tv.get("75%")).isCloseTo(218.825, within(1e-10));
        assertThat(tv.get("max")).isEqualTo(296.4);
    }

    /** Of numbers whose squares vanish, and of some far from 0 that hardly differ. */
    @Test
    void deviationsKeepTheirDigits() {
        StringBuilder text = new StringBuilder("tiny,far\n");
        for (int i = 0; i < 1000; i++) {
            text.append(i).append("e-250,").append(1e9 + i * 0x1p-20).append('\n');
        }
        Shell run = Shell.runWithInput(text.toString(), "describe", "-", "--json");

        double ofRanks = Math.sqrt(1000 * 1001 / 12.0); // of 0 to n - 1: n (n + 1) / 12
        assertThat((Double) column(run, 0).get("std")).isCloseTo(ofRanks * 1e-250, within(1e-262));
        assertThat((Double) column(run, 1).get("std")).isCloseTo(ofRanks * 0x1p-20, within(1e-15));
    }

    @Test
    void tellsTypesAndMissingCells() {
        Shell run = Shell.runWithInput("n,x,t,e\n1,1.5,a,\n,NA,b,\n3,inf,,\n", "describe", "-", "--json");

        assertThat(column(run, 0)).containsEntry("type", "integer").containsEntry("missing", 1);
        assertThat(column(run, 1)).containsEntry("type", "number").containsEntry("missing", 1);
        assertThat(column(run, 1).get("max")).isNull();
        assertThat(column(run, 2)).containsEntry("type", "text").containsEntry("missing", 1);
        assertThat(column(run, 3)).containsEntry("type", "empty").containsEntry("missing", 3);
        assertThat(run.json("head"))
                .isEqualTo(
                        List.of(List.of("1", "1.5", "a", ""), List.of("", "NA", "b", ""), List.of("3", "inf", "", "")));
    }

    @Test
    void aHeaderAloneHasNoRows() {
        Shell run = Shell.runWithInput("a,b\n", "describe", "-");

        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("0 rows, 2 columns", "no rows");
    }

    @Test
    void wideTablesStayReadable() {
        String header = String.join(
                ",",
                java.util.stream.IntStream.range(0, 300)
                        .mapToObj(i -> "column" + i)
                        .toList());
        String row = String.join(",", java.util.Collections.nCopies(300, "1"));
        Shell run = Shell.runWithInput(header + "\n" + row + "\n", "describe", "-");

        assertThat(run.out()).contains("more columns");
        assertThat(run.out().lines()).allMatch(line -> line.length() < 140);
    }

    private static Map<?, ?> columnAt(List<?> columns, int index) {
        return (Map<?, ?>) columns.get(index);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> column(Shell run, int index) {
        return (Map<String, Object>) columnAt((List<?>) run.json("columns"), index);
    }
}
