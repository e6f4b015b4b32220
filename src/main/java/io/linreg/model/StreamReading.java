package io.linreg.model;

import io.linreg.backend.Backend;
import io.linreg.base.LinregException;
import io.linreg.data.Dataset;
import io.linreg.data.DesignFit;
import io.linreg.data.ReadAhead;
import io.linreg.data.RowStream;
import io.linreg.data.Term;
import io.linreg.solver.Solver;
import java.util.ArrayList;
import java.util.List;

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
        try {
            DesignFit.Learner learner;
            try (RowStream stream = data.source().open();
                    ReadAhead blocks = new ReadAhead(stream)) {
                RowStream.Block first = blocks.next();
                learner = learner(first.rows(), stream.others());
                if (first.rows().frame().isPlain()) {
                    return pass(learner.fit(), stream, blocks, first, backend, began);
                }
                requireRepeatable();
                for (RowStream.Block block = first; block != null; block = blocks.next()) {
                    told(stream, block);
                    int[] train = MomentsPass.parts(data.split(), block, 1)[0];
                    learner.add(features(block.rows(), stream.others()).select(train));
                }
            }
            try (RowStream stream = data.source().open();
                    ReadAhead blocks = new ReadAhead(stream)) {
                return pass(learner.fit(), stream, blocks, blocks.next(), backend, began);
            }
        } catch (OutOfMemoryError e) {
            throw new LinregException(
                    data.source().name() + ": streaming takes " + (RowStream.MEMORY >> 20)
                            + " MB of memory, and more where"
                            + " moments are of thousands of features, and Java may use "
                            + (Runtime.getRuntime().maxMemory() >> 20)
                            + " MB; give it more with java -Xmx..., or leave columns out with --drop",
                    e);
        } finally {
            listener.ended();
        }
    }

    private StreamedTable pass(
            DesignFit fit, RowStream stream, ReadAhead blocks, RowStream.Block first, Backend backend, long began) {
        boolean exact = data.exact() || settings.solver().reads() == Solver.Reads.EXACT_MOMENTS;
        int folds = settings.search() == null ? 1 : settings.search().parts();
        MomentsPass pass = new MomentsPass(
                backend, data.split(), settings.precision(), fit.design(), stream.others(), exact, folds);
        for (RowStream.Block block = first; block != null; block = blocks.next()) {
            if (first.rows().frame().isPlain() && !block.rows().frame().isPlain()) {
                throw new LinregException(data.source().name() + ": words in a column of which the first "
                        + block.first() + " rows have nothing; name it with --categorical");
            }
            told(stream, block);
            pass.add(block);
        }
        double seconds = (System.nanoTime() - began) * 1e-9;
        return StreamedTable.of(
                data, settings, fit, pass, first.rows(), stream.others(), stream.leftOut(), seconds, listener);
    }

    private void told(RowStream stream, RowStream.Block block) {
        listener.reading(stream.share(), block.first() + block.rows().rows());
    }

    private DesignFit.Learner learner(Dataset first, List<String> others) {
        Dataset features = features(first, others);
        List<Term> terms = new ArrayList<>(Term.columns(features.features()));
        terms.addAll(data.products());
        return new DesignFit.Learner(features, terms);
    }

    private static Dataset features(Dataset rows, List<String> others) {
        List<String> features = new ArrayList<>(rows.features());
        features.removeAll(others);
        return rows.project(features);
    }

    private void requireRepeatable() {
        String name = data.source().name();
        if (!data.source().repeatable()) {
            throw new LinregException(
                    name + " has words, or gaps to fill: it would be read once to know which, and once"
                            + " more to learn from it, but can be read only once; save it to a file");
        }
        listener.warning(name + " is read twice: first for the levels and means that words and gaps become");
    }
}
