package io.linreg.model;

import io.linreg.backend.Backend;
import io.linreg.data.ForwardingStream;
import io.linreg.data.ReadAhead;
import io.linreg.data.RowSource;
import io.linreg.data.RowStream;

/** Goes through a table in this process; the next block is read while there is work with the one before. */
record PassesHere(RowSource source) implements RowPasses {
    @Override
    public String name() {
        return source.name();
    }

    @Override
    public boolean repeatable() {
        return source.repeatable();
    }

    @Override
    public int shown() {
        return RowSample.MOST_ROWS;
    }

    @Override
    public <T extends Mergeable<T>> T pass(BlockWork<T> work, Backend here, TrainingListener listener) {
        try (RowStream stream = source.open(work.categorical());
                RowStream ahead = new ReadAhead(stream)) {
            return work.on(new Told(ahead, listener), here);
        }
    }

    /** Tells of each block. */
    private static final class Told extends ForwardingStream {
        private final TrainingListener listener;

        Told(RowStream stream, TrainingListener listener) {
            super(stream);
            this.listener = listener;
        }

        @Override
        public Block next() {
            Block block = stream.next();
            if (block != null) {
                listener.reading(stream.share(), block.first() + block.rows().rows());
            }
            return block;
        }
    }
}
