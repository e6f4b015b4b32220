package io.linreg.solver;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** The last few steps and how the gradient changed with each: an estimate of the inverse Hessian. */
final class LimitedMemory {
    /** Steps along which the gradient changes less tell nothing but its rounding. */
    private static final double LEAST_CURVATURE = 1e-16;

    private final int most;
    private final Deque<Pair> pairs = new ArrayDeque<>();

    private record Pair(double[] step, double[] change, double curvature) {}

    /**
     * @param most how many steps it remembers
     */
    LimitedMemory(int most) {
        this.most = most;
    }

    boolean isEmpty() {
        return pairs.isEmpty();
    }

    void clear() {
        pairs.clear();
    }

    void add(double[] step, double[] change) {
        double curvature = Vectors.dot(step, change);
        if (!(curvature > LEAST_CURVATURE * Vectors.length(step) * Vectors.length(change))) {
            return;
        }
        if (pairs.size() == most) {
            pairs.removeFirst();
        }
        pairs.addLast(new Pair(step, change, curvature));
    }

    /** Minus the inverse Hessian times the gradient, by the two-loop recursion: Nocedal and Wright, algorithm 7.4. */
    double[] direction(double[] gradient) {
        double[] q = gradient.clone();
        double[] alphas = new double[pairs.size()];
        int k = pairs.size();
        for (Iterator<Pair> newest = pairs.descendingIterator(); newest.hasNext(); ) {
            Pair pair = newest.next();
            alphas[--k] = Vectors.dot(pair.step, q) / pair.curvature;
            Vectors.add(-alphas[k], pair.change, q);
        }
        Pair last = pairs.peekLast();
        Vectors.scale(last == null ? -1 : -last.curvature / Vectors.dot(last.change, last.change), q);
        for (Pair pair : pairs) {
            double beta = Vectors.dot(pair.change, q) / pair.curvature;
            Vectors.add(-alphas[k++] - beta, pair.step, q);
        }
        return q;
    }
}
