package io.linreg.solver;

/**
 * Finds a step along a direction of descent that meets the strong Wolfe conditions: the loss falls by at least a share of what
 * the slope promised, and the slope becomes less steep, uphill as well as downhill. Nocedal and Wright, Numerical optimization,
 * 2nd ed., algorithms 3.5 (a bracket) and 3.6 (its narrowing, by cubic interpolation).
 *
 * <p>Near a minimum the rounding of losses hides what is gained. There the slopes, which are exact for far longer, stand in for
 * the losses: the approximate Wolfe conditions of Hager and Zhang, SIAM J. Optim. 16, 2005.
 */
final class LineSearch {
    private static final double DECREASE = 1e-4;
    private static final double CURVATURE = 0.9;

    /** Losses nearer to each other than this share are compared by their slopes. */
    private static final double ROUNDING = 1e-6;

    private static final double MOST_EXPANSION = 10;
    private static final double LEAST_EXPANSION = 2;

    /** A bracket that interpolation has not made so much narrower in two trials is cut in half. */
    private static final double NARROWED = 0.5;

    private static final int MOST_TRIALS = 40;

    private final Objective objective;
    private final Point origin;
    private final double[] direction;
    private int trials;

    /**
     * A point on the way.
     *
     * @param step how far it is
     * @param slope of the loss along the direction
     */
    record Point(double step, double loss, double slope, double[] at, double[] gradient) {}

    private LineSearch(Objective objective, Point origin, double[] direction) {
        this.objective = objective;
        this.origin = origin;
        this.direction = direction;
    }

    /**
     * A point that meets the conditions, or the best one found; null if none is better than the origin.
     *
     * @param origin its step is 0, and its slope below 0
     * @param first the step to try first
     */
    static Point find(Objective objective, Point origin, double[] direction, double first) {
        return new LineSearch(objective, origin, direction).bracket(first);
    }

    private Point bracket(double first) {
        Point before = origin;
        double step = first;
        while (trials < MOST_TRIALS) {
            Point point = at(step);
            if (isTooFar(point) || isHigher(point, before)) {
                return narrow(before, point);
            }
            if (isFlat(point)) {
                return point;
            }
            if (point.slope >= 0) {
                return narrow(point, before);
            }
            double next = minimizer(before, point);
            double least = LEAST_EXPANSION * step;
            double most = MOST_EXPANSION * step;
            step = next > least ? Math.min(next, most) : next > step ? least : most;
            before = point;
        }
        return better(before);
    }

    /** The best point of those so far is low; a better one lies on its way to high. */
    private Point narrow(Point low, Point high) {
        double width = Math.abs(high.step - low.step);
        double widthBefore = Double.POSITIVE_INFINITY;
        while (trials < MOST_TRIALS) {
            double left = Math.min(low.step, high.step);
            double right = Math.max(low.step, high.step);
            double middle = left + (right - left) / 2;
            double step = width <= NARROWED * widthBefore ? minimizer(low, high) : middle;
            if (!(step > left && step < right)) {
                step = middle;
            }
            if (!(step > left && step < right)) {
                break; // no number lies between them
            }
            Point point = at(step);
            if (isTooFar(point) || isHigher(point, low)) {
                high = point;
            } else {
                if (isFlat(point)) {
                    return point;
                }
                if (point.slope * (high.step - low.step) >= 0) {
                    high = low;
                }
                low = point;
            }
            widthBefore = width;
            width = Math.abs(high.step - low.step);
        }
        return better(low);
    }

    private Point better(Point found) {
        return found.step > 0 && found.loss < origin.loss ? found : null;
    }

    private Point at(double step) {
        trials++;
        double[] at = origin.at.clone();
        for (int j = 0; j < at.length; j++) {
            at[j] += step * direction[j];
        }
        double[] gradient = new double[at.length];
        double loss = objective.lossAndGradient(at, gradient);
        return new Point(step, loss, Vectors.dot(gradient, direction), at, gradient);
    }

    private boolean isTooFar(Point point) {
        boolean falls = point.loss <= origin.loss + DECREASE * point.step * origin.slope;
        boolean flattens = isNear(point.loss, origin.loss) && point.slope <= (2 * DECREASE - 1) * origin.slope;
        return !falls && !flattens;
    }

    private boolean isHigher(Point point, Point other) {
        return other.step > 0 && point.loss >= other.loss && !isNear(point.loss, other.loss);
    }

    private static boolean isNear(double loss, double other) {
        return Math.abs(loss - other) <= ROUNDING * Math.abs(other);
    }

    private boolean isFlat(Point point) {
        return Math.abs(point.slope) <= -CURVATURE * origin.slope;
    }

    /**
     * Where the cubic through two points with their slopes has its minimum: (3.59); NaN if it has none. Where the losses are
     * all but equal, where a parabola with these slopes has it.
     */
    private static double minimizer(Point a, Point b) {
        double slopes = b.slope - a.slope;
        if (isNear(b.loss, a.loss)) {
            return a.step - a.slope * (b.step - a.step) / slopes;
        }
        double d1 = a.slope + b.slope - 3 * (a.loss - b.loss) / (a.step - b.step);
        double d2 = Math.copySign(Math.sqrt(d1 * d1 - a.slope * b.slope), b.step - a.step);
        return b.step - (b.step - a.step) * (b.slope + d2 - d1) / (slopes + 2 * d2);
    }
}
