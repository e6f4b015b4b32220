package io.linreg.cli;

import io.linreg.backend.BackendProvider.Finding;
import io.linreg.backend.Backends;
import io.linreg.base.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows where training could run. */
@Command(
        name = "devices",
        description = "Lists the CPU, the GPUs and the libraries found, and why any of them cannot be used.",
        sortOptions = false,
        usageHelpAutoWidth = true,
        versionProvider = CommonOptions.class)
final class DevicesCommand implements Callable<Integer> {
    @Mixin
    private JsonOption json;

    @Mixin
    CommonOptions common;

    private final Streams streams;

    DevicesCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        List<Finding> findings = Backends.findings();
        if (json.wanted) {
            streams.print(Json.text(Map.of(
                    "devices", findings.stream().map(DevicesCommand::json).toList())));
        } else {
            StringBuilder text = new StringBuilder();
            findings.forEach(f -> text.append(
                    String.format("%-6s %-12s %s%n", f.what(), f.usable() ? "usable" : "not usable", f.detail())));
            streams.print(text.toString());
        }
        return 0;
    }

    private static Map<String, Object> json(Finding finding) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("device", finding.what());
        json.put("usable", finding.usable());
        json.put("detail", finding.detail());
        return json;
    }
}
