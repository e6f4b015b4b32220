package io.linreg.backend.cuda;

import io.linreg.data.Precision;

/**
 * The variant of the fused kernel for a number of features. A team of lanes shares a row, each lane holding some of its
 * 16-byte vectors in registers between the residual and the gradient: so the row is loaded once.
 *
 * @param name what the kernel is called, without its precision
 * @param rowsPerBlock the rows that a block takes
 */
record FusedVariant(String name, int rowsPerBlock) {
    private static final int[][] TEAMS_AND_VECTORS = {
        {1, 1}, {2, 1}, {4, 1}, {8, 1}, {16, 1}, {32, 1}, {32, 2}, {32, 4}, {32, 8}
    };
    /** Rows that a lane sums up in the data's precision, before it goes on in double. */
    private static final int ROWS_PER_LANE = 64;

    /** The smallest that holds the features; beyond all, one that loads a row twice, the second time from cache. */
    static FusedVariant of(int features, Precision precision) {
        int vector = 16 / precision.bytes();
        for (int[] variant : TEAMS_AND_VECTORS) {
            if (features <= variant[0] * variant[1] * vector) {
                String name = "fused_t" + variant[0] + "k" + variant[1];
                return new FusedVariant(name, Kernels.THREADS / variant[0] * ROWS_PER_LANE);
            }
        }
        return new FusedVariant("fused_wide", ROWS_PER_LANE);
    }
}
