package io.linreg.backend;

import io.linreg.base.Batch;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that share out numbered pieces of work, the caller being one of them. Who does which piece is left to chance: results
 * belong to pieces, so that they depend neither on that nor on how many threads there are.
 */
final class Workers implements AutoCloseable {
    private static final int IDLE_SECONDS = 5;

    private final int count;
    private final ThreadPoolExecutor others;

    /** One for each processor. */
    Workers() {
        this(Runtime.getRuntime().availableProcessors());
    }

    Workers(int count) {
        this.count = count;
        others = new ThreadPoolExecutor(
                Math.max(1, count - 1),
                Math.max(1, count - 1),
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new WatchedQueue(),
                work -> {
                    Thread thread = new Thread(work, "linreg-worker");
                    thread.setDaemon(true);
                    thread.setUncaughtExceptionHandler(
                            (t, e) -> {}); // work tells its failures itself; an idle thread has none
                    return thread;
                });
        others.allowCoreThreadTimeOut(true); // a thread starts when there is work for it, and goes when there is none
    }

    /**
     * A queue that an idle thread watches for a moment before it sleeps. Epochs follow one another more quickly than that, and a
     * thread that is awake has its work in a microsecond, where one that sleeps takes fifty. No lock is taken to look.
     */
    @SuppressWarnings("serial") // it stays in this process
    private static final class WatchedQueue extends LinkedTransferQueue<Runnable> {
        @Override
        public Runnable poll(long timeout, TimeUnit unit) throws InterruptedException {
            long began = System.nanoTime();
            do {
                Runnable work = poll();
                if (work != null) {
                    return work;
                }
                Thread.onSpinWait();
            } while (System.nanoTime() - began < Batch.WATCH_NANOS);
            return super.poll(timeout, unit);
        }
    }

    /** Some work. */
    @FunctionalInterface
    interface Work {
        /**
         * Does one piece.
         *
         * @param worker who does it, from 0: no two at a time have the same number
         * @param piece which one
         */
        void run(int worker, int piece);
    }

    int count() {
        return count;
    }

    /** Does all pieces; returns when they are done. */
    void run(int pieces, Work work) {
        run(pieces, count, work);
    }

    /** The same, by so many workers at most. */
    void run(int pieces, int most, Work work) {
        AtomicInteger next = new AtomicInteger();
        Batch batch = new Batch();
        try {
            for (int worker = 1; worker < Math.min(Math.min(count, most), pieces); worker++) {
                int number = worker;
                batch.start(others, () -> work(number, pieces, next, work));
            }
            work(0, pieces, next, work);
        } finally {
            batch.await(); // they share arrays with whatever comes next
        }
    }

    private static void work(int worker, int pieces, AtomicInteger next, Work work) {
        boolean done = false;
        try {
            for (int piece = next.getAndIncrement(); piece < pieces; piece = next.getAndIncrement()) {
                work.run(worker, piece);
            }
            done = true;
        } finally {
            if (!done) {
                next.set(pieces); // a piece that failed ends the others, too
            }
        }
    }

    @Override
    public void close() {
        others.shutdown();
    }
}
