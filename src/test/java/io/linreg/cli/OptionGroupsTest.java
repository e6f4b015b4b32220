package io.linreg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OptionGroupsTest {
    @Test
    void everyOptionHasItsHeading() {
        String help = Shell.run("--help").out();

        assertThat(help).contains("Data:").contains("Output:");
        assertThat(help).as("an option that no group names").doesNotContain(OptionGroups.OTHERS + ":");
    }
}
