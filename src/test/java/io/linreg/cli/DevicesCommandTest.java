package io.linreg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DevicesCommandTest {

    @Test
    void listsTheCpuAndSaysOfCudaWhyAndWhatToDo() {
        Shell run = Shell.run("devices");

        assertThat(run.exit()).isZero();
        assertThat(run.out()).containsPattern("cpu +usable").containsPattern("cuda +(not )?usable +\\S+");
    }

    @Test
    void jsonHasAnEntryForEach() {
        List<?> devices = (List<?>) Shell.run("devices", "--json").json("devices");

        assertThat(devices).hasSizeGreaterThanOrEqualTo(2).allSatisfy(device -> assertThat(
                        ((Map<?, ?>) device).keySet())
                .hasToString("[device, usable, detail]"));
    }
}
