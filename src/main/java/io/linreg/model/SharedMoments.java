package io.linreg.model;

import io.linreg.backend.Backend;
import io.linreg.backend.ExactMoments;
import io.linreg.backend.Moments;
import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.data.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The moments of rows with one target or several, in the data's own units. However many targets there are, the rows are read once. */
final class SharedMoments {
    /** With all targets but its own as features behind the others. */
    private final Dataset rows;

    /** The design matrix's columns, then the other targets. */
    private final List<Term> columns;

    private final int features;
    private final int others;
    private Moments moments;
    private ExactMoments exact;
    private List<ExactMoments> folds;

    /**
     * For rows that are not read yet.
     *
     * @param rows with the first target
     * @param terms the d columns of the design matrix
     * @param others the other targets, features of the rows so far
     */
    SharedMoments(Dataset rows, List<Term> terms, List<String> others) {
        this.rows = rows;
        columns = new ArrayList<>(terms);
        columns.addAll(Term.columns(others));
        features = terms.size();
        this.others = others.size();
    }

    /**
     * For rows that have been read.
     *
     * @param parts the moments of each fold: of the features, then the other targets, then the first target
     * @param features d
     */
    static SharedMoments known(List<ExactMoments> parts, int features) {
        return new SharedMoments(parts, features);
    }

    private SharedMoments(List<ExactMoments> parts, int features) {
        rows = null;
        columns = List.of();
        this.features = features;
        exact = parts.stream().reduce(ExactMoments::merge).orElseThrow();
        others = exact.features() - features;
        moments = exact.rounded();
        folds = parts;
    }

    /**
     * The moments of a target.
     *
     * @param target which one, from 0
     */
    Moments of(int target, Backend backend, Precision precision) {
        if (moments == null) {
            moments = backend.moments(rows, precision);
        }
        return isOnly() ? moments : moments.project(columns(target));
    }

    /** Of terms that are not rounded. */
    ExactMoments exact(int target, Backend backend) {
        if (exact == null) {
            exact = backend.exactMoments(rows, columns);
        }
        return isOnly() ? exact : exact.project(columns(target));
    }

    /** Of each of some parts of the rows. */
    List<ExactMoments> folds(int target, int count, Backend backend, Precision precision) {
        if (folds == null) {
            folds = Folds.moments(backend, rows, count, precision);
        }
        return isOnly()
                ? folds
                : folds.stream().map(fold -> fold.project(columns(target))).toList();
    }

    private boolean isOnly() {
        return others == 0;
    }

    private int[] columns(int target) {
        int last = target == 0
                ? features + others
                : features + target - 1; // the data set's own target stands behind all columns
        return IntStream.concat(IntStream.range(0, features), IntStream.of(last))
                .toArray();
    }
}
