package io.linreg.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linreg.data.Precision;
import io.linreg.testing.Problems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DevicesTest {
    @ParameterizedTest
    @ValueSource(strings = {"cpu", "auto", "0", "7", "1234", "0,1", "3,0,12"})
    void aChoiceIsReadAndShownAlike(String text) {
        assertThat(DeviceChoice.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu", "-1", "1.0", "99999", "0 ", "cuda:0", "0,", ",1", "0, 1", "0,cpu"})
    void anythingElseIsRefusedWithTheChoices(String text) {
        assertThatThrownBy(() -> DeviceChoice.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cpu, auto")
                .hasMessageContaining("\"" + text + "\"");
    }

    @Test
    void aDeviceDoesNotShareWithItself() {
        assertThatThrownBy(() -> DeviceChoice.parse("1,0,1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a device stands twice in \"1,0,1\"");
    }

    @Test
    void theCpuIsAlwaysThere() {
        try (Backend backend = Backend.open(DeviceChoice.CPU)) {
            assertThat(backend.device().kind()).isEqualTo(Device.Kind.CPU);
            assertThat(backend.device().kind()).hasToString("cpu");
            assertThat(backend.device().name()).isNotBlank();
            assertThat(backend.describe()).contains(backend.device().name()).contains("processor");
        }
        assertThat(Backends.findings()).anySatisfy(finding -> {
            assertThat(finding.what()).isEqualTo("cpu");
            assertThat(finding.usable()).isTrue();
        });
    }

    @ParameterizedTest
    @EnumSource(Gradient.class)
    void theCpuTakesWhatGradientItCan(Gradient gradient) {
        try (Backend backend = Backend.open(DeviceChoice.CPU);
                LeastSquares objective = backend.load(Problems.random(5, 2, Precision.FLOAT, 1), gradient)) {
            assertThat(objective.method()).isEqualTo(gradient == Gradient.GRAM ? Gradient.GRAM : Gradient.FUSED);
        }
    }

    @Test
    void aDeviceThatDoesNotExistIsUnavailableForAReason() {
        assertThatThrownBy(() -> Backend.open(DeviceChoice.parse("9999")))
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessageContaining("9999");
    }
}
