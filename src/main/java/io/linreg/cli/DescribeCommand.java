package io.linreg.cli;

import io.linreg.base.Json;
import io.linreg.data.CsvReader;
import io.linreg.data.Table;
import io.linreg.report.Description;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

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
            description =
                    "a CSV file (.csv, .csv.gz), or - for standard input; the bundled Advertising data by default")
    private String data;

    @Mixin
    private DataOptions dataOptions;

    @Mixin
    private JsonOption json;

    @Mixin
    CommonOptions common;

    private final Streams streams;

    DescribeCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        Description description;
        try (CsvReader csv = new CsvReader(DataOptions.source(data, streams), dataOptions.delimiter)) {
            description = Description.of(Table.read(csv, csv.header(), HEAD_ROWS));
        }
        streams.print(json.wanted ? Json.text(description.toJson()) : description.toText());
        return 0;
    }
}
