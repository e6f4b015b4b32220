package io.linreg.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Layout;
import picocli.CommandLine.Model.OptionSpec;

/** The options of training under headings: there are too many for one list. */
final class OptionGroups {
    /** Where an option stands that no group names. */
    static final String OTHERS = "Others";

    /** By heading, the options in the order in which they stand. */
    private static final Map<String, List<String>> GROUPS = new LinkedHashMap<>();

    static {
        GROUPS.put(
                "Data",
                List.of(
                        "--target",
                        "--features",
                        "--drop",
                        "--weights",
                        "--delimiter",
                        "--test-size",
                        "--split-seed",
                        "--stream"));
        GROUPS.put("Tables elsewhere", List.of("--sql", "--jdbc", "--jdbc-properties", "--driver-path"));
        GROUPS.put("Columns", List.of("--categorical", "--missing", "--poly", "--interact"));
        GROUPS.put(
                "Solver",
                List.of(
                        "--solver",
                        "--epochs",
                        "--learning-rate",
                        "--tolerance",
                        "--init",
                        "--warm-start",
                        "--seed",
                        "--standardize",
                        "--intercept",
                        "--rank-tolerance",
                        "--gradient-tolerance",
                        "--memory"));
        GROUPS.put("Loss", List.of("--loss", "--epsilon"));
        GROUPS.put(
                "Mini-batches",
                List.of(
                        "--batch-size",
                        "--momentum",
                        "--nesterov",
                        "--schedule",
                        "--power",
                        "--step-every",
                        "--step-factor",
                        "--beta1",
                        "--beta2",
                        "--adam-epsilon"));
        GROUPS.put("Early stopping", List.of("--early-stopping", "--validation-share", "--patience"));
        GROUPS.put("Penalty", List.of("--alpha", "--l1-ratio", "--alphas", "--cv"));
        GROUPS.put("Device", List.of("--device", "--no-fallback", "--gradient", "--precision"));
        GROUPS.put("Inference", List.of("--summary", "--confidence", "--errors"));
        GROUPS.put(
                "Output",
                List.of(
                        "--model",
                        "--export",
                        "--report",
                        "--plots",
                        "--predictions",
                        "--json",
                        "--quiet",
                        "--verbose"));
        GROUPS.put("About", List.of("--help", "--version"));
    }

    private OptionGroups() {}

    /** The lists, as they stand in the help. */
    static String text(Help help) {
        List<OptionSpec> left = new ArrayList<>(help.commandSpec().options());
        StringBuilder text = new StringBuilder();
        GROUPS.forEach((heading, names) -> {
            List<OptionSpec> options = new ArrayList<>();
            for (String name : names) {
                left.stream()
                        .filter(option -> Set.of(option.names()).contains(name))
                        .findFirst()
                        .ifPresent(options::add);
            }
            left.removeAll(options);
            append(text, heading, options, help);
        });
        append(text, OTHERS, left, help);
        text.append(System.lineSeparator());
        return text.toString();
    }

    private static void append(StringBuilder text, String heading, List<OptionSpec> options, Help help) {
        if (!options.isEmpty()) {
            Layout layout = help.createDefaultLayout(options, List.of(), help.colorScheme());
            layout.addOptions(options, help.createDefaultParamLabelRenderer());
            text.append(System.lineSeparator()).append(heading).append(':').append(System.lineSeparator());
            text.append(layout);
        }
    }
}
