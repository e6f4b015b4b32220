package io.linreg.model;

import io.linreg.backend.Backend;
import io.linreg.backend.Gradient;
import io.linreg.backend.LeastSquares;
import io.linreg.backend.Moments;
import io.linreg.base.LinregException;
import io.linreg.data.Precision;
import io.linreg.data.Standardizer;
import java.util.List;

/**
 * Training rows that are not in memory: their moments are.
 *
 * @param moments of the rows with this target, in the data's units
 */
record StreamedRows(StreamedTable table, int number, Moments moments) implements TrainingRows {
    @Override
    public long rows() {
        return moments.rows();
    }

    @Override
    public List<String> features() {
        return table.design().features();
    }

    @Override
    public String target() {
        return table.targets().get(number);
    }

    @Override
    public String weights() {
        return table.weights();
    }

    @Override
    public Precision precision() {
        return Precision.DOUBLE;
    }

    @Override
    public Standardizer standardizer(boolean centre) {
        return moments.standardizer(centre);
    }

    @Override
    public LeastSquares load(Backend backend, Standardizer standardizer, Gradient gradient, Settings settings) {
        if (gradient == Gradient.GRAM || !moments.areInRange()) {
            throw new LinregException("the squares of a column vanish or overflow; give its numbers in other units");
        }
        return new RereadLeastSquares(this, backend, standardizer, gradient, settings);
    }
}
