package io.linreg.cli;

import io.linreg.model.TrainingListener;
import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Passes warnings on, and shows a bar on a terminal once training has taken a second. */
final class Progress implements TrainingListener {
    private static final long PATIENCE_NANOS = 1_000_000_000L;
    private static final int WIDTH = 80;

    private final Streams streams;
    private final int epochs;
    private final boolean wanted;
    private final long patienceNanos;
    private long began;
    private Bar bar;

    Progress(Streams streams, int epochs, boolean wanted) {
        this(streams, epochs, wanted, PATIENCE_NANOS);
    }

    Progress(Streams streams, int epochs, boolean wanted, long patienceNanos) {
        this.streams = streams;
        this.patienceNanos = patienceNanos;
        this.epochs = epochs;
        this.wanted = wanted;
    }

    @Override
    public void warning(String message) {
        streams.warn(message);
    }

    @Override
    public void started() {
        began = System.nanoTime();
    }

    @Override
    public void epochs(int done, double loss) {
        if (wanted && bar == null && System.nanoTime() - began >= patienceNanos) {
            bar = new Bar(streams.err(), epochs);
        }
        if (bar != null) {
            bar.show(done, loss);
        }
    }

    @Override
    public void ended() {
        if (bar != null) {
            bar.close();
        }
    }

    /** Apart from its owner, so that a run without a bar loads none of its library. */
    private static final class Bar {
        private final ProgressBar bar;

        Bar(PrintStream err, int epochs) {
            bar = new ProgressBarBuilder()
                    .setTaskName("training")
                    .setInitialMax(epochs)
                    .setUnit(" epochs", 1)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setConsumer(new ConsoleProgressBarConsumer(err, WIDTH))
                    .build();
        }

        void show(int done, double loss) {
            bar.stepTo(done);
            bar.setExtraMessage(String.format(Locale.ROOT, "loss %.5g", loss));
        }

        void close() {
            bar.close();
        }
    }
}
