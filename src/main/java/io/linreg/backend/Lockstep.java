package io.linreg.backend;

import io.linreg.base.ParallelTasks;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Lets a solver run for each of several targets, side by side: each on a thread of its own, with a view of its target as if there
 * were no other. A solver that asks for something waits until all that are not done have asked; then X is read once for all.
 *
 * <p>So solvers know of one target only. What one is told does not depend on the others, nor on whether they are there still:
 * targets that ask for nothing are computed along, and not looked at.
 */
public final class Lockstep {
    private final JointLeastSquares joint;
    private final double[] nowhere;
    /** By target: what its solver waits for; null while it is at work, or done. */
    private final Call[] calls;
    /** How many solvers are not done. */
    private int solvers;

    private Lockstep(JointLeastSquares joint) {
        this.joint = joint;
        nowhere = new double[joint.features() + 1];
        solvers = joint.targets();
        calls = new Call[solvers];
    }

    /** What is done for a target. */
    @FunctionalInterface
    public interface Solving<R> {
        /**
         * Solves for one target.
         *
         * @param target which one, from 0
         * @param objective that target's; closing it does nothing
         */
        R solve(int target, LeastSquares objective);
    }

    /**
     * Solves for all targets at the same time.
     *
     * @return what was found for each
     * @throws RuntimeException what the first of the targets threw that failed; the others were solved to their end
     */
    public static <R> List<R> run(JointLeastSquares joint, Solving<R> solving) {
        Lockstep lockstep = new Lockstep(joint);
        List<Callable<R>> tasks = new ArrayList<>();
        for (int t = 0; t < joint.targets(); t++) {
            int target = t;
            tasks.add(() -> {
                try {
                    return solving.solve(target, lockstep.new View(target));
                } finally {
                    lockstep.leave();
                }
            });
        }
        try (ParallelTasks threads = new ParallelTasks(tasks.size())) {
            return threads.all(tasks);
        }
    }

    /** Epochs of a descent, or, where there is none, a loss and its gradient. */
    private static final class Call {
        private final double[] parameters;
        private final double[] gradient;
        private final Descent descent;
        private int epochs;
        private double loss;
        private Throwable failure;
        private boolean done;

        Call(double[] parameters, double[] gradient, Descent descent) {
            this.parameters = parameters;
            this.gradient = gradient;
            this.descent = descent;
        }

        int epochsLeft() {
            return descent.losses().length - epochs;
        }
    }

    private synchronized double submit(int target, Call call) {
        calls[target] = call;
        serveIfAllWait();
        boolean interrupted = false;
        while (!call.done) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true; // kept for later: the others count on this one
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (call.failure instanceof Error error) {
            throw error;
        } else if (call.failure != null) {
            throw (RuntimeException) call.failure;
        }
        return call.loss;
    }

    private synchronized void leave() {
        solvers--;
        serveIfAllWait();
    }

    /** Does what the solvers wait for, at least for one of them, once none of them is at work. */
    private void serveIfAllWait() {
        List<Call> waiting = new ArrayList<>();
        for (Call call : calls) {
            if (call != null) {
                waiting.add(call);
            }
        }
        if (waiting.isEmpty() || waiting.size() < solvers) {
            return;
        }
        try {
            if (waiting.stream().allMatch(call -> call.descent != null)) {
                descend(waiting.stream().mapToInt(Call::epochsLeft).min().orElseThrow());
            } else {
                evaluate();
            }
        } catch (RuntimeException | Error e) {
            for (Call call : waiting) {
                call.failure = e;
                call.done = true;
            }
        }
        for (int t = 0; t < calls.length; t++) {
            if (calls[t] != null && calls[t].done) {
                calls[t] = null;
            }
        }
        notifyAll();
    }

    private void evaluate() {
        double[][] parameters = new double[calls.length][];
        double[][] gradients = new double[calls.length][];
        double[] losses = new double[calls.length];
        for (int t = 0; t < calls.length; t++) {
            boolean wanted = calls[t] != null && calls[t].descent == null;
            parameters[t] = wanted ? calls[t].parameters : nowhere;
            gradients[t] = wanted ? calls[t].gradient : new double[nowhere.length];
        }
        joint.lossesAndGradients(parameters, losses, gradients);
        for (int t = 0; t < calls.length; t++) {
            if (calls[t] != null && calls[t].descent == null) {
                calls[t].loss = losses[t];
                calls[t].done = true;
            }
        }
    }

    private void descend(int epochs) {
        boolean intercept = false;
        for (Call call : calls) {
            intercept |= call != null && call.descent.intercept();
        }
        List<Descent> each = new ArrayList<>();
        for (Call call : calls) {
            each.add(
                    call == null
                            ? new Descent(nowhere.clone(), 0, intercept, new double[epochs])
                            : new Descent(call.parameters, call.descent.learningRate(), intercept, new double[epochs]));
        }
        joint.descend(each);
        for (int t = 0; t < calls.length; t++) {
            Call call = calls[t];
            if (call != null) {
                System.arraycopy(each.get(t).losses(), 0, call.descent.losses(), call.epochs, epochs);
                call.epochs += epochs;
                call.done = call.epochsLeft() == 0;
            }
        }
    }

    /** One target. */
    private final class View implements LeastSquares {
        private final int target;

        View(int target) {
            this.target = target;
        }

        @Override
        public int features() {
            return joint.features();
        }

        @Override
        public long rows() {
            return joint.rows();
        }

        @Override
        public Gradient method() {
            return joint.method();
        }

        @Override
        public double lossAndGradient(double[] parameters, double[] gradient) {
            return submit(target, new Call(parameters, gradient, null));
        }

        @Override
        public void descend(Descent descent) {
            if (descent.losses().length > 0) {
                submit(target, new Call(descent.parameters(), null, descent));
            }
        }

        @Override
        public Moments moments() {
            throw new UnsupportedOperationException("moments are shared among targets in another way");
        }

        @Override
        public void close() {
            // The rows are everybody's.
        }
    }
}
