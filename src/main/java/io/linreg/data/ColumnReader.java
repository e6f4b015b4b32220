package io.linreg.data;

/**
 * Copies columns of panels. Where rows stand by themselves, a column's neighbours are taken along with it, for the next calls: they
 * are in the same cache lines. For one thread, which goes through a panel's columns before those of the next.
 */
public final class ColumnReader {
    /** Null as long as no rows stood by themselves. */
    private double[][] strip;

    private Panel panel;
    /** The block's feature that the strip begins with. */
    private int first;

    /**
     * Copies a column, as {@link Panel#copyColumn} does.
     *
     * @param j which feature; d stands for the target, d + 1 for the weights, if there are any
     * @param into at least as long as the rows are many
     */
    public void copy(Panel from, int j, double[] into) {
        int place = from.place(j);
        if (place == Panel.OWN || !from.block().layout().isByRow()) {
            from.copyColumn(j, into);
            return;
        }
        int begin = place / BlockLayout.STRIP * BlockLayout.STRIP;
        if (panel != from || first != begin) {
            take(from, begin);
        }
        System.arraycopy(strip[place - begin], 0, into, 0, from.rows());
    }

    private void take(Panel from, int begin) {
        if (strip == null) {
            strip = new double[BlockLayout.STRIP][Panel.ROWS];
        }
        from.copyStrip(begin, strip);
        panel = from;
        first = begin;
    }
}
