package io.linreg.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VersionTest {

    @Test
    void comesFromTheBuild() {
        assertThat(Version.current().number()).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(Version.current().commit()).matches("[0-9a-f]{7,40}|unknown");
        assertThat(Version.current())
                .hasToString(
                        Version.current().number() + " (" + Version.current().commit() + ")");
    }
}
