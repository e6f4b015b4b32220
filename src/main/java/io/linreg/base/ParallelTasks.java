package io.linreg.base;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Threads that do several tasks at the same time. */
public final class ParallelTasks implements AutoCloseable {
    private final ExecutorService threads;

    public ParallelTasks(int count) {
        threads = Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, "linreg worker");
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((t, e) -> {}); // work tells its failures itself; an idle thread has none
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
        List<T> results = new ArrayList<>(Collections.nCopies(tasks.size(), null));
        Throwable[] failures = new Throwable[tasks.size()];
        Batch batch = new Batch();
        try {
            for (int k = 0; k < failures.length; k++) {
                int task = k;
                batch.start(threads, () -> {
                    try {
                        results.set(task, tasks.get(task).call());
                    } catch (Exception | Error e) {
                        failures[task] = e;
                    }
                });
            }
        } finally {
            batch.await();
        }
        for (Throwable failure : failures) {
            if (failure instanceof RuntimeException unchecked) {
                throw unchecked;
            } else if (failure instanceof Error error) {
                throw error;
            } else if (failure != null) {
                throw new IllegalStateException(failure);
            }
        }
        return results;
    }

    /** Lets the threads go. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
