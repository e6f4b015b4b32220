package io.linreg.cli;

import io.linreg.base.LinregException;
import io.linreg.inference.InferenceSettings;
import io.linreg.inference.Uncertainty;
import io.linreg.model.LinearModel;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Stack;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Whether predictions stand between the ends of intervals, and what these hold. */
final class IntervalOptions {
    @Option(
            names = "--interval",
            paramLabel = "prediction|mean",
            arity = "0..1",
            fallbackValue = "prediction",
            preprocessor = KindOnly.class,
            description =
                    "write the ends of an interval, too: for the target of a new row (by default), or for the mean of"
                            + " many such rows; the model has to be trained with --summary")
    private Uncertainty.Interval interval;

    @Option(names = "--confidence", paramLabel = "F", description = "of --interval, between 0 and 1; 0.95 by default")
    private Double confidence;

    /**
     * Checks the options before anything is read.
     *
     * @throws ParameterException if the confidence is out of range, or of no use
     */
    void check(CommandSpec spec) {
        if (confidence == null) {
            return;
        }
        if (interval == null) {
            throw new ParameterException(spec.commandLine(), "--confidence is of no use without --interval");
        }
        try {
            InferenceSettings.requireConfidence(confidence);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /**
     * How far an interval reaches to either side of a prediction, as a function of the row of the design matrix; null where none is
     * wanted.
     *
     * @throws LinregException if the model does not know how sure it is
     */
    ToDoubleFunction<double[]> reach(LinearModel model) {
        if (interval == null) {
            return null;
        }
        if (model.uncertainty() == null) {
            throw new LinregException(
                    "the model does not know how sure it is, which --interval needs; train it again with"
                            + " --summary, on more rows than coefficients");
        }
        return model.uncertainty()
                .reach(interval, confidence != null ? confidence : InferenceSettings.DEFAULT.confidence());
    }

    /** The word after the option is its value only if it names a kind: it may be the data. */
    static final class KindOnly implements IParameterPreprocessor {
        @Override
        public boolean preprocess(Stack<String> words, CommandSpec command, ArgSpec arg, Map<String, Object> info) {
            boolean attached = "=".equals(info.get("separator"));
            boolean names = !words.isEmpty()
                    && Arrays.stream(Uncertainty.Interval.values())
                            .anyMatch(kind -> kind.name().equals(words.peek().toUpperCase(Locale.ROOT)));
            if (!attached && !names) {
                arg.setValue(Uncertainty.Interval.PREDICTION);
                return true;
            }
            return false;
        }
    }
}
