package io.linreg.backend.cuda;

/**
 * The variant of the fused kernel for rows of a layout. A team of lanes shares a row, each lane holding some of its
 * 16-byte vectors in registers between the residual and the gradient: so the row is loaded once, for four targets while
 * registers last.
 *
 * @param name what the kernel is called, without its precision
 * @param rowsPerBlock the rows that a block takes
 * @param targets how many of their targets
 */
record FusedVariant(String name, int rowsPerBlock, int targets) {
    private static final int[][] TEAMS_AND_VECTORS = {
        {1, 1}, {2, 1}, {4, 1}, {8, 1}, {16, 1}, {32, 1}, {32, 2}, {32, 4}, {32, 8}
    };
    /** Rows that a lane sums up in the data's precision, before it goes on in double. */
    private static final int ROWS_PER_LANE = 64;

    private static final int FOUR = 4;

    /** The smallest that holds the features; beyond all, one that loads a row twice, the second time from cache. */
    static FusedVariant of(RowLayout layout) {
        int vector = 16 / layout.precision().bytes();
        for (int[] variant : TEAMS_AND_VECTORS) {
            if (layout.features() <= variant[0] * variant[1] * vector) {
                boolean four = layout.targets() > 1 && variant[1] == 1;
                String name = (four ? "fused4_t" : "fused_t") + variant[0] + "k" + variant[1];
                return new FusedVariant(name, Kernels.THREADS / variant[0] * ROWS_PER_LANE, four ? FOUR : 1);
            }
        }
        return new FusedVariant("fused_wide", ROWS_PER_LANE, 1);
    }
}
