package io.linreg.data;

import java.util.Set;

/**
 * The chosen columns of a source of CSV; see {@link DatasetReader}, which reads the same at once.
 *
 * @param delimiter the character between fields, or null to find it out
 * @param training the precision that the numbers are to be trained in, and have to fit
 */
public record CsvRowSource(Source source, Character delimiter, ColumnChoice choice, CellRules rules, Precision training)
        implements RowSource {
    @Override
    public String name() {
        return source.name();
    }

    @Override
    public boolean repeatable() {
        return source.repeatable();
    }

    @Override
    public RowStream open() {
        return open(Set.of());
    }

    @Override
    public RowStream open(Set<String> categorical) {
        CsvRows csv = new CsvRows(source, delimiter, choice, rules.with(categorical), training, PlainRows.CHUNK);
        return new TableStream(csv, source::shareRead, RowStream.rowsOfBlock(csv.columns() + 1));
    }

    /** With chunks of that size for what is plain, or none of it if it is 0, and blocks of that many rows. */
    RowStream open(int chunkBytes, int rowsOfBlock) {
        CsvRows csv = new CsvRows(source, delimiter, choice, rules, training, chunkBytes);
        return new TableStream(csv, source::shareRead, rowsOfBlock);
    }
}
