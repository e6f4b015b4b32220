package io.linreg.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void everyPieceIsDoneOnceAndNoTwoAtATimeByOneWorker(int count) {
        AtomicIntegerArray done = new AtomicIntegerArray(1000);
        AtomicIntegerArray busy = new AtomicIntegerArray(count);
        try (Workers workers = new Workers(count)) {
            for (int run = 0; run < 5; run++) {
                workers.run(1000, (worker, piece) -> {
                    assertThat(busy.getAndSet(worker, 1)).isZero();
                    done.incrementAndGet(piece);
                    busy.set(worker, 0);
                });
            }
        }
        for (int piece = 0; piece < done.length(); piece++) {
            assertThat(done.get(piece)).isEqualTo(5);
        }
    }

    /** Some runs find threads that watch for them, and some, after a pause, threads that sleep. */
    @Test
    void runsThatFollowEachOtherAreAllDone() throws InterruptedException {
        AtomicIntegerArray done = new AtomicIntegerArray(8);
        try (Workers workers = new Workers(3)) {
            for (int run = 0; run < 2000; run++) {
                workers.run(8, (worker, piece) -> done.incrementAndGet(piece));
                for (int piece = 0; piece < 8; piece++) {
                    assertThat(done.get(piece)).isEqualTo(run + 1);
                }
                if (run % 500 == 0) {
                    Thread.sleep(2);
                }
            }
        }
    }

    @Test
    void severalCallersShareTheThreads() {
        AtomicIntegerArray done = new AtomicIntegerArray(4);
        try (Workers workers = new Workers(3)) {
            IntStream.range(0, 4)
                    .mapToObj(caller -> CompletableFuture.runAsync(() -> {
                        for (int run = 0; run < 300; run++) {
                            int before = done.get(caller);
                            workers.run(5, (worker, piece) -> done.incrementAndGet(caller));
                            assertThat(done.get(caller)).isEqualTo(before + 5);
                        }
                    }))
                    .toList()
                    .forEach(CompletableFuture::join);
        }
        for (int caller = 0; caller < 4; caller++) {
            assertThat(done.get(caller)).isEqualTo(1500);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whatAPieceThrowsIsThrown(int count) {
        try (Workers workers = new Workers(count)) {
            for (int failing : new int[] {0, 99}) {
                assertThatThrownBy(() -> workers.run(100, (worker, piece) -> {
                            if (piece == failing) {
                                throw new OutOfMemoryError("piece " + piece);
                            }
                        }))
                        .isInstanceOf(OutOfMemoryError.class)
                        .hasMessage("piece " + failing);
            }
            CountDownLatch done = new CountDownLatch(10);
            workers.run(10, (worker, piece) -> done.countDown()); // still fit for work
            assertThat(done.getCount()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void littleWorkIsTheCallers(int pieces) {
        Thread caller = Thread.currentThread();
        try (Workers workers = new Workers(4)) {
            workers.run(pieces, (worker, piece) -> assertThat(Thread.currentThread())
                    .isSameAs(caller));
        }
    }
}
