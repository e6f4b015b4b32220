package io.linreg.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessorTest {
    @ParameterizedTest
    @CsvSource({"GenuineIntel, true", "AuthenticAMD, false"})
    void theVendorIsReadFromWhatLinuxTells(String vendor, boolean intel) {
        String told = "processor\t: 0\nvendor_id\t: " + vendor + "\ncpu family\t: 6\nmodel name\t: some of them\n";
        assertThat(Processor.isIntel(told.lines())).isEqualTo(intel);
    }

    @Test
    void otherArchitecturesHaveNoVendor() {
        assertThat(Processor.isIntel(Stream.of("CPU implementer\t: 0x41"))).isFalse();
    }
}
