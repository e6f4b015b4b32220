package io.linreg.model;

import io.linreg.backend.Backend;
import io.linreg.backend.ExactMoments;
import io.linreg.base.LinregException;
import io.linreg.base.Text;
import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.data.Term;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Training rows in consecutive parts, in the order that the split gave them, which is a shuffled one: the folds of scikit-learn's
 * KFold without shuffling. The first parts have one row more where the rows do not go into them evenly.
 */
final class Folds {
    private Folds() {}

    /**
     * The moments of each fold, in the data's own units; together they read every row once.
     *
     * @throws LinregException if there are fewer rows than folds
     */
    static List<ExactMoments> moments(Backend backend, Dataset rows, int folds, Precision precision) {
        if (rows.rows() < folds) {
            throw new LinregException(Text.count(folds, "fold") + " need a row each, but there "
                    + (rows.rows() == 1 ? "is " : "are ") + Text.count(rows.rows(), "training row")
                    + "; use fewer folds or more rows");
        }
        List<ExactMoments> moments = new ArrayList<>();
        for (Dataset fold : of(rows, folds)) {
            moments.add(withExactConstants(fold, moments(backend, fold, precision)));
        }
        return moments;
    }

    private static ExactMoments moments(Backend backend, Dataset fold, Precision precision) {
        return fold.weighted()
                ? ExactMoments.of(fold, Term.columns(fold.features()))
                : ExactMoments.of(backend.moments(fold, precision));
    }

    static List<Dataset> of(Dataset rows, int folds) {
        List<Dataset> parts = new ArrayList<>();
        int n = Math.toIntExact(rows.rows());
        for (int k = 0, from = 0; k < folds; k++) {
            int to = from + n / folds + (k < n % folds ? 1 : 0);
            parts.add(rows.select(IntStream.range(from, to).toArray()));
            from = to;
        }
        return parts;
    }

    /** A feature that is constant in this fold may be in others: then merging shall leave no variance of rounding. */
    private static ExactMoments withExactConstants(Dataset fold, ExactMoments moments) {
        Map<Integer, Double> constants = new HashMap<>();
        for (String name : fold.constantFeatures()) {
            int j = fold.features().indexOf(name);
            constants.put(j, fold.x(0, j));
        }
        return constants.isEmpty() ? moments : moments.withConstants(constants);
    }
}
