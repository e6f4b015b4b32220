package io.linreg.cli;

import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** What every command takes. */
final class CommonOptions implements IVersionProvider {
    @Option(
            names = {"-v", "--verbose"},
            description = "show the stack trace of an error")
    boolean verbose;

    @Option(names = "--help", usageHelp = true, description = "show this help")
    boolean help;

    @Option(names = "--version", versionHelp = true, description = "show the version and the commit it was built from")
    boolean version;

    @Override
    public String[] getVersion() {
        return Cli.version();
    }
}
