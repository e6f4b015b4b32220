package io.linreg.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ParallelTasksTest {
    @Test
    void tasksRunAtTheSameTimeAndResultsComeInOrder() {
        CyclicBarrier allAreThere = new CyclicBarrier(3);
        try (ParallelTasks threads = new ParallelTasks(3)) {
            List<Callable<Integer>> tasks = IntStream.range(0, 3)
                    .mapToObj(k -> (Callable<Integer>) () -> {
                        allAreThere.await();
                        return k;
                    })
                    .toList();

            assertThat(threads.all(tasks)).containsExactly(0, 1, 2);
        }
    }

    @Test
    void aFailureIsThrownOnceEveryTaskHasEnded() {
        AtomicInteger ended = new AtomicInteger();
        try (ParallelTasks threads = new ParallelTasks(1)) {
            List<Callable<Integer>> tasks = List.of(
                    ended::incrementAndGet,
                    () -> {
                        throw new LinregException("first");
                    },
                    () -> {
                        throw new LinregException("second");
                    },
                    ended::incrementAndGet);

            assertThatThrownBy(() -> threads.all(tasks))
                    .isInstanceOf(LinregException.class)
                    .hasMessage("first");
            assertThat(ended).hasValue(2);
        }
    }

    @Test
    void anInterruptIsKeptForLater() {
        try (ParallelTasks threads = new ParallelTasks(1)) {
            Thread.currentThread().interrupt();

            assertThat(threads.all(List.of(() -> "done"))).containsExactly("done");
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
