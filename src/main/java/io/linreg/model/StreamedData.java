package io.linreg.model;

import io.linreg.data.HashSplit;
import io.linreg.data.RowSource;
import io.linreg.data.Term;
import java.util.List;

/**
 * Rows to train on and to judge by that are read a block at a time, as they may not fit into memory.
 *
 * @param rows the table
 * @param split which of its rows are held out
 * @param products columns of the design matrix beside the table's features, made of them
 * @param exact whether their moments are to be in double-double, whatever the solver needs: standard errors do
 */
public record StreamedData(RowPasses rows, HashSplit split, List<Term> products, boolean exact) {
    public StreamedData {
        products = List.copyOf(products);
    }

    /** Of a table that is read here. */
    public StreamedData(RowSource source, HashSplit split, List<Term> products, boolean exact) {
        this(RowPasses.of(source), split, products, exact);
    }
}
