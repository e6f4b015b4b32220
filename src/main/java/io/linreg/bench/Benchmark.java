package io.linreg.bench;

import io.linreg.backend.Backend;
import io.linreg.backend.Descent;
import io.linreg.backend.Gradient;
import io.linreg.backend.JointLeastSquares;
import io.linreg.backend.LeastSquares;
import io.linreg.backend.Lockstep;
import io.linreg.backend.MomentsLeastSquares;
import io.linreg.base.LinregException;
import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Times gradient descent on a device, once its answer has been checked. */
public final class Benchmark {
    /** The losses of an epoch come back from the device after so many. */
    private static final int LONGEST_BATCH = 1000;

    /** So long an epoch must not have got faster before it is timed, unless it keeps getting faster for the other. */
    private static final long STEADY_NANOS = 400_000_000L;

    private static final long LONGEST_WARMING_NANOS = 4_000_000_000L;

    /** Of the time before: faster than by chance. */
    private static final double FASTER = 0.98;

    private final BenchmarkSettings settings;
    private final Backend backend;
    private final KnownProblem problem;
    private final double generateSeconds;

    private Benchmark(BenchmarkSettings settings, Backend backend) {
        this.settings = settings;
        this.backend = backend;
        long began = System.nanoTime();
        problem = KnownProblem.of(settings);
        generateSeconds = secondsSince(began);
    }

    /**
     * Makes the data, and times each gradient on it.
     *
     * @return a result for each
     * @throws LinregException if the data does not fit into memory, or an answer is wrong: then there is no time
     */
    public static List<BenchmarkResult> run(BenchmarkSettings settings, Backend backend) {
        Benchmark benchmark = new Benchmark(settings, backend);
        List<BenchmarkResult> results = new ArrayList<>();
        for (Gradient gradient : settings.gradients()) {
            results.add(benchmark.time(gradient));
        }
        return results;
    }

    /**
     * Plain reading is timed before and after, as a machine that others use is not as fast at any time; and while the data is not
     * on the device, as it may fill that.
     */
    private BenchmarkResult time(Gradient gradient) {
        double readBefore = backend.readBandwidth();
        BenchmarkResult result = settings.targets() == 1 ? timeOne(gradient) : timeTogether(gradient);
        double readAfter = backend.readBandwidth();
        return result.withReadBandwidth(2 / (1 / readBefore + 1 / readAfter));
    }

    private BenchmarkResult timeOne(Gradient gradient) {
        boolean gram = gradient == Gradient.GRAM;
        long began = System.nanoTime();
        // Moments are part of the training that they replace, not of the upload.
        try (LeastSquares resident = backend.load(problem.data(), gram ? Gradient.FUSED : gradient)) {
            double uploadSeconds = secondsSince(began);
            double error = answerError(problem, resident, gram);
            warmUp(resident, gram);
            began = System.nanoTime();
            train(resident, gram, settings.epochs(), new double[settings.features() + 1]);
            return result(gram ? Gradient.GRAM : resident.method(), error, uploadSeconds, secondsSince(began));
        }
    }

    /** All targets at the same time, each with an answer of its own. */
    private BenchmarkResult timeTogether(Gradient gradient) {
        List<KnownProblem> problems = IntStream.range(0, settings.targets())
                .mapToObj(t -> t == 0 ? problem : problem.lowered(t))
                .toList();
        List<Dataset> targets = problems.stream().map(KnownProblem::data).toList();
        long began = System.nanoTime();
        try (JointLeastSquares resident = backend.loadTogether(targets, gradient)
                .orElseThrow(() -> new LinregException(backend.device().name()
                        + " takes targets of these rows one after another: they are too few, or do not fit; leave --targets"
                        + " out"))) {
            double uploadSeconds = secondsSince(began);
            double error = Lockstep.run(resident, (t, one) -> answerError(problems.get(t), one, false)).stream()
                    .mapToDouble(Double::doubleValue)
                    .max()
                    .orElseThrow();
            Lockstep.run(resident, (t, one) -> {
                warmUp(one, false);
                return t;
            });
            began = System.nanoTime();
            Lockstep.run(
                    resident, (t, one) -> train(one, false, settings.epochs(), new double[settings.features() + 1]));
            return result(resident.method(), error, uploadSeconds, secondsSince(began));
        }
    }

    private BenchmarkResult result(Gradient gradient, double error, double uploadSeconds, double trainSeconds) {
        return new BenchmarkResult(
                settings,
                backend.device(),
                backend.describe(),
                gradient,
                error,
                generateSeconds,
                uploadSeconds,
                trainSeconds,
                Double.NaN);
    }

    /**
     * The larger of two relative errors: of the parameters, in relation to the largest of them, after as many epochs as
     * lead to them; and of the loss before the first, which no row is missing from.
     *
     * @throws LinregException if it is not as small as rounding makes it
     */
    private double answerError(KnownProblem known, LeastSquares resident, boolean gram) {
        double[] answer = known.answer();
        double[] parameters = new double[answer.length];
        double firstLoss = train(resident, gram, known.epochsToAnswer(), parameters);
        double error = Math.abs(firstLoss - known.lossAtZero()) / known.lossAtZero();
        double largest = 0;
        for (double value : answer) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int j = 0; j < answer.length; j++) {
            error = Math.max(error, Math.abs(parameters[j] - answer[j]) / largest); // NaN, once there, stays
        }
        double tolerance = tolerance();
        if (!(error <= tolerance)) {
            throw new LinregException(String.format(
                    Locale.ROOT,
                    "the answer of %s is wrong: it is off by %.1e of its size, where rounding explains %.0e; no time is given",
                    backend.device().name(),
                    error,
                    tolerance));
        }
        return error;
    }

    private double tolerance() {
        return settings.precision() == Precision.FLOAT ? 1e-5 : 1e-9;
    }

    /** Runs epochs until they do not get any faster: until compilers have done what they can. */
    private void warmUp(LeastSquares resident, boolean gram) {
        double[] parameters = new double[settings.features() + 1];
        long began = System.nanoTime();
        long now = began;
        long fastest = began;
        double least = Double.POSITIVE_INFINITY;
        for (int epochs = 1;
                now - fastest < STEADY_NANOS && now - began < LONGEST_WARMING_NANOS;
                epochs = Math.min(2 * epochs, LONGEST_BATCH)) {
            long before = now;
            train(resident, gram, epochs, parameters);
            now = System.nanoTime();
            double each = (double) (now - before) / epochs;
            if (each < FASTER * least) {
                least = each;
                fastest = now;
            }
        }
    }

    /** What is timed; returns the loss before the first epoch. */
    private double train(LeastSquares resident, boolean gram, int epochs, double[] parameters) {
        if (gram) {
            try (LeastSquares moments = new MomentsLeastSquares(resident.moments())) {
                return descend(moments, epochs, parameters);
            }
        }
        return descend(resident, epochs, parameters);
    }

    private double descend(LeastSquares objective, int epochs, double[] parameters) {
        double firstLoss = Double.NaN;
        for (int done = 0; done < epochs; ) {
            double[] losses = new double[Math.min(LONGEST_BATCH, epochs - done)];
            objective.descend(new Descent(parameters, problem.learningRate(), true, losses));
            firstLoss = done == 0 ? losses[0] : firstLoss;
            done += losses.length;
        }
        return firstLoss;
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) * 1e-9;
    }
}
