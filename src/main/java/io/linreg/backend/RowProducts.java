package io.linreg.backend;

import io.linreg.data.Panel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Products of columns as the sum over rows of x x', in loops along the rows of the matrix: over the same place in several arrays, a
 * loop that Java's compiler makes vector instructions of by itself.
 *
 * @param <A> the arrays of the columns
 */
final class RowProducts<A> implements PanelProducts<A> {
    /** From so many columns on, loops are long enough to be worth taking columns apart. */
    static final int LEAST_COLUMNS = 32;

    private static final int FIRST = TileKernels.PADDING;

    private final TileKernels<A> kernels;
    private final List<A> rows = new ArrayList<>();
    private final List<A> sums = new ArrayList<>();
    private int count;

    /** Room for panels of so many columns. */
    RowProducts(TileKernels<A> kernels, int columns) {
        this.kernels = kernels;
        for (int i = 0; i < Panel.ROWS; i++) {
            rows.add(kernels.padded(columns + TileKernels.DOWN));
        }
        for (int i = 0; i < TileKernels.DOWN; i++) {
            sums.add(kernels.padded(columns + TileKernels.DOWN));
        }
    }

    @Override
    public int together() {
        return TileKernels.DOWN;
    }

    @Override
    public void take(A numbers, int count, int from, int end) {
        this.count = count;
        kernels.split(numbers, count, end + TileKernels.DOWN, rows);
    }

    @Override
    public void of(int j, double[][] products) {
        for (int i = 0; i < count; i += 4) {
            for (int down = 0; down < TileKernels.DOWN; down++) {
                kernels.addProducts(rows, i, j + down, sums.get(down));
            }
        }
        for (int down = 0; down < TileKernels.DOWN; down++) {
            int terms = j + down + 1;
            Arrays.fill(products[down], FIRST, FIRST + terms, 0);
            kernels.drain(sums.get(down), terms, 1, products[down]);
        }
    }
}
