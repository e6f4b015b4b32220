package io.linreg.model;

import io.linreg.backend.Backend;
import io.linreg.backend.Gradient;
import io.linreg.backend.LeastSquares;
import io.linreg.backend.Moments;
import io.linreg.data.Standardizer;

/** The squared error of rows that are read again for each gradient, a block at a time, here or wherever they are. */
final class RereadLeastSquares implements LeastSquares {
    /** Epochs are told of, and not what each of them reads. */
    private static final TrainingListener UNHEARD = new TrainingListener() {};

    private final StreamedRows rows;
    private final Backend backend;
    private final Standardizer standardizer;
    private final Gradient gradient;
    private final Settings settings;
    private Gradient method;

    RereadLeastSquares(
            StreamedRows rows, Backend backend, Standardizer standardizer, Gradient gradient, Settings settings) {
        this.rows = rows;
        this.backend = backend;
        this.standardizer = standardizer;
        this.gradient = gradient;
        this.settings = settings;
        method = gradient;
    }

    @Override
    public int features() {
        return rows.features().size();
    }

    @Override
    public long rows() {
        return rows.rows();
    }

    @Override
    public Gradient method() {
        return method;
    }

    @Override
    public double lossAndGradient(double[] parameters, double[] result) {
        StreamedTable table = rows.table();
        GradientWork work = new GradientWork(
                table.data().split(),
                table.design(),
                rows.number() == 0 ? null : rows.target(),
                standardizer,
                gradient,
                settings.intercept(),
                settings.precision(),
                parameters);
        GradientWork.Sum sum = table.data().rows().pass(work, backend, UNHEARD);
        method = sum.method();
        for (int j = 0; j < result.length; j++) {
            result[j] = sum.gradient()[j] / sum.weight();
        }
        return sum.loss() / sum.weight();
    }

    @Override
    public Moments moments() {
        return rows.moments().standardized(standardizer);
    }

    @Override
    public void close() {
        // Nothing stays on the device.
    }
}
