package io.linreg.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BatchTest {
    private final Batch batch = new Batch();

    @Test
    void runningOutOfMemoryEndsTheWaiting() {
        AtomicInteger ended = new AtomicInteger();
        batch.start(work -> new Thread(work).start(), () -> {
            throw new OutOfMemoryError("in a test");
        });
        batch.start(work -> new Thread(work).start(), ended::incrementAndGet);

        assertThatThrownBy(batch::await).isInstanceOf(OutOfMemoryError.class).hasMessage("in a test");
        assertThat(ended).hasValue(1);
    }

    @Test
    void workThatNobodyTakesIsNotWaitedFor() {
        assertThatThrownBy(() -> batch.start(
                        work -> {
                            throw new RejectedExecutionException("full");
                        },
                        () -> {}))
                .isInstanceOf(RejectedExecutionException.class);

        batch.await();
    }
}
