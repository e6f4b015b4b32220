package io.linreg.data;

import io.linreg.base.ParallelTasks;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
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
    /** A chunk: long enough to be worth a lock, short enough for a core's cache. */
    static final int CHUNK = 1 << 19;

    /** As the parser of record reads it, so that both meet a failure of the stream after the same line. */
    private static final int SLICE = 1 << 16;

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

    private final InputStream in;
    private final PlainLine line;
    private final boolean index;
    private final int chunkBytes;
    private final int processors = Runtime.getRuntime().availableProcessors();

    /** The chunks from the first on that is not known to be plain; at most so many that memory stays bounded. */
    private final Deque<Chunk> window = new ArrayDeque<>();

    private final Deque<byte[]> free = new ArrayDeque<>();
    private DatasetBuilder rows;
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
     * @param line takes a line
     * @param index whether the first field may be one that numbers the rows
     * @param chunkBytes how many bytes, roughly, a thread takes at a time
     */
    PlainRows(InputStream in, PlainLine line, boolean index, int chunkBytes) {
        this.in = in;
        this.line = line;
        this.index = index;
        this.chunkBytes = chunkBytes;
    }

    /**
     * Reads rows as long as they are plain.
     *
     * @param into what takes them, in double; empty
     * @param atMost how many rows
     */
    void read(DatasetBuilder into, long atMost) {
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
        parts.add(failure == null ? in : new FailedStream(failure));
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
        int end = ended ? chunk.length : failure != null ? 0 : LineFeeds.behindLast(chunk.bytes, chunk.length);
        long count = LineFeeds.count(chunk.bytes, end) + (end > 0 && chunk.bytes[end - 1] != '\n' ? 1 : 0);
        if (count > most - rows.rows()) {
            count = most - rows.rows();
            end = LineFeeds.behind(chunk.bytes, count);
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
            int begin = number.at;
            if (!line.take(chunk.bytes, number, block, i)) {
                return false;
            }
            chunk.fraction |= index && line.hasPoint(chunk.bytes, begin);
        }
        return true;
    }
}
