package io.linreg.data;

import java.util.List;
import java.util.function.DoubleSupplier;

/** The chosen columns of a table, or of a part of it, a block at a time. */
public final class TableStream implements RowStream {
    private final TableRows rows;
    /** The number of the first row. */
    private final long first;
    /** Whether these are all rows of a table. */
    private final boolean whole;

    private final DoubleSupplier share;
    private final int most;
    private long read;
    private long kept;

    /**
     * Of rows, which are this one's to close.
     *
     * @param share tells which share of the table has been read
     * @param most how many rows a block has
     */
    TableStream(TableRows rows, DoubleSupplier share, int most) {
        this(rows, 0, true, share, most);
    }

    private TableStream(TableRows rows, long first, boolean whole, DoubleSupplier share, int most) {
        this.rows = rows;
        this.first = first;
        this.whole = whole;
        this.share = share;
        this.most = most;
    }

    /**
     * A part of a table. What can only be told of all parts together is not checked: see {@link RowTally#requireSense}.
     *
     * @param table its rows, before the first one; this one's to close
     * @param first the number of the first row
     * @param numbers how many numbers a block has, about
     * @throws io.linreg.base.LinregException if the table lacks a column that was chosen
     */
    public static TableStream part(
            RowReader table, ColumnChoice choice, CellRules rules, Precision training, long first, int numbers) {
        TableRows rows = TableRows.of(table, choice, rules, training);
        return new TableStream(
                rows, first, false, () -> Double.NaN, RowStream.rowsOfBlock(rows.columns() + 1, numbers));
    }

    @Override
    public Block next() {
        DatasetBuilder builder = rows.builder();
        rows.read(builder, most);
        Dataset table = builder.build();
        if (table.rows() == 0) {
            if (whole) {
                requireSense();
            }
            return null;
        }
        rows.lookForIndex(table);
        DroppedRows dropped = rows.dropped(table);
        Dataset finished = rows.finished(table, dropped, first + read);
        Block block = new Block(finished, first + read, dropped);
        read += table.rows();
        kept += finished.rows();
        return block;
    }

    /** What is wrong with a table as a whole. */
    private void requireSense() {
        if (read == 0) {
            throw rows.noRows();
        }
        tally().requireSense();
    }

    @Override
    public List<String> others() {
        return rows.others();
    }

    @Override
    public RowTally tally() {
        return rows.tally(read, kept);
    }

    @Override
    public double share() {
        return share.getAsDouble();
    }

    @Override
    public void close() {
        rows.close();
    }
}
