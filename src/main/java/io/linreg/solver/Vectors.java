package io.linreg.solver;

/** Arithmetic on vectors. */
final class Vectors {
    private Vectors() {}

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }

    static double[] minus(double[] a, double[] b) {
        double[] difference = new double[a.length];
        for (int j = 0; j < a.length; j++) {
            difference[j] = a[j] - b[j];
        }
        return difference;
    }

    /** Adds a multiple of one vector to another. */
    static void add(double factor, double[] what, double[] to) {
        for (int j = 0; j < to.length; j++) {
            to[j] += factor * what[j];
        }
    }

    static void scale(double factor, double[] vector) {
        for (int j = 0; j < vector.length; j++) {
            vector[j] *= factor;
        }
    }

    /** The Euclidean norm, its squares taken in units of the largest: they neither overflow nor vanish. */
    static double length(double[] v) {
        double largest = 0;
        for (double value : v) {
            largest = Math.max(largest, Math.abs(value));
        }
        if (largest == 0 || !Double.isFinite(largest)) {
            return largest;
        }
        double squares = 0;
        for (double value : v) {
            squares += (value / largest) * (value / largest);
        }
        return largest * Math.sqrt(squares);
    }
}
