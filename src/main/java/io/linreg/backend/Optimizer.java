package io.linreg.backend;

import java.util.Arrays;

/**
 * How a step follows from the gradient of a mini-batch, and what is remembered from one step to the next. With 2 d + 2
 * numbers beside the parameters it knows all that training is about: a device takes them along, and brings them back.
 */
public final class Optimizer {
    /** How many numbers a device takes to know a rule. */
    public static final int RULE_LENGTH = 4;

    private final Rule rule;
    private final int size;
    /** The parameters, their first moments, their second moments, and the powers of two decay rates. */
    private final double[] state;

    /** A rule, and d + 1 parameters to begin with, copied. */
    public Optimizer(Rule rule, double[] start) {
        this.rule = rule;
        size = start.length;
        state = Arrays.copyOf(start, stateLength(size - 1));
        state[3 * size] = 1;
        state[3 * size + 1] = 1;
    }

    /** The length of the state for d features. */
    public static int stateLength(int features) {
        return 3 * (features + 1) + 2;
    }

    public Rule rule() {
        return rule;
    }

    /** The d + 1 parameters as they are now. */
    public double[] parameters() {
        return Arrays.copyOf(state, size);
    }

    /**
     * All that it remembers, for a device to read and write: the d + 1 parameters, as many first moments, as many second
     * moments, and the powers of the decay rates so far.
     */
    public double[] state() {
        return state;
    }

    /** A copy with one more parameter, 0, behind the others. */
    Optimizer widened() {
        Optimizer wide = new Optimizer(rule, Arrays.copyOf(state, size + 1));
        copy(this, wide);
        return wide;
    }

    /** Takes over what a copy with one more parameter has become. */
    void narrow(Optimizer wide) {
        copy(wide, this);
    }

    /** The parameters and moments that both have, and the powers. */
    private static void copy(Optimizer from, Optimizer to) {
        for (int part = 0; part < 3; part++) {
            System.arraycopy(from.state, part * from.size, to.state, part * to.size, Math.min(from.size, to.size));
        }
        System.arraycopy(from.state, 3 * from.size, to.state, 3 * to.size, 2);
    }

    /**
     * Takes a step.
     *
     * @param gradient d + 1 numbers
     * @param rate the step per unit of what the rule makes of the gradient
     * @param moving how many parameters move, from the first on
     */
    public void step(double[] gradient, double rate, int moving) {
        rule.step(state, size, gradient, rate, moving);
    }

    /** The step of a mini-batch. */
    public sealed interface Rule {
        /** Takes a step of so many parameters, on a state of the layout above. */
        void step(double[] state, int size, double[] gradient, double rate, int moving);

        /** For a device: 0 for momentum or 1 for Adam, its two factors, and epsilon. */
        double[] numbers();
    }

    /**
     * Stochastic gradient descent with momentum as PyTorch's SGD has it: v := momentum v + g, p := p - rate v, or, as
     * Nesterov's, p := p - rate (g + momentum v).
     *
     * @param momentum from 0 (none) to below 1
     * @param nesterov whether to look ahead
     */
    public record Momentum(double momentum, boolean nesterov) implements Rule {
        public Momentum {
            if (!(momentum >= 0 && momentum < 1)) {
                throw new IllegalArgumentException("a momentum is a number from 0 to below 1, not " + momentum);
            }
            if (nesterov && momentum == 0) {
                throw new IllegalArgumentException("--nesterov needs a momentum; give --momentum 0.9, say");
            }
        }

        @Override
        public void step(double[] state, int size, double[] gradient, double rate, int moving) {
            for (int j = 0; j < moving; j++) {
                double velocity = momentum * state[size + j] + gradient[j];
                state[size + j] = velocity;
                state[j] -= rate * (nesterov ? gradient[j] + momentum * velocity : velocity);
            }
        }

        @Override
        public double[] numbers() {
            return new double[] {0, momentum, nesterov ? 1 : 0, 0};
        }
    }

    /**
     * Adam: Kingma and Ba, A method for stochastic optimization, ICLR 2015, algorithm 1.
     *
     * @param beta1 the decay of the first moments, from 0 to below 1
     * @param beta2 that of the second moments
     * @param epsilon what is added to the root of the second moment, above 0
     */
    public record Adam(double beta1, double beta2, double epsilon) implements Rule {
        public Adam {
            if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
                throw new IllegalArgumentException(
                        "--beta1 and --beta2 are numbers from 0 to below 1, not " + beta1 + " and " + beta2);
            }
            if (!(epsilon > 0 && Double.isFinite(epsilon))) {
                throw new IllegalArgumentException("Adam's epsilon is a number above 0, not " + epsilon);
            }
        }

        @Override
        public void step(double[] state, int size, double[] gradient, double rate, int moving) {
            state[3 * size] *= beta1;
            state[3 * size + 1] *= beta2;
            double ofFirst = 1 - state[3 * size];
            double ofSecond = 1 - state[3 * size + 1];
            for (int j = 0; j < moving; j++) {
                double first = beta1 * state[size + j] + (1 - beta1) * gradient[j];
                double second = beta2 * state[2 * size + j] + (1 - beta2) * gradient[j] * gradient[j];
                state[size + j] = first;
                state[2 * size + j] = second;
                state[j] -= rate * (first / ofFirst) / (Math.sqrt(second / ofSecond) + epsilon);
            }
        }

        @Override
        public double[] numbers() {
            return new double[] {1, beta1, beta2, epsilon};
        }
    }
}
