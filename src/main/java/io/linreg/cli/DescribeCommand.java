package io.linreg.cli;

import io.linreg.base.Json;
import io.linreg.data.RowReader;
import io.linreg.data.Table;
import io.linreg.report.Description;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what is in a table. */
@Command(
        name = "describe",
        description = "Shows a table's columns, their types and statistics, what is missing, and its first rows.",
        sortOptions = false,
        usageHelpAutoWidth = true,
        versionProvider = CommonOptions.class)
final class DescribeCommand implements Callable<Integer> {
    private static final int HEAD_ROWS = 5;

    @Parameters(
            arity = "0..1",
            paramLabel = "DATA",
            converter = DataOptions.DataConverter.class,
            description = "a file of CSV (.csv, .csv.gz), Parquet or JSON, or a quoted pattern of the latter, or - for"
                    + " CSV from standard input; the bundled Advertising data by default")
    private String data;

    @Mixin
    private DataOptions dataOptions;

    @Mixin
    private JsonOption json;

    @Mixin
    CommonOptions common;

    @Spec
    private CommandSpec spec;

    private final Streams streams;

    DescribeCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        Description description;
        try (RowReader table = dataOptions.table(data, spec, streams).open()) {
            description = Description.of(Table.read(table, table.header(), HEAD_ROWS));
        }
        streams.print(json.wanted ? Json.text(description.toJson()) : description.toText());
        return 0;
    }
}
