package io.linreg.cli;

import picocli.CommandLine.Option;

/** Results for programs. */
final class JsonOption {
    @Option(names = "--json", description = "print one JSON object on standard output")
    boolean wanted;
}
