package io.linreg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Streams streams = new Streams(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            true);

    @Test
    void showsHowFarALongRunIs() {
        train(new Progress(streams, 1000, true, 0));

        assertThat(shown()).contains("training", "750/1000", "loss 0.25");
    }

    @Test
    void showsHowFarReadingIs() {
        Progress progress = new Progress(streams, 1000, true, 0);

        progress.reading(0.25, 1000);
        progress.reading(0.5, 2000);
        progress.ended();

        assertThat(shown()).contains("reading", "50/100%", "2,000 rows");
    }

    @Test
    void readsWithoutAnEndInSight() {
        Progress progress = new Progress(streams, 1000, true, 0);

        progress.reading(Double.NaN, 3000);
        progress.ended();

        assertThat(shown()).contains("reading", "3,000 rows");
    }

    @Test
    void keepsOutOfAShortRun() {
        train(new Progress(streams, 1000, true, TimeUnit.HOURS.toNanos(1)));

        assertThat(shown()).isEmpty();
    }

    @Test
    void showsNothingUnlessWanted() {
        train(new Progress(streams, 1000, false, 0));

        assertThat(shown()).isEmpty();
    }

    @Test
    void warningsAlwaysPass() {
        new Progress(streams, 1, false).warning("two\nlines");

        assertThat(shown().lines()).singleElement().asString().startsWith("warning: two");
    }

    private static void train(Progress progress) {
        progress.started();
        progress.epochs(500, 0.5);
        progress.epochs(750, 0.25);
        progress.ended();
    }

    private String shown() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
