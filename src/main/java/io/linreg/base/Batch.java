package io.linreg.base;

import java.util.concurrent.Executor;

/**
 * Work that threads were given, and that has to end before anything else happens. Nothing is allocated when it ends: a thread
 * that runs out of memory is told of like any failure, where a future would be waited for in vain.
 */
public final class Batch {
    /** For how long a thread watches for what it waits for, before it sleeps: twice as long as it takes to be woken up. */
    public static final long WATCH_NANOS = 100_000;

    private volatile int running;
    private Throwable failure;

    /** Gives work to threads. */
    public void start(Executor threads, Runnable work) {
        synchronized (this) {
            running++;
        }
        boolean taken = false;
        try {
            threads.execute(() -> run(work));
            taken = true;
        } finally {
            if (!taken) {
                ended(null);
            }
        }
    }

    private void run(Runnable work) {
        Throwable thrown = null;
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            thrown = e;
        } finally {
            ended(thrown);
        }
    }

    private synchronized void ended(Throwable thrown) {
        running--;
        failure = failure == null ? thrown : failure;
        notifyAll();
    }

    /** Waits until all work has ended; an interrupt is kept for later. Throws what the first that failed threw. */
    public void await() {
        long began = System.nanoTime();
        while (running > 0 && System.nanoTime() - began < WATCH_NANOS) {
            Thread.onSpinWait();
        }
        boolean interrupted = false;
        synchronized (this) {
            while (running > 0) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        } else if (failure instanceof Error error) {
            throw error;
        }
    }
}
