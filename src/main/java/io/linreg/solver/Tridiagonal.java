package io.linreg.solver;

import java.util.List;

/** The top of the spectrum of a symmetric tridiagonal matrix. */
final class Tridiagonal {
    private Tridiagonal() {}

    /**
     * The largest eigenvalue.
     *
     * @param value the eigenvalue
     * @param last the last component of its unit eigenvector
     */
    record Top(double value, double last) {}

    /** By bisection on the number of eigenvalues above a point, which the signs of an LDL' factorisation count. */
    static Top top(List<Double> diagonal, List<Double> beside) {
        int n = diagonal.size();
        double low = diagonal.get(0);
        double high = low;
        for (int i = 0; i < n; i++) {
            double radius = (i > 0 ? Math.abs(beside.get(i - 1)) : 0) + (i < n - 1 ? Math.abs(beside.get(i)) : 0);
            low = Math.max(low, diagonal.get(i));
            high = Math.max(high, diagonal.get(i) + radius);
        }
        // Until no number lies between; at once where a number is not finite.
        for (double middle = middle(low, high); low < middle && middle < high; middle = middle(low, high)) {
            if (isAboveAll(middle, diagonal, beside)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return new Top(high, lastComponent(high, diagonal, beside));
    }

    private static double middle(double low, double high) {
        return low + (high - low) / 2;
    }

    private static boolean isAboveAll(double x, List<Double> diagonal, List<Double> beside) {
        double pivot = diagonal.get(0) - x;
        for (int i = 1; i < diagonal.size() && pivot < 0; i++) {
            pivot = diagonal.get(i) - x - beside.get(i - 1) * (beside.get(i - 1) / pivot);
        }
        return pivot < 0;
    }

    /** By the three-term recurrence, backwards: the direction in which the top eigenvector grows. */
    private static double lastComponent(double value, List<Double> diagonal, List<Double> beside) {
        int n = diagonal.size();
        double[] u = new double[n];
        u[n - 1] = 1;
        double squares = 1;
        for (int i = n - 1; i > 0; i--) {
            double after = i < n - 1 ? beside.get(i) * u[i + 1] : 0;
            u[i - 1] = ((value - diagonal.get(i)) * u[i] - after) / beside.get(i - 1);
            squares += u[i - 1] * u[i - 1];
        }
        return 1 / Math.sqrt(squares);
    }
}
