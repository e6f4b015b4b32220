package io.linreg.solver;

import io.linreg.backend.LeastSquares;
import java.util.Map;

/** The loss as a function of the variables that it is minimised over: the parameters, and maybe more. */
interface Variables extends Objective {
    /** The variables for some parameters, anything else being as it was in the beginning. */
    double[] of(double[] parameters);

    /** The d + 1 parameters among the variables. */
    double[] parameters(double[] at);

    /** The loss of other rows. */
    double lossOn(LeastSquares rows, double[] at);

    /** In which units losses and gradients are given. */
    double unit();

    /** What is to be told beside the parameters, as JSON values. */
    void tell(double[] at, Map<String, Object> details);

    /** The squared error. */
    record OfSquares(LeastSquares rows, boolean intercept) implements Variables {
        @Override
        public double lossAndGradient(double[] at, double[] gradient) {
            double loss = rows.lossAndGradient(at, gradient);
            if (!intercept) {
                gradient[gradient.length - 1] = 0;
            }
            return loss;
        }

        @Override
        public double[] of(double[] parameters) {
            return parameters.clone();
        }

        @Override
        public double[] parameters(double[] at) {
            return at.clone();
        }

        @Override
        public double lossOn(LeastSquares others, double[] at) {
            return others.lossAndGradient(at, new double[at.length]);
        }

        @Override
        public double unit() {
            return 1;
        }

        @Override
        public void tell(double[] at, Map<String, Object> details) {
            // The parameters are all there is.
        }
    }
}
