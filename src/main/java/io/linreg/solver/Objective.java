package io.linreg.solver;

/** A smooth function of some variables. */
@FunctionalInterface
interface Objective {
    /**
     * Its value.
     *
     * @param gradient overwritten with the gradient
     */
    double lossAndGradient(double[] at, double[] gradient);
}
