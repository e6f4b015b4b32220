package io.linreg.model;

import io.linreg.backend.Backend;
import io.linreg.backend.DeviceChoice;
import io.linreg.backend.Gradient;
import io.linreg.backend.Lockstep;
import io.linreg.solver.IterativeSolver;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Several targets of the same rows at the same time: a device holds X once, and an epoch reads it once for all of them. */
final class JointTraining {
    /** How many at a time: what is computed of them takes memory, and each has a thread. */
    private static final int MOST_TARGETS = 16;

    private JointTraining() {}

    /** Whether losses and gradients of all rows are what training needs. */
    static boolean suits(int targets, Settings settings) {
        return targets > 1
                && settings.gradient() != Gradient.GRAM
                && settings.earlyStopping() == null
                && settings.solver() instanceof IterativeSolver iterative
                && !iterative.needsRows();
    }

    /** Trains all. */
    static List<TrainingRun> train(List<Preparation> works, Settings settings, TrainingListener listener) {
        List<TrainingRun> runs = new ArrayList<>();
        for (int from = 0; from < works.size(); from += MOST_TARGETS) {
            List<Preparation> some = works.subList(from, Math.min(works.size(), from + MOST_TARGETS));
            runs.addAll(Training.onDevice(
                    settings, listener, (device, fallback) -> train(some, settings, device, fallback, listener)));
        }
        return runs;
    }

    private static List<TrainingRun> train(
            List<Preparation> works,
            Settings settings,
            DeviceChoice device,
            String fallback,
            TrainingListener listener) {
        long began = System.nanoTime();
        try (Backend backend = Backend.open(device)) {
            Optional<Preparation.Together> loaded = Preparation.together(works, backend, settings, listener);
            if (loaded.isPresent()) {
                try (Preparation.Together together = loaded.get()) {
                    return train(works, backend, together, settings, fallback, began, listener);
                }
            }
        }
        return works.stream()
                .map(work -> Training.run(work, null, settings, device, fallback, listener))
                .toList();
    }

    private static List<TrainingRun> train(
            List<Preparation> works,
            Backend backend,
            Preparation.Together together,
            Settings settings,
            String fallback,
            long began,
            TrainingListener listener) {
        TrainingListener asOne = new AsOne(listener);
        listener.started();
        try {
            return Lockstep.run(together.joint(), (target, objective) -> Training.run(
                            works.get(target),
                            backend,
                            together.of(target, objective),
                            null,
                            settings,
                            fallback,
                            began,
                            asOne)
                    .sharing(works.size()));
        } finally {
            listener.ended();
        }
    }

    /** Passes on what the targets' threads tell as if they were one target: each warning once, and epochs as they advance. */
    private static final class AsOne implements TrainingListener {
        private final TrainingListener listener;
        private final Set<String> warned = new HashSet<>();
        private int epochs;

        AsOne(TrainingListener listener) {
            this.listener = listener;
        }

        @Override
        public synchronized void warning(String message) {
            if (warned.add(message)) {
                listener.warning(message);
            }
        }

        @Override
        public synchronized void epochs(int done, double loss) {
            if (done > epochs) {
                epochs = done;
                listener.epochs(done, loss);
            }
        }
    }
}
