package io.linreg.model;

import io.linreg.backend.Backend;
import io.linreg.backend.Gradient;
import io.linreg.backend.LeastSquares;
import io.linreg.data.Dataset;
import io.linreg.data.Design;
import io.linreg.data.HashSplit;
import io.linreg.data.InputColumn;
import io.linreg.data.Precision;
import io.linreg.data.RowStream;
import io.linreg.data.Standardizer;
import io.linreg.data.Unseen;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sums the loss of rows, and its gradient, at some parameters.
 *
 * @param design what a row's columns become
 * @param target the target, where that is not the first; otherwise null
 * @param standardizer what becomes of the design matrix then
 * @param gradient how it is computed
 * @param precision in which rows are held
 */
record GradientWork(
        HashSplit split,
        Design design,
        String target,
        Standardizer standardizer,
        Gradient gradient,
        boolean intercept,
        Precision precision,
        double[] parameters)
        implements BlockWork<GradientWork.Sum> {
    /**
     * A loss and its gradient, times the weight of the rows that they are of.
     *
     * @param method how they were computed; null where there were no rows
     */
    record Sum(double loss, double[] gradient, double weight, Gradient method) implements Mergeable<Sum> {
        @Override
        public Sum merge(Sum behind) {
            double[] both = gradient.clone();
            for (int j = 0; j < both.length; j++) {
                both[j] += behind.gradient[j];
            }
            return new Sum(
                    loss + behind.loss, both, weight + behind.weight, behind.method == null ? method : behind.method);
        }
    }

    @Override
    public Set<String> categorical() {
        return design.columns().stream()
                .filter(InputColumn.Categorical.class::isInstance)
                .map(InputColumn::name)
                .collect(Collectors.toSet());
    }

    @Override
    public Sum on(RowStream rows, Backend backend) {
        Sum sum = new Sum(0, new double[parameters.length], 0, null);
        for (RowStream.Block block = rows.next(); block != null; block = rows.next()) {
            int[] places = MomentsPass.parts(split, block, 1)[0];
            if (places.length > 0) {
                sum = sum.merge(of(training(block.rows().select(places)), backend));
            }
        }
        return sum;
    }

    private Dataset training(Dataset rows) {
        return design.apply(target == null ? rows : rows.withTarget(target), Unseen.ERROR);
    }

    private Sum of(Dataset train, Backend backend) {
        double weight = train.totalWeight();
        double[] result = new double[parameters.length];
        try (LeastSquares objective =
                new RowsInMemory(train).load(backend, standardizer, gradient, intercept, precision)) {
            double loss = weight * objective.lossAndGradient(parameters, result);
            for (int j = 0; j < result.length; j++) {
                result[j] *= weight;
            }
            return new Sum(loss, result, weight, objective.method());
        }
    }
}
