package io.linreg.cli;

import io.linreg.model.TrainingListener;
import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Passes warnings on, and shows a bar on a terminal once reading or training has taken a second. */
final class Progress implements TrainingListener {
    private static final long PATIENCE_NANOS = 1_000_000_000L;
    private static final int WIDTH = 80;
    private static final int PERCENT = 100;

    private final Streams streams;
    private final int epochs;
    private final boolean wanted;
    private final long patienceNanos;
    private long began;
    private boolean reading;
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
    public void reading(double share, long rows) {
        if (!reading) {
            reading = true;
            started();
        }
        boolean known = share >= 0; // NaN is not
        if (isDue()) {
            bar = new Bar(streams.err(), "reading", "%", known ? PERCENT : -1);
        }
        if (bar != null) {
            bar.show(known ? Math.round(PERCENT * share) : 0, String.format(Locale.ROOT, "%,d rows", rows));
        }
    }

    @Override
    public void started() {
        began = System.nanoTime();
    }

    @Override
    public void epochs(int done, double loss) {
        if (isDue()) {
            bar = new Bar(streams.err(), "training", " epochs", epochs);
        }
        if (bar != null) {
            bar.show(done, String.format(Locale.ROOT, "loss %.5g", loss));
        }
    }

    private boolean isDue() {
        return wanted && bar == null && System.nanoTime() - began >= patienceNanos;
    }

    @Override
    public void ended() {
        if (bar != null) {
            bar.close();
        }
        bar = null;
        reading = false;
    }

    /** Apart from its owner, so that a run without a bar loads none of its library. */
    private static final class Bar {
        private final ProgressBar bar;

        /** @param most where it ends; -1 where that is not known */
        Bar(PrintStream err, String task, String unit, long most) {
            bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(most)
                    .setUnit(unit, 1)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setConsumer(new ConsoleProgressBarConsumer(err, WIDTH))
                    .build();
        }

        void show(long done, String message) {
            bar.stepTo(done);
            bar.setExtraMessage(message);
        }

        void close() {
            bar.close();
        }
    }
}
