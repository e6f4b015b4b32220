package io.linreg.backend;

/**
 * The mean squared error from the moments alone: the data is not needed any more. Gradient descent on it takes the same
 * steps as on the data, each at a cost of d^2 instead of n d.
 *
 * <p>With S the centred sums of products, m the means and e = m . w + b - mean(y) the mean residual,
 *
 * <pre>
 *   n loss       = w'S_xx w - 2 w'S_xy + S_yy + n e^2
 *   n/2 gradient = (S_xx w - S_xy + n e m, n e)
 * </pre>
 */
public final class MomentsLeastSquares implements LeastSquares {
    private final Moments moments;
    /** What they were rounded from; null where nothing is known beyond a double. */
    private final ExactMoments exact;

    private final double[] point;
    private final double[] product;

    public MomentsLeastSquares(Moments moments) {
        this(moments, null);
    }

    /** Computes in double, and hands the exact moments to solvers that ask for them. */
    public MomentsLeastSquares(ExactMoments exact) {
        this(exact.rounded(), exact);
    }

    private MomentsLeastSquares(Moments moments, ExactMoments exact) {
        this.moments = moments;
        this.exact = exact;
        point = new double[moments.features() + 1];
        product = new double[moments.features() + 1];
    }

    @Override
    public int features() {
        return moments.features();
    }

    @Override
    public long rows() {
        return moments.rows();
    }

    @Override
    public Gradient method() {
        return Gradient.GRAM;
    }

    @Override
    public double lossAndGradient(double[] parameters, double[] gradient) {
        int d = features();
        double n = rows();
        double error = parameters[d] - moments.targetMean();
        for (int j = 0; j < d; j++) {
            error += parameters[j] * moments.mean(j);
        }
        // (w, -1) times the matrix of [X y]: S_xx w - S_xy, then w'S_xy - S_yy.
        System.arraycopy(parameters, 0, point, 0, d);
        point[d] = -1;
        moments.multiply(point, product);
        double squares = -product[d];
        for (int j = 0; j < d; j++) {
            squares += parameters[j] * product[j];
            gradient[j] = 2 / n * product[j] + 2 * error * moments.mean(j);
        }
        gradient[d] = 2 * error;
        // A perfect fit cancels to rounding noise, on either side of 0.
        return Math.max(0, squares / n) + error * error;
    }

    @Override
    public Moments moments() {
        return moments;
    }

    @Override
    public ExactMoments exactMoments() {
        return exact != null ? exact : ExactMoments.of(moments);
    }

    @Override
    public void close() {
        // The garbage collector has it.
    }
}
