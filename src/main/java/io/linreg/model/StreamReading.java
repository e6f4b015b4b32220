package io.linreg.model;

import io.linreg.backend.Backend;
import io.linreg.base.LinregException;
import io.linreg.data.DesignFit;
import io.linreg.data.RowStream;
import io.linreg.solver.Solver;
import java.util.Set;

/**
 * Reads a streamed table: once, or twice where levels or means that fill gaps have to be known before a row is a row of the design
 * matrix.
 */
final class StreamReading {
    private final StreamedData data;
    private final Settings settings;
    private final TrainingListener listener;

    StreamReading(StreamedData data, Settings settings, TrainingListener listener) {
        this.data = data;
        this.settings = settings;
        this.listener = listener;
    }

    StreamedTable read(Backend backend) {
        long began = System.nanoTime();
        ReadingWork work = work();
        try {
            Reading reading = pass(work, backend);
            DesignFit.Learner learner = reading.learner();
            DesignFit fit = learner.fit();
            if (reading.gathered() == null) {
                listener.warning(data.rows().name()
                        + " is read twice: first for the levels and means that words and gaps become");
                reading = pass(work.with(fit.design(), learner.categorical()), backend);
            }
            MatrixColumns matrix =
                    new MatrixColumns(fit.design(), reading.tally().others(), work.exact());
            double seconds = (System.nanoTime() - began) * 1e-9;
            return StreamedTable.of(
                    data, settings, fit, matrix, reading.gathered(), reading.tally(), seconds, listener);
        } catch (OutOfMemoryError e) {
            throw new LinregException(
                    data.rows().name() + ": streaming takes " + (RowStream.MEMORY >> 20)
                            + " MB of memory, and more where"
                            + " moments are of thousands of features, and Java may use "
                            + (Runtime.getRuntime().maxMemory() >> 20)
                            + " MB; give it more with java -Xmx..., or leave columns out with --drop",
                    e);
        } finally {
            listener.ended();
        }
    }

    private ReadingWork work() {
        return new ReadingWork(
                data.split(),
                settings.precision(),
                data.products(),
                data.exact() || settings.solver().reads() == Solver.Reads.EXACT_MOMENTS,
                settings.search() == null ? 1 : settings.search().parts(),
                data.rows().shown(),
                data.rows().repeatable(),
                null,
                Set.of());
    }

    private Reading pass(ReadingWork work, Backend backend) {
        Reading reading = data.rows().pass(work, backend, listener);
        reading.tally().requireSense();
        return reading;
    }
}
