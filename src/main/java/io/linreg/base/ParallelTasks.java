package io.linreg.base;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that do several tasks at the same time. */
public final class ParallelTasks implements AutoCloseable {
    private final ExecutorService threads;

    public ParallelTasks(int count) {
        threads = Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, "linreg worker");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Does all tasks, and waits until every one has ended, be it by a failure: nothing goes on behind the caller's back. An
     * interrupt of the caller is kept for later.
     *
     * @return their results, in order
     * @throws RuntimeException what the first of those that failed threw
     */
    public <T> List<T> all(List<Callable<T>> tasks) {
        List<Future<T>> futures = tasks.stream().map(threads::submit).toList();
        List<T> results = new ArrayList<>();
        Throwable failure = null;
        for (Future<T> future : futures) {
            try {
                results.add(whenDone(future));
            } catch (ExecutionException e) {
                failure = failure == null ? e.getCause() : failure;
            }
        }
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        } else if (failure instanceof Error error) {
            throw error;
        } else if (failure != null) {
            throw new IllegalStateException(failure);
        }
        return results;
    }

    private static <T> T whenDone(Future<T> future) throws ExecutionException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Lets the threads go. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
