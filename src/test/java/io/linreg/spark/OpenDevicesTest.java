package io.linreg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linreg.backend.Backend;
import io.linreg.backend.Device;
import io.linreg.backend.DeviceChoice;
import io.linreg.backend.DeviceUnavailableException;
import io.linreg.backend.Gradient;
import io.linreg.backend.LeastSquares;
import io.linreg.data.Dataset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenDevicesTest {
    private static final DeviceChoice FIRST = DeviceChoice.parse("0");
    private static final DeviceChoice SECOND = DeviceChoice.parse("1");

    private final List<Opened> all = new ArrayList<>();
    private final OpenDevices devices = new OpenDevices(this::open, Duration.ofMinutes(10));

    private Backend open(DeviceChoice choice) {
        if (choice.equals(DeviceChoice.parse("7"))) {
            throw new DeviceUnavailableException("there is no such device");
        }
        Opened opened = new Opened();
        all.add(opened);
        return opened;
    }

    @Test
    void theNextTaskHasWhatTheLastOneGaveBack() {
        Backend one = devices.take(FIRST);
        devices.give(FIRST, one);

        assertThat(devices.take(FIRST)).isSameAs(one);
        assertThat(all).hasSize(1);
        assertThat(devices.idle()).isZero();
    }

    @Test
    void oneAtATimeHasADevice() {
        Backend one = devices.take(FIRST);
        Backend other = devices.take(FIRST);
        devices.give(FIRST, one);
        devices.give(FIRST, other);

        assertThat(other).isNotSameAs(one);
        assertThat(devices.take(SECOND)).isNotIn(one, other);
        assertThat(devices.idle()).isEqualTo(2);
    }

    @Test
    void whatIsIdleIsClosedAndWhatIsUsedIsNot() {
        Opened used = (Opened) devices.take(FIRST);
        Opened idle = (Opened) devices.take(FIRST);
        devices.give(FIRST, idle);
        devices.close(Duration.ofHours(1));
        assertThat(idle.closed).isZero();

        devices.close(Duration.ZERO);
        devices.close(Duration.ZERO);

        assertThat(idle.closed).isEqualTo(1);
        assertThat(used.closed).isZero();
        assertThat(devices.take(FIRST)).isNotIn(idle, used);
    }

    @Test
    void aTaskThatComesToItsEndLeavesItsDeviceToTheNext() {
        try (TaskDevice first = new TaskDevice("0", null, devices)) {
            assertThat(first.describe()).isEqualTo("a device of the tests");
            first.done();
        }
        try (TaskDevice second = new TaskDevice("0", null, devices)) {
            assertThat(second.describe()).isEqualTo("a device of the tests");
            assertThat(devices.idle()).isZero();
        }
        assertThat(all).hasSize(1);
    }

    /** It may be lost, and then so is what others have opened of it. */
    @Test
    void aTaskThatFailsLeavesNothing() {
        Opened idle = (Opened) devices.take(FIRST);
        Opened other = (Opened) devices.take(SECOND);
        Opened used;
        try (TaskDevice failing = new TaskDevice("0", null, devices)) {
            assertThat(failing.describe()).isEqualTo("a device of the tests");
            used = all.get(2);
            devices.give(FIRST, idle);
            devices.give(SECOND, other);
        }
        assertThat(used.closed).isEqualTo(1);
        assertThat(idle.closed).isEqualTo(1);
        assertThat(other.closed).isZero();
        assertThat(devices.idle()).isEqualTo(1);
    }

    @Test
    void whatCannotBeOpenedIsSaid() {
        assertThatThrownBy(() -> devices.take(DeviceChoice.parse("7")))
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessage("there is no such device");
        assertThat(devices.idle()).isZero();
    }

    private static final class Opened implements Backend {
        private int closed;

        @Override
        public LeastSquares load(Dataset train, Gradient gradient) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Device device() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String describe() {
            return "a device of the tests";
        }

        @Override
        public double readBandwidth() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            closed++;
        }
    }
}
