package io.linreg.cli;

import io.linreg.model.TrainingListener;
import java.util.HashSet;
import java.util.Set;

/** Says a thing once, though it is true of every target. */
final class OnceEach implements TrainingListener {
    private final TrainingListener listener;
    private final Set<String> said = new HashSet<>();

    OnceEach(TrainingListener listener) {
        this.listener = listener;
    }

    @Override
    public void warning(String message) {
        if (said.add(message)) {
            listener.warning(message);
        }
    }

    @Override
    public void reading(double share, long rows) {
        listener.reading(share, rows);
    }

    @Override
    public void started() {
        listener.started();
    }

    @Override
    public void epochs(int epochs, double loss) {
        listener.epochs(epochs, loss);
    }

    @Override
    public void ended() {
        listener.ended();
    }
}
