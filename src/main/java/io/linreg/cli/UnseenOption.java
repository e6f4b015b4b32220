package io.linreg.cli;

import io.linreg.data.Unseen;
import picocli.CommandLine.Option;

/** What to make of a level that the training rows did not have. */
final class UnseenOption {
    @Option(
            names = "--unseen",
            paramLabel = "error|zero",
            defaultValue = "error",
            description = "a level that no training row had: an error, or taken for the column's reference level"
                    + " (${DEFAULT-VALUE})")
    Unseen choice;
}
