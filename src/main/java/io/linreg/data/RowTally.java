package io.linreg.data;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What all rows of a table together have shown, or those of a part of it. The tallies of parts that follow one another can be put
 * together.
 *
 * @param table what messages call it
 * @param targets the first one, then the others
 * @param features how many features were chosen
 * @param weights the column of the rows' weights; null if there is none
 * @param weighty whether one of them is above 0
 * @param dropped the columns left out as asked
 * @param index the first column, if it may number the rows; otherwise null
 * @param numbers whether it does
 * @param rows all rows
 * @param kept those in which no cell is missing that would have to be there
 */
public record RowTally(
        String table,
        List<String> targets,
        int features,
        String weights,
        boolean weighty,
        List<String> dropped,
        String index,
        RowNumbers numbers,
        long rows,
        long kept)
        implements Serializable {
    public RowTally {
        targets = List.copyOf(targets);
        dropped = List.copyOf(dropped);
    }

    /** Of these rows and those that follow them. */
    public RowTally merge(RowTally next) {
        return new RowTally(
                table,
                targets,
                features,
                weights,
                weighty || next.weighty,
                dropped,
                next.index == null ? null : index,
                numbers.merge(next.numbers),
                rows + next.rows,
                kept + next.kept);
    }

    /**
     * Checks what no row alone can tell.
     *
     * @throws LinregException if a cell is missing in every row, no row has a weight, or there is no feature but one that numbers the
     *     rows
     */
    public void requireSense() {
        if (kept == 0) {
            throw new LinregException(table + ": a cell is missing in every row; leave columns out with --drop");
        }
        if (weights != null && !weighty) {
            throw new LinregException(
                    table + ": all weights, column " + Text.quote(weights) + ", are 0: no row counts");
        }
        if (hasIndex() && features == 1) {
            throw new LinregException(table + ": no feature is left to learn from");
        }
    }

    private boolean hasIndex() {
        return index != null && numbers.isIndex();
    }

    /** The columns left out: those asked for, then the one that numbers the rows, if there is one. */
    public List<LeftOut> leftOut() {
        List<LeftOut> leftOut = new ArrayList<>();
        dropped.forEach(name -> leftOut.add(new LeftOut(name, LeftOut.Reason.WISH)));
        if (hasIndex()) {
            leftOut.add(new LeftOut(index, LeftOut.Reason.INDEX));
        }
        return leftOut;
    }

    /** The targets but for the first. */
    public List<String> others() {
        return targets.subList(1, targets.size());
    }
}
