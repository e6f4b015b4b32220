package io.linreg.solver;

import io.linreg.backend.LeastSquares;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The quasi-Newton method of limited memory, for the squared error or Huber's loss. An epoch is an iteration: a step along the
 * direction that the last few steps suggest, as long as {@link LineSearch} finds good; most often that takes one pass over the
 * data. Nocedal and Wright, Numerical optimization, 2nd ed., 7.2.
 *
 * <p>It stops where the gradient has become a tiny share of what it is for a model of zeros, or where rounding leaves nothing
 * to gain: for {@value #LONGEST_STALL} iterations neither the loss nor the gradient has got any smaller.
 *
 * @param epochs the most iterations, 1 to 10^9
 * @param tolerance stop when an iteration lowers the loss by less than this share of it; 0 for never
 * @param gradientTolerance stop when the gradient's length is below this share of the model of zeros', from 0 to below 1
 * @param memory how many steps it remembers, 1 or more
 * @param epsilon null for the squared error; for Huber's loss, from which residual on a row is an outlier, in units of the
 *     residuals' scale
 */
public record Lbfgs(int epochs, double tolerance, double gradientTolerance, int memory, Double epsilon)
        implements IterativeSolver {
    /** The gradient tolerance unless another is asked for. */
    public static final double GRADIENT_TOLERANCE = 1e-10;

    /** The memory unless another is asked for. */
    public static final int MEMORY = 10;

    private static final int LONGEST_STALL = 20;

    public Lbfgs {
        Limits.requireEpochs(epochs);
        Limits.requireTolerance(tolerance);
        if (!(gradientTolerance >= 0 && gradientTolerance < 1)) {
            throw new IllegalArgumentException(
                    "--gradient-tolerance is a number from 0 to below 1, not " + gradientTolerance);
        }
        if (memory < 1) {
            throw new IllegalArgumentException("--memory is a number of steps, 1 or more, not " + memory);
        }
        if (epsilon != null) {
            HuberLoss.requireEpsilon(epsilon);
        }
    }

    @Override
    public String describe() {
        return "L-BFGS" + (epsilon == null ? "" : ", Huber loss");
    }

    @Override
    public boolean isLeastSquares() {
        return epsilon == null;
    }

    @Override
    public boolean needsRows() {
        return epsilon != null;
    }

    @Override
    public boolean takesWeights() {
        return epsilon == null;
    }

    @Override
    public Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("solver", "lbfgs");
        settings.put("epochs", epochs);
        settings.put("tolerance", tolerance);
        settings.put("gradient_tolerance", gradientTolerance);
        settings.put("memory", memory);
        if (epsilon != null) {
            settings.put("loss", "huber");
            settings.put("epsilon", epsilon);
        }
        return settings;
    }

    @Override
    public Solution solve(
            LeastSquares objective, double[] start, boolean intercept, EpochListener listener, Validation validation) {
        Variables variables = epsilon == null
                ? new Variables.OfSquares(objective, intercept)
                : HuberVariables.of(objective, epsilon, start, intercept);
        return EpochLoop.run(new Iterations(variables, start), epochs, validation, listener);
    }

    /** The iterations. */
    private final class Iterations implements EpochLoop.Steps {
        private final Variables variables;
        private final LimitedMemory remembered = new LimitedMemory(memory);
        private final double enough;
        private LineSearch.Point here;
        private double lossBefore = Double.NaN;
        private double lowestLoss = Double.POSITIVE_INFINITY;
        private double lowestLength = Double.POSITIVE_INFINITY;
        private int stalled;
        private int passes;
        private String end = "epochs";

        Iterations(Variables variables, double[] start) {
            this.variables = variables;
            double[] at = variables.of(start);
            here = new LineSearch.Point(0, 0, 0, at, new double[at.length]);
            double loss = evaluate(at, here.gradient());
            here = new LineSearch.Point(0, loss, 0, at, here.gradient());
            double[] atZeros = new double[at.length];
            evaluate(variables.of(new double[start.length]), atZeros);
            enough = gradientTolerance * Vectors.length(atZeros);
            Divergence.requireFinite(loss);
        }

        private double evaluate(double[] at, double[] gradient) {
            passes++;
            return variables.lossAndGradient(at, gradient);
        }

        @Override
        public double loss() {
            return variables.unit() * here.loss();
        }

        @Override
        public boolean run(int epoch) {
            double length = Vectors.length(here.gradient());
            boolean gained = here.loss() < lowestLoss || length < lowestLength;
            stalled = gained ? 0 : stalled + 1;
            lowestLoss = Math.min(lowestLoss, here.loss());
            lowestLength = Math.min(lowestLength, length);
            if (length <= enough) {
                return ends("gradient");
            }
            double gain = lossBefore - here.loss();
            if (tolerance > 0 && gain >= 0 && gain <= tolerance * lossBefore) {
                return ends("tolerance");
            }
            LineSearch.Point next = stalled < LONGEST_STALL ? step(length) : null;
            if (next == null) {
                return ends("rounding");
            }
            remembered.add(Vectors.minus(next.at(), here.at()), Vectors.minus(next.gradient(), here.gradient()));
            lossBefore = here.loss();
            here = next;
            return true;
        }

        /** A better point; from the steepest descent where what is remembered leads nowhere. */
        private LineSearch.Point step(double length) {
            if (!remembered.isEmpty()) {
                LineSearch.Point next = along(remembered.direction(here.gradient()), 1);
                if (next != null) {
                    return next;
                }
                remembered.clear();
            }
            double[] downhill = here.gradient().clone();
            Vectors.scale(-1 / length, downhill);
            // A parabola that stays above 0 has its minimum at no more than twice that.
            return along(downhill, Math.abs(here.loss()) / length);
        }

        private LineSearch.Point along(double[] direction, double first) {
            double slope = Vectors.dot(here.gradient(), direction);
            if (!(slope < 0 && Double.isFinite(slope) && first > 0)) {
                return null;
            }
            return LineSearch.find(
                    this::evaluate,
                    new LineSearch.Point(0, here.loss(), slope, here.at(), here.gradient()),
                    direction,
                    first);
        }

        private boolean ends(String why) {
            end = why;
            return false;
        }

        @Override
        public double lossOn(LeastSquares rows) {
            return variables.lossOn(rows, here.at());
        }

        @Override
        public double[] parameters() {
            return variables.parameters(here.at());
        }

        @Override
        public Double learningRate() {
            return null;
        }

        @Override
        public Map<String, Object> details() {
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("stopped_by", end);
            details.put("passes", passes);
            details.put("gradient_norm", Vectors.length(here.gradient()));
            variables.tell(here.at(), details);
            return details;
        }
    }
}
