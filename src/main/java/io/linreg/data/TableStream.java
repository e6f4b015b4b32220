package io.linreg.data;

import io.linreg.base.LinregException;
import java.util.List;
import java.util.function.DoubleSupplier;

/** The chosen columns of a table, a block at a time. */
final class TableStream implements RowStream {
    private final TableRows rows;
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
        this.rows = rows;
        this.share = share;
        this.most = most;
    }

    @Override
    public Block next() {
        Dataset.Builder builder = rows.builder();
        rows.read(builder, most);
        Dataset table = builder.build();
        if (table.rows() == 0) {
            requireSense();
            return null;
        }
        rows.lookForIndex(table, read);
        DroppedRows dropped = rows.dropped(table);
        Dataset finished = rows.finished(table, dropped, read);
        Block block = new Block(finished, read, dropped);
        read += table.rows();
        kept += finished.rows();
        return block;
    }

    /** What is wrong with a table as a whole. */
    private void requireSense() {
        if (read == 0) {
            throw rows.noRows();
        }
        if (kept == 0) {
            throw new LinregException(rows.name() + ": a cell is missing in every row; leave columns out with --drop");
        }
        rows.requireWeight();
        rows.leftOut();
    }

    @Override
    public List<String> others() {
        return rows.others();
    }

    @Override
    public List<LeftOut> leftOut() {
        return rows.leftOut();
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
