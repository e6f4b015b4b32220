package io.linreg.cli;

import io.linreg.inference.InferenceSettings;
import io.linreg.inference.StandardErrors;
import io.linreg.solver.Solver;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Whether training ends with a summary, and of what. */
final class SummaryOptions {
    @Option(
            names = "--summary",
            description =
                    "how sure the coefficients are, and how well the model fits: errors, t, p, intervals, F, AIC, plots"
                            + " of diagnosis")
    private boolean wanted;

    @Option(
            names = "--confidence",
            paramLabel = "F",
            description = "of the intervals of --summary, between 0 and 1; 0.95 by default")
    private Double confidence;

    @Option(
            names = "--errors",
            paramLabel = "E",
            description = "classical (by default), or robust where variances differ: HC0, HC1, HC2, HC3")
    private StandardErrors errors;

    /**
     * What to infer; null for nothing.
     *
     * @throws ParameterException if an option is out of range, or of no use
     */
    InferenceSettings settings(CommandSpec spec, Solver solver) {
        if (!wanted) {
            if (confidence != null || errors != null) {
                throw new ParameterException(
                        spec.commandLine(),
                        (errors != null ? "--errors" : "--confidence") + " is of no use without --summary");
            }
            return null;
        }
        if (!solver.isLeastSquares()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--summary is about the least-squares answer, and this model minimises something else; leave --summary"
                            + " out, or the penalty or the other loss");
        }
        InferenceSettings standard = InferenceSettings.DEFAULT;
        return new InferenceSettings(
                confidence != null ? confidence : standard.confidence(), errors != null ? errors : standard.errors());
    }

    /** @throws IllegalArgumentException if rows that are streamed cannot be summarised so */
    void requireStreamable() {
        if (errors != null && errors != StandardErrors.CLASSICAL) {
            throw new IllegalArgumentException("--errors " + errors
                    + " needs every row's residual, and rows that are streamed, as on a cluster, are let go; leave it out, or"
                    + " train on rows in memory");
        }
    }
}
