package io.linreg.solver;

import java.util.Map;

/** How the learning rate changes: once an epoch. */
public sealed interface Schedule {
    /** The share of the first rate that an epoch has, after so many before it. */
    double factor(int epoch, int epochs);

    /** Its name ("schedule") and parameters, as JSON values under the names of the command line. */
    Map<String, Object> settings();

    /** The same rate in every epoch. */
    record Constant() implements Schedule {
        @Override
        public double factor(int epoch, int epochs) {
            return 1;
        }

        @Override
        public Map<String, Object> settings() {
            return Map.of("schedule", "constant");
        }
    }

    /**
     * 1 / (1 + epoch)^power: scikit-learn's invscaling, with epochs for its steps.
     *
     * @param power above 0
     */
    record InverseScaling(double power) implements Schedule {
        public InverseScaling {
            if (!(power > 0 && Double.isFinite(power))) {
                throw new IllegalArgumentException("--power is a number above 0, not " + power);
            }
        }

        @Override
        public double factor(int epoch, int epochs) {
            return Math.pow(1.0 + epoch, -power);
        }

        @Override
        public Map<String, Object> settings() {
            return Map.of("schedule", "invscaling", "power", power);
        }
    }

    /**
     * factor^floor(epoch / every): PyTorch's StepLR.
     *
     * @param every how many epochs have the same rate, 1 or more
     * @param decay what it is then multiplied by, above 0 and at most 1
     */
    record Step(int every, double decay) implements Schedule {
        public Step {
            if (every < 1) {
                throw new IllegalArgumentException("--step-every is a number of epochs, 1 or more, not " + every);
            }
            if (!(decay > 0 && decay <= 1)) {
                throw new IllegalArgumentException("--step-factor is a number above 0, at most 1, not " + decay);
            }
        }

        @Override
        public double factor(int epoch, int epochs) {
            return Math.pow(decay, Math.floorDiv(epoch, every));
        }

        @Override
        public Map<String, Object> settings() {
            return Map.of("schedule", "step", "step_every", every, "step_factor", decay);
        }
    }

    /** (1 + cos(pi epoch / epochs)) / 2: PyTorch's CosineAnnealingLR, which ends near 0. */
    record Cosine() implements Schedule {
        @Override
        public double factor(int epoch, int epochs) {
            return (1 + Math.cos(Math.PI * epoch / epochs)) / 2;
        }

        @Override
        public Map<String, Object> settings() {
            return Map.of("schedule", "cosine");
        }
    }
}
