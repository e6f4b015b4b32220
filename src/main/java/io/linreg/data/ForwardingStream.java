package io.linreg.data;

import java.util.List;

/** Another stream's blocks, with something done beside. What is not overridden is the other stream's answer. */
public abstract class ForwardingStream implements RowStream {
    protected final RowStream stream;

    protected ForwardingStream(RowStream stream) {
        this.stream = stream;
    }

    @Override
    public List<String> others() {
        return stream.others();
    }

    @Override
    public RowTally tally() {
        return stream.tally();
    }

    @Override
    public double share() {
        return stream.share();
    }

    @Override
    public void close() {
        stream.close();
    }
}
