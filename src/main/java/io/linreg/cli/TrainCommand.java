package io.linreg.cli;

import io.linreg.backend.DeviceChoice;
import io.linreg.backend.Gradient;
import io.linreg.data.ColumnChoice;
import io.linreg.data.Precision;
import io.linreg.data.TableSource;
import io.linreg.model.LinearRegression;
import io.linreg.model.Settings;
import io.linreg.report.JsonReport;
import io.linreg.report.Plots;
import io.linreg.report.TextReport;
import io.linreg.report.TrainingReport;
import io.linreg.solver.Solver;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a model: the default command. */
@Command(
        name = "linreg-gpu",
        description = "Fits a linear model to a table: on an NVIDIA GPU, or on the CPU where there is none.",
        customSynopsis = {"linreg-gpu [DATA] [options]", "linreg-gpu COMMAND [options]"},
        sortOptions = false,
        usageHelpAutoWidth = true,
        versionProvider = CommonOptions.class,
        footer = {
            "",
            "Exit codes: 0 done, 1 bad data or a failure at run time, 2 wrong usage.",
            "Without DATA it trains on the bundled Advertising data: TV, radio, newspaper -> sales."
        })
final class TrainCommand implements Callable<Integer> {
    /** For each number, where features are some dozens; how many there are is not known yet. */
    private static final int MULTIPLICATIONS_OF_MOMENTS = 50;

    @Parameters(
            arity = "0..1",
            paramLabel = "DATA",
            converter = DataOptions.DataConverter.class,
            description = "a file of CSV (.csv, .csv.gz), Parquet or JSON, or a quoted pattern of the latter, such as"
                    + " 'sales/*.parquet', or - for CSV from standard input; the bundled Advertising data by default")
    private String data;

    @Option(
            names = "--target",
            paramLabel = "A,B",
            converter = NamesConverter.class,
            description = "target column, or several, each with a model of its own; the last column by default")
    private NamesConverter.Names targets = NamesConverter.Names.NONE;

    @Option(
            names = "--features",
            paramLabel = "A,B",
            converter = NamesConverter.class,
            description = "columns to learn from; all but the target by default")
    private NamesConverter.Names features = NamesConverter.Names.NONE;

    @Option(
            names = "--drop",
            paramLabel = "A,B",
            converter = NamesConverter.class,
            description = "columns to leave out")
    private NamesConverter.Names drop = NamesConverter.Names.NONE;

    @Option(
            names = "--weights",
            paramLabel = "NAME",
            description = "column of the rows' weights, not negative; it is no feature then")
    private String weights;

    @Mixin
    private ColumnOptions columns;

    @Mixin
    private DataOptions dataOptions;

    @Option(
            names = "--test-size",
            paramLabel = "F",
            defaultValue = "0.2",
            description = "share of the rows held out; 0 trains on every row (${DEFAULT-VALUE})")
    private double testSize;

    @Option(
            names = "--split-seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "which rows: those of scikit-learn's train_test_split(random_state=N) (${DEFAULT-VALUE})")
    private long splitSeed;

    @Option(
            names = "--stream",
            description =
                    "read the data a block at a time, in bounded memory, and train on its moments; by itself where"
                            + " the data does not fit. The split is by a hash of each row's number then")
    private boolean stream;

    @Mixin
    private SolverOptions solver;

    @Mixin
    private IterativeOptions iterative;

    @Mixin
    private PenaltyOptions penalty;

    @Option(
            names = "--init",
            paramLabel = "zeros|normal",
            defaultValue = "zeros",
            description = "where W and b start (${DEFAULT-VALUE})")
    private Settings.Init init;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "seed of --init normal, of the order of mini-batches, and of the rows of --early-stopping"
                    + " (${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--standardize",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "train on features of mean 0 and deviation 1; coefficients are in the data's units either way"
                    + " (on)")
    private boolean standardize;

    @Option(
            names = "--intercept",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "fit an intercept b (on)")
    private boolean intercept;

    @Option(
            names = "--device",
            paramLabel = "D",
            defaultValue = "auto",
            description = "0, 1, ... a CUDA device; 0,1 several, which share the rows; cpu; auto (${DEFAULT-VALUE})")
    private String device;

    @Option(
            names = "--no-fallback",
            description = "fail, instead of going on on the CPU, when the device cannot be used")
    private boolean noFallback;

    @Option(
            names = "--gradient",
            paramLabel = "G",
            description = "gemv (two passes an epoch), fused (one), gram (one for all epochs); what suits the device by"
                    + " default")
    private Gradient gradient;

    @Option(
            names = "--precision",
            paramLabel = "P",
            description = "float or double, for the training data; float by default, double for normal and cd")
    private Precision precision;

    @Mixin
    private SummaryOptions summary;

    @Mixin
    private OutputOptions output;

    @Option(
            names = {"-q", "--quiet"},
            description = "print neither the report nor progress")
    private boolean quiet;

    @Mixin
    private JsonOption json;

    @Mixin
    CommonOptions common;

    @Spec
    private CommandSpec spec;

    private final Streams streams;
    private final Relaunch relaunch;
    /** Null to train here. */
    private final ClusterTraining cluster;

    TrainCommand(Streams streams, Relaunch relaunch, ClusterTraining cluster) {
        this.streams = streams;
        this.relaunch = relaunch;
        this.cluster = cluster;
    }

    @Override
    public Integer call() {
        TrainingJob job = job();
        output.check(data, targets.list(), extras(job));
        OptionalInt relaunched = relaunch.run(multiplications(), DeviceChoice.parse(device), streams);
        if (relaunched.isPresent()) {
            return relaunched.getAsInt();
        }
        Progress progress = new Progress(streams, solver.epochs(), !quiet && streams.terminal());
        List<TrainingReport> reports =
                cluster == null ? job.run(progress) : job.run(() -> cluster.rows(clusterJob(job)), progress);
        output.write(reports);
        if (json.wanted) {
            streams.print(JsonReport.text(reports));
        } else if (!quiet) {
            streams.print(reports.stream().map(TextReport::text).collect(Collectors.joining(System.lineSeparator())));
        }
        return 0;
    }

    private Set<Plots.Extra> extras(TrainingJob job) {
        Set<Plots.Extra> extras = EnumSet.noneOf(Plots.Extra.class);
        if (job.summary() != null && job.streaming() != TrainingJob.Streaming.ALWAYS) { // which lets residuals go
            extras.add(Plots.Extra.DIAGNOSIS);
        }
        if (penalty.searches()) {
            extras.add(Plots.Extra.PATH);
        }
        if (penalty.crossValidates()) {
            extras.add(Plots.Extra.CROSS_VALIDATION);
        }
        return extras;
    }

    /** About as many as the descent takes; moments take one pass, of many for each number. */
    private double multiplications() {
        boolean moments = gradient == Gradient.GRAM || stream || solver.name(penalty) == SolverOptions.Name.CD;
        boolean endless = stream && "-".equals(data); // why stream few numbers?
        long numbers = endless ? Integer.MAX_VALUE : dataOptions.numbers(data);
        return (double) numbers * (moments ? MULTIPLICATIONS_OF_MOMENTS : solver.epochs());
    }

    /** Checks the options before the data is read. */
    private TrainingJob job() {
        TableSource table = dataOptions.table(data, spec, streams);
        if (cluster != null) {
            dataOptions.requireElsewhere(data, spec);
        }
        Solver chosen = solver.solver(spec, penalty, iterative, standardize, seed);
        Precision training = precision != null ? precision : cluster != null ? Precision.DOUBLE : suiting(chosen);
        try {
            if (iterative.isHuber() && weights != null) {
                throw new IllegalArgumentException("--loss huber takes no --weights; leave one of them out");
            }
            LinearRegression regression = LinearRegression.builder()
                    .solver(chosen)
                    .search(penalty.search())
                    .init(init)
                    .seed(seed)
                    .warmStart(iterative.warmStart())
                    .earlyStopping(iterative.earlyStopping())
                    .standardize(standardize)
                    .intercept(intercept)
                    .device(cluster == null ? device : "cpu") // there the driver solves
                    .fallback(!noFallback)
                    .gradient(gradient)
                    .precision(training)
                    .build();
            return new TrainingJob(
                    table,
                    new ColumnChoice(targets.list(), features.list(), drop.list(), weights),
                    columns.rules(),
                    columns.terms(spec),
                    training,
                    testSize,
                    splitSeed,
                    streaming(regression),
                    regression,
                    summary.settings(spec, chosen));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** What a cluster is to read. */
    private ClusterJob clusterJob(TrainingJob job) {
        return new ClusterJob(
                data,
                dataOptions.delimiter,
                dataOptions.query(),
                dataOptions.login(),
                job.columns(),
                job.cells(),
                job.precision(),
                noFallback && device.equalsIgnoreCase("auto") ? "gpu" : device.toLowerCase(Locale.ROOT));
    }

    /** @throws IllegalArgumentException if streaming is asked for, and something needs all rows in memory */
    private TrainingJob.Streaming streaming(LinearRegression regression) {
        try {
            regression.requireStreamable();
            summary.requireStreamable();
            output.requireStreamable();
        } catch (IllegalArgumentException e) {
            if (stream || cluster != null) {
                throw e;
            }
            return TrainingJob.Streaming.NEVER;
        }
        return stream || cluster != null ? TrainingJob.Streaming.ALWAYS : TrainingJob.Streaming.IF_TOO_LARGE;
    }

    private static Precision suiting(Solver solver) {
        return solver.reads() == Solver.Reads.ROWS ? Precision.FLOAT : Precision.DOUBLE;
    }
}
