package io.linreg.model;

import io.linreg.backend.Backend;
import io.linreg.backend.Gradient;
import io.linreg.backend.LeastSquares;
import io.linreg.backend.Moments;
import io.linreg.data.Dataset;
import io.linreg.data.ReadAhead;
import io.linreg.data.RowStream;
import io.linreg.data.Standardizer;
import io.linreg.data.Unseen;

/** The squared error of rows that are read again for each gradient, a block at a time. */
final class RereadLeastSquares implements LeastSquares {
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
        double loss = 0;
        double weight = 0;
        double[] sums = new double[parameters.length];
        double[] ofBlock = new double[parameters.length];
        try (RowStream stream = rows.table().data().source().open();
                ReadAhead blocks = new ReadAhead(stream)) {
            for (RowStream.Block block = blocks.next(); block != null; block = blocks.next()) {
                Dataset train = training(block);
                if (train.rows() > 0) {
                    double ofRows = train.totalWeight();
                    loss += ofRows * lossAndGradient(train, parameters, ofBlock);
                    weight += ofRows;
                    for (int j = 0; j < sums.length; j++) {
                        sums[j] += ofRows * ofBlock[j];
                    }
                }
            }
        }
        for (int j = 0; j < sums.length; j++) {
            result[j] = sums[j] / weight;
        }
        return loss / weight;
    }

    private Dataset training(RowStream.Block block) {
        int[] places = MomentsPass.parts(rows.table().data().split(), block, 1)[0];
        Dataset train = block.rows().select(places);
        Dataset ofTarget = rows.number() == 0 ? train : train.withTarget(rows.target());
        return rows.table().design().apply(ofTarget, Unseen.ERROR);
    }

    private double lossAndGradient(Dataset train, double[] parameters, double[] ofBlock) {
        try (LeastSquares objective = new RowsInMemory(train).load(backend, standardizer, gradient, settings)) {
            method = objective.method();
            return objective.lossAndGradient(parameters, ofBlock);
        }
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
