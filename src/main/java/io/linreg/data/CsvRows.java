package io.linreg.data;

import java.util.Arrays;

/** The chosen columns of a source of CSV: what is plain on all processors, the rest by the parser of record. */
final class CsvRows extends TableRows {
    private final CsvReader csv;

    /** Null where nothing is read that way, or all of it was. */
    private PlainRows plain;

    /** The line on which the header ends. */
    private final long header;

    /** Reads the header, and looks at the first row. */
    CsvRows(
            Source source,
            Character delimiter,
            ColumnChoice choice,
            CellRules rules,
            Precision training,
            int chunkBytes) {
        this(source.name(), new KeptStream(source.open()), delimiter, choice, rules, training, chunkBytes);
    }

    private CsvRows(
            String name,
            KeptStream in,
            Character delimiter,
            ColumnChoice choice,
            CellRules rules,
            Precision training,
            int chunkBytes) {
        this(new CsvReader(name, in, delimiter), in, choice, rules, training, chunkBytes);
    }

    private CsvRows(
            CsvReader csv, KeptStream in, ColumnChoice choice, CellRules rules, Precision training, int chunkBytes) {
        super(csv, choice, rules, training);
        this.csv = csv;
        header = csv.lastLine();
        boolean ready = false;
        try {
            if (chunkBytes > 0 && PlainLine.takes(csv.delimiter())) {
                cells.peek(csv);
                plain = new PlainRows(
                        in.behind(header), new PlainLine(csv.delimiter(), plainPositions(), cells), index, chunkBytes);
            }
            ready = true;
        } finally {
            if (!ready) {
                csv.close();
            }
        }
    }

    private int[] plainPositions() {
        return Arrays.stream(positions)
                .map(position ->
                        position >= 0 && cells.column(position).isCategorical() ? Position.LEVELS - position : position)
                .toArray();
    }

    @Override
    void read(DatasetBuilder rows, long most) {
        if (plain != null) {
            plain.read(rows, most);
            cells.settle(rows);
            if (plain.goesOn()) {
                return;
            }
            index &= !plain.fraction();
            csv.resume(plain.rest(), header + plain.lines());
            plain = null;
        }
        addRecords(rows, most);
    }

    @Override
    boolean ended() {
        return plain == null && super.ended();
    }
}
