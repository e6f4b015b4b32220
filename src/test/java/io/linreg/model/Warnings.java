package io.linreg.model;

import java.util.ArrayList;
import java.util.List;

/** Keeps what it is told. */
final class Warnings implements TrainingListener {
    final List<String> messages = new ArrayList<>();
    int started;
    int ended;

    @Override
    public void warning(String message) {
        messages.add(message);
    }

    @Override
    public void started() {
        started++;
    }

    @Override
    public void ended() {
        ended++;
    }
}
