package io.linreg.data;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Reads the next block of a stream while its owner is busy with the one before: two blocks are in memory. */
public final class ReadAhead extends ForwardingStream {
    private final ExecutorService reader;
    private Future<RowStream.Block> next;

    /** Begins to read. Nobody else may, until this reader is closed; the stream is to be closed after it. */
    public ReadAhead(RowStream stream) {
        super(stream);
        reader = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "linreg reader");
            thread.setDaemon(true);
            return thread;
        });
        next = reader.submit(stream::next);
    }

    /** What {@link RowStream#next} gives, or throws. An interrupt of the caller is kept for later. */
    @Override
    public RowStream.Block next() {
        RowStream.Block block = await();
        if (block != null) {
            next = reader.submit(stream::next);
        }
        return block;
    }

    private RowStream.Block await() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return next.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits for what is being read. The stream stays open. */
    @Override
    public void close() {
        reader.shutdown();
        boolean interrupted = false;
        while (!reader.isTerminated()) {
            try {
                reader.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
