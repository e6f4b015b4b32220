package io.linreg.data;

import io.linreg.base.ParallelTasks;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** Passes over rows, on all processors where there are many rows. */
public final class RowParts {
    /** So few take less time than threads do to start. */
    private static final long FEWEST = 1 << 13;

    /** More than most machines have processors; not theirs, so that what is summed comes out the same on every machine. */
    private static final long MOST_PARTS = 64;

    /** What is done to rows from one, up to and without another; it has a result, be it null. */
    @FunctionalInterface
    public interface Pass<T> {
        T over(long from, long to);
    }

    private RowParts() {}

    /** Goes over all rows, in parts of whole tiles; one at least, be it empty. The results are in the order of the rows. */
    public static <T> List<T> each(long rows, Pass<T> pass) {
        long size = Math.max(FEWEST, (rows / MOST_PARTS / RowBlock.TILE + 1) * RowBlock.TILE);
        return parts(rows, size, pass);
    }

    /** Goes over the panels of a data set, the rows of a part at least at a time. */
    static <T> List<T> eachPanel(List<Panel> panels, Function<List<Panel>, T> pass) {
        long size = Math.max(FEWEST / Panel.ROWS, panels.size() / MOST_PARTS + 1);
        return parts(panels.size(), size, (from, to) -> pass.apply(panels.subList((int) from, (int) to)));
    }

    private static <T> List<T> parts(long count, long size, Pass<T> pass) {
        if (count <= size) {
            return Collections.singletonList(pass.over(0, count));
        }
        List<Callable<T>> tasks = new ArrayList<>();
        for (long from = 0; from < count; from += size) {
            long begin = from;
            tasks.add(() -> pass.over(begin, Math.min(begin + size, count)));
        }
        try (ParallelTasks workers = new ParallelTasks(Runtime.getRuntime().availableProcessors())) {
            return workers.all(tasks);
        }
    }
}
