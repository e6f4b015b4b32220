package io.linreg.data;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import java.util.ArrayList;
import java.util.List;

/** Makes the design matrix of a data set, on all processors, and in the order in which its rows stand in memory. */
final class DesignMatrix {
    private final Design design;
    private final Dataset data;
    private final Unseen unseen;
    private final List<String> names;

    private DesignMatrix(Design design, Dataset data, Unseen unseen) {
        this.design = design;
        this.data = data;
        this.unseen = unseen;
        names = new ArrayList<>(design.features());
        if (data.weighted()) {
            names.add(data.weights());
        }
    }

    static Dataset of(Design design, Dataset data, Unseen unseen) {
        int[] order = data.storedOrder();
        Dataset matrix = new DesignMatrix(design, data.select(order), unseen).compute();
        int[] back = new int[order.length];
        boolean done = true;
        for (int k = 0; k < order.length; k++) {
            back[order[k]] = k;
            done &= order[k] == k;
        }
        return done ? matrix : matrix.select(back);
    }

    private Dataset compute() {
        DatasetBuilder matrix = Dataset.builder(names, data.target(), Precision.DOUBLE);
        List<RowBlock> blocks = matrix.reserve(data.rows(), true);
        int blockRows = matrix.blockRows();
        RowParts.each(data.rows(), (from, to) -> {
            FrameRow cells = new FrameRow(design, data, unseen);
            DesignRow row = new DesignRow(design);
            double[] x = new double[names.size()];
            for (long i = from; i < to; i++) {
                row.compute(cells.values(i), x);
                requireFinite(x);
                if (data.weighted()) {
                    x[x.length - 1] = data.weight(i);
                }
                blocks.get((int) (i / blockRows)).setRow((int) (i % blockRows), x, data.y(i));
            }
            return null;
        });
        Dataset built = matrix.build();
        return data.weighted() ? built.weighing(data.weights()) : built;
    }

    private void requireFinite(double[] x) {
        for (int t = 0; t < x.length; t++) {
            if (!Double.isFinite(x[t])) {
                throw new LinregException("the term " + Text.quote(names.get(t))
                        + " is beyond the range of a double; give its columns in larger units");
            }
        }
    }
}
