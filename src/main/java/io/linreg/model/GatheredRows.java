package io.linreg.model;

import io.linreg.backend.ExactMoments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What is left of rows once a pass has gone through them.
 *
 * @param parts the moments of the training rows' folds, of {@link MatrixColumns#all}, then of the first target; and last those of the
 *     held-out rows
 * @param sample held-out rows, or training rows where none are held out: of {@link MatrixColumns#computed}
 * @param unseen levels that held-out rows have and training rows do not
 * @param first the first training row; null where there is none
 * @param constant which of its columns are features and have that number in every training row
 * @param weightless how many training rows have weight 0
 */
record GatheredRows(
        List<ExactMoments> parts, RowSample sample, Set<String> unseen, double[] first, int[] constant, long weightless)
        implements Mergeable<GatheredRows> {
    @Override
    public GatheredRows merge(GatheredRows behind) {
        List<ExactMoments> both = new ArrayList<>();
        for (int k = 0; k < parts.size(); k++) {
            both.add(parts.get(k).merge(behind.parts.get(k)));
        }
        Set<String> all = new LinkedHashSet<>(unseen);
        all.addAll(behind.unseen);
        return new GatheredRows(
                both,
                sample.merge(behind.sample),
                all,
                first == null ? behind.first : first,
                sameAs(behind),
                weightless + behind.weightless);
    }

    private int[] sameAs(GatheredRows behind) {
        if (first == null || behind.first == null) {
            return first == null ? behind.constant : constant;
        }
        return Arrays.stream(constant)
                .filter(j -> behind.first[j] == first[j]
                        && IntStream.of(behind.constant).anyMatch(k -> k == j))
                .toArray();
    }

    /** The moments of the training rows' folds. */
    List<ExactMoments> folds() {
        return parts.subList(0, parts.size() - 1);
    }

    /** Those of the held-out rows. */
    ExactMoments test() {
        return parts.get(parts.size() - 1);
    }

    /** The features with the same number in every training row, maybe only those where that is 0: which of the computed columns. */
    int[] idle(boolean zeroOnly) {
        return Arrays.stream(first == null ? new int[0] : constant)
                .filter(j -> !zeroOnly || first[j] == 0)
                .toArray();
    }
}
