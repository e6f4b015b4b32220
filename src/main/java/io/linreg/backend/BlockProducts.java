package io.linreg.backend;

/**
 * Products of columns, as many at once as registers hold: no sum leaves them before it is complete.
 *
 * @param <A> the arrays of the columns
 */
final class BlockProducts<A> implements PanelProducts<A> {
    private final TileKernels<A> kernels;
    private final double[] block =
            new double[TileKernels.PADDING + TileKernels.DOWN * TileKernels.ACROSS + TileKernels.PADDING];
    private A numbers;
    private int rows;

    BlockProducts(TileKernels<A> kernels) {
        this.kernels = kernels;
    }

    @Override
    public int together() {
        return TileKernels.DOWN;
    }

    @Override
    public void take(A numbers, int rows, int from, int end) {
        this.numbers = numbers;
        this.rows = rows;
    }

    @Override
    public void of(int j, double[][] products) {
        for (int k = 0; k < j + TileKernels.DOWN; k += TileKernels.ACROSS) {
            kernels.products(numbers, rows, j, k, block);
            for (int down = 0; down < TileKernels.DOWN; down++) {
                int from = TileKernels.PADDING + down * TileKernels.ACROSS;
                System.arraycopy(block, from, products[down], TileKernels.PADDING + k, TileKernels.ACROSS);
            }
        }
    }
}
