package io.linreg.testing;

import io.linreg.data.Dataset;
import io.linreg.data.DroppedRows;
import io.linreg.data.RowNumbers;
import io.linreg.data.RowSource;
import io.linreg.data.RowStream;
import io.linreg.data.RowTally;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A data set as if its rows came from far away, a few at a time.
 *
 * @param others its features that are targets
 * @param index a feature that numbers the rows; null if there is none
 */
public record Blocks(Dataset data, List<String> others, String index, int rowsOfBlock, boolean repeatable)
        implements RowSource {
    public Blocks(Dataset data, int rowsOfBlock) {
        this(data, List.of(), null, rowsOfBlock, true);
    }

    @Override
    public String name() {
        return "blocks";
    }

    @Override
    public RowStream open() {
        return new RowStream() {
            private int at;

            @Override
            public Block next() {
                int from = at;
                at = (int) Math.min(data.rows(), from + (long) rowsOfBlock);
                Dataset rows = data.select(IntStream.range(from, at).toArray());
                return from == data.rows() ? null : new Block(rows, from, new DroppedRows(new int[0]));
            }

            @Override
            public List<String> others() {
                return others;
            }

            @Override
            public RowTally tally() {
                List<String> targets = new ArrayList<>(List.of(data.target()));
                targets.addAll(others);
                RowNumbers numbers = new RowNumbers(0, data.rows(), true);
                return new RowTally(
                        name(),
                        targets,
                        data.features().size() - others.size(),
                        data.weights(),
                        true,
                        List.of(),
                        index,
                        numbers,
                        data.rows(),
                        data.rows());
            }

            @Override
            public double share() {
                return (double) at / data.rows();
            }

            @Override
            public void close() {
                at = Integer.MIN_VALUE;
            }
        };
    }
}
