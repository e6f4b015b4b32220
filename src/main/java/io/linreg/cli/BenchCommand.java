package io.linreg.cli;

import io.linreg.backend.Backend;
import io.linreg.backend.DeviceChoice;
import io.linreg.backend.Gradient;
import io.linreg.base.Json;
import io.linreg.bench.Benchmark;
import io.linreg.bench.BenchmarkResult;
import io.linreg.bench.BenchmarkSettings;
import io.linreg.bench.BenchmarkTable;
import io.linreg.data.Precision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows how fast a device trains. */
@Command(
        name = "bench",
        description = "Times gradient descent on data made for it, once the answer has been found right.",
        sortOptions = false,
        usageHelpAutoWidth = true,
        versionProvider = CommonOptions.class)
final class BenchCommand implements Callable<Integer> {
    @Option(names = "--rows", paramLabel = "N", defaultValue = "1000000", description = "rows (${DEFAULT-VALUE})")
    private long rows;

    @Option(names = "--features", paramLabel = "D", defaultValue = "64", description = "features (${DEFAULT-VALUE})")
    private int features;

    @Option(
            names = "--epochs",
            paramLabel = "E",
            defaultValue = "100",
            description = "epochs to time (${DEFAULT-VALUE})")
    private int epochs;

    @Option(
            names = "--device",
            paramLabel = "D",
            defaultValue = "auto",
            description = "0, 1, ... a CUDA device; cpu; auto (${DEFAULT-VALUE})")
    private String device;

    @Option(
            names = "--gradient",
            paramLabel = "G",
            split = ",",
            description = "gemv, fused or gram, or several with commas between them; what suits the device by default")
    private List<Gradient> gradients = new ArrayList<>();

    @Option(
            names = "--precision",
            paramLabel = "P",
            defaultValue = "float",
            description = "float or double, for the data (${DEFAULT-VALUE})")
    private Precision precision;

    @Option(
            names = "--targets",
            paramLabel = "N",
            defaultValue = "1",
            description = "targets of the same rows, trained at the same time (${DEFAULT-VALUE})")
    private int targets;

    @Mixin
    private JsonOption json;

    @Mixin
    CommonOptions common;

    @Spec
    private CommandSpec spec;

    private final Streams streams;
    private final Relaunch relaunch;

    BenchCommand(Streams streams, Relaunch relaunch) {
        this.streams = streams;
        this.relaunch = relaunch;
    }

    @Override
    public Integer call() {
        BenchmarkSettings settings;
        DeviceChoice choice;
        try {
            List<Gradient> wanted = gradients.isEmpty() ? Collections.singletonList(null) : gradients;
            settings = new BenchmarkSettings(rows, features, epochs, wanted, precision, targets);
            choice = DeviceChoice.parse(device);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        // However little there is to do: what is wanted is the CPU at its best.
        OptionalInt relaunched = relaunch.run(Double.POSITIVE_INFINITY, choice, streams);
        if (relaunched.isPresent()) {
            return relaunched.getAsInt();
        }
        List<BenchmarkResult> results;
        try (Backend backend = Backend.open(choice)) { // no fall back: it would be another device's time
            results = Benchmark.run(settings, backend);
        }
        streams.print(json.wanted ? Json.text(json(results)) : BenchmarkTable.text(results));
        return 0;
    }

    private static Map<String, Object> json(List<BenchmarkResult> results) {
        List<Map<String, Object>> runs =
                results.stream().map(BenchmarkResult::toJson).toList();
        return runs.size() == 1 ? runs.get(0) : Map.of("runs", runs);
    }
}
