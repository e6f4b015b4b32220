package io.linreg.base;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;

/** Resources that are freed together, the last one first; one that cannot be freed does not keep the others. */
public final class Resources implements AutoCloseable {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /** Takes a resource over. */
    public <T extends AutoCloseable> T own(T resource) {
        open.push(resource);
        return resource;
    }

    /** Does something with a resource that outlives it; where that fails, the resource is freed. */
    public static <R extends AutoCloseable, T> T guarded(R resource, Function<R, T> work) {
        try {
            return work.apply(resource);
        } catch (RuntimeException | Error e) {
            Resources resources = new Resources();
            resources.own(resource);
            resources.closeAfter(e);
            throw e;
        }
    }

    /** Does something that a resource needs; where that fails, the resource is freed. */
    public static void guard(AutoCloseable resource, Runnable work) {
        guarded(resource, r -> {
            work.run();
            return r;
        });
    }

    /** Frees what a failure has left; a failure to do so is told beside it, not instead of it. */
    public void closeAfter(Throwable failure) {
        try {
            close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        RuntimeException first = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            } catch (Exception e) {
                first = first == null ? new IllegalStateException(e) : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
