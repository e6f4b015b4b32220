package io.linreg.spark;

import io.linreg.base.LinregException;
import java.util.function.Supplier;

/** What a task says of its failure, without the pages that Spark says about it. */
final class Failures {
    private Failures() {}

    /**
     * Runs a job.
     *
     * @throws LinregException the one that ended a task, if one did
     */
    static <T> T named(Supplier<T> job) {
        try {
            return job.get();
        } catch (Exception e) { // Spark's are checked, and not declared
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof LinregException known) {
                    throw cause == e ? known : new LinregException(known.getMessage(), e);
                }
            }
            throw e;
        }
    }
}
