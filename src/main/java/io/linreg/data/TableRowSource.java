package io.linreg.data;

import java.util.Set;

/**
 * The chosen columns of any table; see {@link DatasetReader}, which reads the same at once.
 *
 * @param training the precision that the numbers are to be trained in, and have to fit
 */
public record TableRowSource(TableSource table, ColumnChoice choice, CellRules rules, Precision training)
        implements RowSource {
    @Override
    public String name() {
        return table.name();
    }

    @Override
    public boolean repeatable() {
        return table.repeatable();
    }

    @Override
    public RowStream open() {
        return open(Set.of());
    }

    @Override
    public RowStream open(Set<String> categorical) {
        TableRows chosen = TableRows.of(table, choice, rules.with(categorical), training);
        return new TableStream(chosen, table::share, RowStream.rowsOfBlock(chosen.columns() + 1));
    }
}
