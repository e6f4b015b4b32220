package io.linreg.data;

import java.nio.charset.StandardCharsets;

/**
 * Takes one line of plain fields, numbers and levels without quotes in ASCII, from bytes into a row. Whatever else there is makes the
 * line one that is not plain. A line feed has to follow the last line of the bytes.
 */
final class PlainLine {
    private final byte delimiter;
    private final int[] positions;
    private final Cells cells;
    private final Precision training;

    /**
     * Prepares for lines of one table.
     *
     * @param positions for each field of a line, which feature it is, or one of {@link Position}
     * @param cells what there may be besides numbers
     */
    PlainLine(char delimiter, int[] positions, Cells cells) {
        this.delimiter = (byte) delimiter;
        this.positions = positions;
        this.cells = cells;
        training = cells.training();
    }

    /** Whether lines with that delimiter can be told from numbers and from white space without regard to text. */
    static boolean takes(char delimiter) {
        return delimiter == ',' || delimiter == ';' || delimiter == '\t' || delimiter == '|';
    }

    /**
     * Takes the line that begins at the number's place, and moves that behind it.
     *
     * @return false if something in it is not plain: then the row is undefined
     */
    boolean take(byte[] b, PlainNumber number, RowBlock.Doubles block, int row) {
        double[] xs = block.xs();
        int base = block.index(row, 0);
        int step = block.layout().step();
        int last = positions.length - 1;
        for (int field = 0; field <= last; field++) {
            int begin = behindSpaces(b, number.at);
            number.at = begin;
            int position = positions[field];
            if (position == Position.UNUSED) {
                number.at = behindText(b, begin);
            } else if (position <= Position.LEVELS) {
                int feature = Position.LEVELS - position;
                number.at = behindText(b, begin);
                double code = cells.column(feature).plain(text(b, begin, number.at));
                if (code == CellColumn.NOT_PLAIN) {
                    return false;
                }
                xs[base + feature * step] = code;
            } else {
                double value = number.next();
                if (!training.holds(value)) { // as NaN is not
                    number.at = behindText(b, begin);
                    value = cells.column(position).plain(text(b, begin, number.at));
                    if (!Double.isNaN(value)) { // a gap is all that it may be
                        return false;
                    }
                }
                if (position == Position.TARGET) {
                    block.ys()[row] = value;
                } else {
                    xs[base + position * step] = value;
                }
            }
            number.at = behindSpaces(b, number.at);
            if (field < last && b[number.at++] != delimiter) {
                return false;
            }
        }
        number.at += b[number.at] == '\r' ? 1 : 0;
        return b[number.at++] == '\n';
    }

    /** Whether there is a decimal point in the first field of the plain line that begins there. */
    boolean hasPoint(byte[] bytes, int from) {
        for (int at = from; bytes[at] != delimiter && bytes[at] != '\n'; at++) {
            if (bytes[at] == '.') {
                return true;
            }
        }
        return false;
    }

    private static int behindSpaces(byte[] bytes, int from) {
        int at = from;
        while (bytes[at] == ' ') {
            at++;
        }
        return at;
    }

    /** Behind text that means nothing to a parser of CSV, and is ASCII. */
    private int behindText(byte[] bytes, int from) {
        int at = from;
        while ((bytes[at] >= ' ' || bytes[at] == '\t') && bytes[at] != '"' && bytes[at] != delimiter) {
            at++;
        }
        return at;
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.US_ASCII).strip();
    }
}
