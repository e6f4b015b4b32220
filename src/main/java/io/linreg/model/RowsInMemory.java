package io.linreg.model;

import io.linreg.backend.Backend;
import io.linreg.backend.Gradient;
import io.linreg.backend.InterceptAsFeature;
import io.linreg.backend.LeastSquares;
import io.linreg.base.LinregException;
import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.data.Standardizer;
import io.linreg.data.WeightedRows;
import io.linreg.solver.IterativeSolver;
import java.util.List;

/** Rows of a data set. */
record RowsInMemory(Dataset data) implements TrainingRows {
    @Override
    public long rows() {
        return data.rows();
    }

    @Override
    public List<String> features() {
        return data.features();
    }

    @Override
    public String target() {
        return data.target();
    }

    @Override
    public String weights() {
        return data.weights();
    }

    @Override
    public Precision precision() {
        return data.precision();
    }

    @Override
    public Standardizer standardizer(boolean centre) {
        return Standardizer.fit(data, centre);
    }

    @Override
    public LeastSquares load(Backend backend, Standardizer standardizer, Gradient gradient, Settings settings) {
        if (data.weighted()) {
            if (settings.solver() instanceof IterativeSolver iterative && !iterative.takesWeights()) {
                throw new LinregException("Huber's loss takes no weights; leave --weights out, or use --loss squared");
            }
        }
        return load(backend, standardizer, gradient, settings.intercept(), settings.precision());
    }

    /** Puts the rows onto a device for a solver that takes them. */
    LeastSquares load(
            Backend backend, Standardizer standardizer, Gradient gradient, boolean intercept, Precision precision) {
        LeastSquares objective = backend.load(ready(standardizer, intercept, precision), gradient);
        return data.weighted() && intercept ? new InterceptAsFeature(objective) : objective;
    }

    /** As a device takes them. */
    Dataset ready(Standardizer standardizer, boolean intercept, Precision precision) {
        if (data.weighted()) {
            return WeightedRows.of(data, standardizer, intercept, precision);
        }
        boolean ready = standardizer.isIdentity() && precision == data.precision();
        return ready ? data : standardizer.apply(data, precision);
    }

    /** The same, where they are ready with another target: the features are shared. */
    Dataset retarget(Dataset ready, Standardizer standardizer) {
        return data.weighted() ? WeightedRows.retarget(ready, data, standardizer) : standardizer.retarget(ready, data);
    }
}
