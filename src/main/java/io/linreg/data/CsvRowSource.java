package io.linreg.data;

import io.linreg.base.LinregException;
import java.util.List;

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
        CsvRows csv = new CsvRows(source, delimiter, choice, rules, training, PlainRows.CHUNK);
        return new Stream(source, csv, RowStream.rowsOfBlock(csv.columns() + 1));
    }

    /** With chunks of that size for what is plain, or none of it if it is 0, and blocks of that many rows. */
    RowStream open(int chunkBytes, int rowsOfBlock) {
        return new Stream(source, new CsvRows(source, delimiter, choice, rules, training, chunkBytes), rowsOfBlock);
    }

    private static final class Stream implements RowStream {
        private final Source source;
        private final CsvRows csv;
        private final int most;
        private long read;
        private long kept;

        Stream(Source source, CsvRows csv, int most) {
            this.source = source;
            this.csv = csv;
            this.most = most;
        }

        @Override
        public Block next() {
            Dataset.Builder rows = csv.builder();
            csv.read(rows, most);
            Dataset table = rows.build();
            if (table.rows() == 0) {
                requireSense();
                return null;
            }
            csv.lookForIndex(table, read);
            DroppedRows dropped = csv.dropped(table);
            Dataset finished = csv.finished(table, dropped, read);
            Block block = new Block(finished, read, dropped);
            read += table.rows();
            kept += finished.rows();
            return block;
        }

        /** What is wrong with a table as a whole. */
        private void requireSense() {
            if (read == 0) {
                throw new LinregException(csv.name() + " has a header but no rows");
            }
            if (kept == 0) {
                throw new LinregException(
                        csv.name() + ": a cell is missing in every row; leave columns out with --drop");
            }
            csv.requireWeight();
            csv.leftOut();
        }

        @Override
        public List<String> others() {
            return csv.others();
        }

        @Override
        public List<LeftOut> leftOut() {
            return csv.leftOut();
        }

        @Override
        public double share() {
            return source.shareRead();
        }

        @Override
        public void close() {
            csv.close();
        }
    }
}
