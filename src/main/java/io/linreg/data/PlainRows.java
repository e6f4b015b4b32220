package io.linreg.data;

import io.linreg.base.ParallelTasks;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Reads rows of plain numbers, and levels, from bytes straight into the blocks of a data set, on all processors: what nearly every file
 * holds, and many times as fast as text would be. It knows neither quotes nor text beyond ASCII, nor how to complain. At the
 * first thing that is not plain it stops, and {@link #rest} gives what it has not read, from the beginning of a line, to the
 * parser of record.
 *
 * <p>A thread takes a chunk of whole lines, counts them, so that the next thread knows where its rows will stand, and then
 * parses them while others read. Chunks are kept until all before them turn out to be plain.
 */
final class PlainRows {
    /** What {@link #PlainRows} takes for the position of a column that is the target, or is not used. */
    static final int TARGET = -1;

    static final int UNUSED = -2;

    /** And of the first feature that has levels; that of the next one is one less. */
    static final int LEVELS = -3;

    /** A chunk: long enough to be worth a lock, short enough for a core's cache. */
    static final int CHUNK = 1 << 19;

    /** As the parser of record reads it, so that both meet a failure of the stream after the same line. */
    private static final int SLICE = 1 << 16;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final class Chunk {
        final byte[] bytes;
        int length;
        long lines;
        long firstRow;
        List<RowBlock> blocks = List.of();
        boolean plain;
        boolean fraction;

        Chunk(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    /** Fails as another stream has failed. */
    private static final class Failing extends InputStream {
        private final IOException failure;

        Failing(IOException failure) {
            this.failure = failure;
        }

        @Override
        public int read() throws IOException {
            throw failure;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            throw failure;
        }
    }

    private final InputStream in;
    private final byte delimiter;
    private final int[] positions;
    private final boolean index;
    private final Cells cells;
    private final Precision training;
    private final int chunkBytes;
    private final int processors = Runtime.getRuntime().availableProcessors();

    /** The chunks from the first on that is not known to be plain; at most so many that memory stays bounded. */
    private final Deque<Chunk> window = new ArrayDeque<>();

    private final Deque<byte[]> free = new ArrayDeque<>();
    private Dataset.Builder rows;
    /** As many rows as are wanted for now. */
    private long most;

    private byte[] carried = {};
    private long lines;
    private boolean fraction;
    private boolean ended;
    private boolean stopped;
    private IOException failure;

    /**
     * Prepares for reading.
     *
     * @param positions for each field of a line, which feature it is, or {@link #TARGET}, or {@link #UNUSED}, or {@link #LEVELS}
     *     less the feature that it is
     * @param index whether the first field may be one that numbers the rows
     * @param cells what there may be besides numbers
     * @param chunkBytes how many bytes, roughly, a thread takes at a time
     */
    PlainRows(InputStream in, char delimiter, int[] positions, boolean index, Cells cells, int chunkBytes) {
        this.in = in;
        this.delimiter = (byte) delimiter;
        this.positions = positions;
        this.index = index;
        this.cells = cells;
        training = cells.training();
        this.chunkBytes = chunkBytes;
    }

    /** Whether lines with that delimiter can be told from numbers and from white space without regard to text. */
    static boolean takes(char delimiter) {
        return delimiter == ',' || delimiter == ';' || delimiter == '\t' || delimiter == '|';
    }

    /**
     * Reads rows as long as they are plain.
     *
     * @param into what takes them, in double; empty
     * @param atMost how many rows
     */
    void read(Dataset.Builder into, long atMost) {
        rows = into;
        most = atMost;
        Chunk first = next();
        if (first == null || isDone()) { // so little that threads would take longer to start
            parseAll(first);
        } else {
            List<Callable<Void>> tasks = new ArrayList<>(Collections.nCopies(processors, () -> parseAll(next())));
            tasks.set(0, () -> parseAll(first)); // the others wait for its rows, and so must not start without it
            try (ParallelTasks workers = new ParallelTasks(processors)) {
                workers.all(tasks);
            }
        }
        if (!window.isEmpty()) {
            rows.cut(window.peek().firstRow);
        }
    }

    /** Whether there may be more plain rows. */
    boolean goesOn() {
        return !stopped && !isAtEnd();
    }

    private boolean isAtEnd() {
        return ended && carried.length == 0;
    }

    /** Whether there is nothing to read for now. */
    private boolean isDone() {
        return stopped || isAtEnd() || rows.rows() == most;
    }

    /** How many lines were plain. */
    long lines() {
        return lines;
    }

    /** Whether a number of the first column is written with a decimal point. */
    boolean fraction() {
        return fraction;
    }

    /** What is left to read: nothing, if all was plain. */
    InputStream rest() {
        List<InputStream> parts = new ArrayList<>();
        window.forEach(chunk -> parts.add(new ByteArrayInputStream(chunk.bytes, 0, chunk.length)));
        parts.add(new ByteArrayInputStream(carried));
        parts.add(failure == null ? in : new Failing(failure));
        return new SequenceInputStream(Collections.enumeration(parts));
    }

    private Void parseAll(Chunk first) {
        boolean done = false;
        try {
            for (Chunk chunk = first; chunk != null; chunk = next()) {
                parsed(chunk, isPlain(chunk));
            }
            done = true;
        } finally {
            if (!done) {
                stop();
            }
        }
        return null;
    }

    /** The next lines, with their place among the rows; null if there are none, or no more are wanted. */
    private synchronized Chunk next() {
        while (window.size() == 2 * processors && !stopped) {
            try {
                wait();
            } catch (InterruptedException e) { // nobody interrupts these threads
                throw new IllegalStateException(e);
            }
        }
        if (isDone()) {
            return null;
        }
        Chunk chunk = new Chunk(free.isEmpty() ? new byte[chunkBytes + SLICE + PlainNumber.SLACK] : free.pop());
        fill(chunk);
        int end = ended ? chunk.length : failure != null ? 0 : behindLastLine(chunk.bytes, chunk.length);
        long count = lines(chunk.bytes, end) + (end > 0 && chunk.bytes[end - 1] != '\n' ? 1 : 0);
        if (count > most - rows.rows()) {
            count = most - rows.rows();
            end = behindLines(chunk.bytes, count);
        }
        if (end == 0) {
            carried = Arrays.copyOf(chunk.bytes, chunk.length);
            stopped = true;
            return null;
        }
        carried = Arrays.copyOfRange(chunk.bytes, end, chunk.length);
        chunk.bytes[end] = '\n'; // for a last line that has none
        chunk.length = end;
        chunk.lines = count;
        chunk.firstRow = rows.rows();
        chunk.blocks = rows.reserve(count, isAtEnd() || rows.rows() + count == most);
        window.add(chunk);
        return chunk;
    }

    private void fill(Chunk chunk) {
        System.arraycopy(carried, 0, chunk.bytes, 0, carried.length);
        chunk.length = carried.length;
        try {
            while (chunk.length < chunkBytes && !ended) { // what was carried may be as much already
                int count = in.read(chunk.bytes, chunk.length, SLICE);
                ended = count < 0;
                chunk.length += Math.max(count, 0);
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    private static int behindLastLine(byte[] bytes, int length) {
        int end = length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    private static int behindLines(byte[] bytes, long lines) {
        int end = 0;
        for (long line = 0; line < lines; end++) {
            line += bytes[end] == '\n' ? 1 : 0;
        }
        return end;
    }

    /** How many line feeds are among the first bytes; eight bytes at a time, as this is what threads wait for. */
    private static long lines(byte[] bytes, int length) {
        long count = 0;
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            long others = (long) LONGS.get(bytes, i) ^ 0x0A0A0A0A0A0A0A0AL; // a line feed becomes a zero
            long low = 0x7F7F7F7F7F7F7F7FL;
            count += Long.BYTES - Long.bitCount((((others & low) + low) | others) & ~low);
        }
        for (; i < length; i++) {
            count += bytes[i] == '\n' ? 1 : 0;
        }
        return count;
    }

    private synchronized void parsed(Chunk chunk, boolean plain) {
        chunk.plain = plain;
        stopped |= !plain;
        while (!window.isEmpty() && window.peek().plain) {
            Chunk done = window.poll();
            lines += done.lines;
            fraction |= done.fraction;
            free.push(done.bytes);
        }
        notifyAll();
    }

    private synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    private boolean isPlain(Chunk chunk) {
        PlainNumber number = new PlainNumber(chunk.bytes);
        Iterator<RowBlock> blocks = chunk.blocks.iterator();
        int i = (int) (chunk.firstRow % rows.blockRows());
        RowBlock.Doubles block = null;
        for (; number.at < chunk.length; i++) {
            if (block == null || i == rows.blockRows()) {
                i = block == null ? i : 0;
                block = (RowBlock.Doubles) blocks.next();
            }
            if (!isPlainLine(chunk, number, block, i)) {
                return false;
            }
        }
        return true;
    }

    /** Takes a line; false if something in it is not plain. */
    private boolean isPlainLine(Chunk chunk, PlainNumber number, RowBlock.Doubles block, int i) {
        byte[] b = chunk.bytes;
        double[] xs = block.xs();
        int base = block.index(i, 0);
        int last = positions.length - 1;
        for (int field = 0; field <= last; field++) {
            int begin = behindSpaces(b, number.at);
            number.at = begin;
            int position = positions[field];
            if (position == UNUSED) {
                number.at = behindText(b, begin);
            } else if (position <= LEVELS) {
                number.at = behindText(b, begin);
                double code = cells.column(LEVELS - position).plain(text(b, begin, number.at));
                if (code == CellColumn.NOT_PLAIN) {
                    return false;
                }
                xs[base + (LEVELS - position) * RowBlock.TILE] = code;
            } else {
                double value = number.next();
                if (!training.holds(value)) { // as NaN is not
                    number.at = behindText(b, begin);
                    value = cells.column(position).plain(text(b, begin, number.at));
                    if (!Double.isNaN(value)) { // a gap is all that it may be
                        return false;
                    }
                }
                if (position == TARGET) {
                    block.ys()[i] = value;
                } else {
                    xs[base + position * RowBlock.TILE] = value;
                }
                if (field == 0 && index) {
                    chunk.fraction |= hasPoint(b, begin, number.at);
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

    private static boolean hasPoint(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == '.') {
                return true;
            }
        }
        return false;
    }
}
