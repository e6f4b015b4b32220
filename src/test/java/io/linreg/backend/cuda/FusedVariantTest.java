package io.linreg.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.linreg.data.Precision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FusedVariantTest {

    @ParameterizedTest
    @CsvSource({
        "1, FLOAT, fused_t1k1, 16384",
        "4, FLOAT, fused_t1k1, 16384",
        "5, FLOAT, fused_t2k1, 8192",
        "32, FLOAT, fused_t8k1, 2048",
        "128, FLOAT, fused_t32k1, 512",
        "129, FLOAT, fused_t32k2, 512",
        "1024, FLOAT, fused_t32k8, 512",
        "1025, FLOAT, fused_wide, 64",
        "2, DOUBLE, fused_t1k1, 16384",
        "3, DOUBLE, fused_t2k1, 8192",
        "512, DOUBLE, fused_t32k8, 512",
        "513, DOUBLE, fused_wide, 64"
    })
    void theSmallestThatHoldsTheFeatures(int features, Precision precision, String name, int rowsPerBlock) {
        assertThat(FusedVariant.of(new RowLayout(precision, features, 1)))
                .isEqualTo(new FusedVariant(name, rowsPerBlock, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "4, FLOAT, fused4_t1k1, 16384, 4",
        "128, FLOAT, fused4_t32k1, 512, 4",
        "64, DOUBLE, fused4_t32k1, 512, 4",
        "129, FLOAT, fused_t32k2, 512, 1", // registers hold no more
        "65, DOUBLE, fused_t32k2, 512, 1",
        "5000, FLOAT, fused_wide, 64, 1"
    })
    void shortRowsServeFourTargets(int features, Precision precision, String name, int rowsPerBlock, int targets) {
        assertThat(FusedVariant.of(new RowLayout(precision, features, 2)))
                .isEqualTo(new FusedVariant(name, rowsPerBlock, targets));
    }
}
