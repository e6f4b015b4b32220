package io.linreg.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linreg.backend.DeviceUnavailableException;
import io.linreg.backend.Gradient;
import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.data.RowBlock;
import io.linreg.testing.Problems;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlacementTest {
    private static final Dataset DATA = Problems.random(10_000, 20, Precision.FLOAT, 1);
    private static final RowLayout LAYOUT = RowLayout.of(DATA);
    private static final long DATA_BYTES = 10_000 * 21 * 4;

    @ParameterizedTest
    @EnumSource(Gradient.class)
    void whatFitsStays(Gradient method) {
        assertThat(Placement.of(LAYOUT, DATA.rows(), method, 1L << 30).resident())
                .isEqualTo(DATA.rows());
    }

    @ParameterizedTest
    @EnumSource(
            value = Gradient.class,
            names = {"GEMV", "FUSED"})
    void asManyRowsStayAsFitAndChunksBeginWithTiles(Gradient method) {
        long last = 0;
        for (long free = DATA_BYTES / 4; free < DATA_BYTES; free += DATA_BYTES / 16) {
            Placement placement = Placement.of(LAYOUT, DATA.rows(), method, free);

            assertThat(placement.resident()).isBetween(last, DATA.rows() - 1);
            assertThat(placement.resident() % placement.chunk()).isZero();
            assertThat(placement.chunk() % RowBlock.TILE).isZero();
            assertThat(LAYOUT.bytes(placement.resident())).isBetween(free / 4, free);
            assertThat(placement.lanes()).isPositive();
            last = placement.resident();
        }
        assertThat(last).isGreaterThan(DATA.rows() / 2);
    }

    @ParameterizedTest
    @EnumSource(Gradient.class)
    void whatIsPlacedTakesNoMoreThanThereIs(Gradient method) {
        int placed = 0;
        for (long free = 1 << 10; free < 1 << 22; free += free / 8) {
            Placement placement;
            try {
                placement = Placement.of(LAYOUT, DATA.rows(), method, free);
            } catch (DeviceUnavailableException e) {
                assertThat(free).isLessThan(1 << 16);
                continue;
            }
            placed++;
            long passing = placement.resident() == DATA.rows()
                    ? Lane.bytes(LAYOUT, placement.chunk())
                    : Lane.bytes(LAYOUT, placement.chunk()) + LAYOUT.bytes(placement.chunk());
            assertThat(LAYOUT.bytes(placement.resident()) + placement.lanes() * passing)
                    .isLessThanOrEqualTo(free);
        }
        assertThat(placed).isGreaterThan(10);
    }

    @ParameterizedTest
    @EnumSource(Gradient.class)
    void withoutRoomForAChunkTheSizesAreNamed(Gradient method) {
        assertThatThrownBy(() -> Placement.of(LAYOUT, DATA.rows(), method, 2000))
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessageMatching(
                        "the data needs \\d\\.\\d MB on the device, or \\d\\.\\d MB to pass through it in parts,"
                                + " where 0\\.0 MB are free; use --precision float, or --device cpu");
    }
}
