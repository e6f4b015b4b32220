package io.linreg.peers;

import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of features and a target, in float32, wherever they come from. */
public interface Rows {
    int rows();

    int features();

    /**
     * Copies the features of row i.
     *
     * @param x d numbers, overwritten
     * @return the target
     */
    float copy(int i, float[] x);

    /** The names of the features; the target is y. */
    default List<String> names() {
        return IntStream.range(0, features()).mapToObj(j -> "x" + j).toList();
    }

    /** The same numbers as linreg keeps them. */
    default Dataset dataset(Precision precision) {
        int blockRows = Dataset.computed(names(), "y", precision, 1, (index, block) -> {})
                .blockRows();
        return Dataset.computed(names(), "y", precision, rows(), (index, block) -> {
            float[] x = new float[features()];
            for (int i = 0; i < block.rows(); i++) {
                block.setTarget(i, copy(index * blockRows + i, x));
                for (int j = 0; j < x.length; j++) {
                    block.set(i, j, x[j]);
                }
            }
        });
    }
}
