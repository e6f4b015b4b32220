package io.linreg.spark;

import io.linreg.backend.ExactMoments;
import io.linreg.base.LinregException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The moments of one partition, or of some that follow one another.
 *
 * @param first the number of the first of them
 * @param rows how many rows there are, those of weight 0 included
 * @param parts of the rows that count: folds to train on, one or several, and then the held-out rows, if any are to be
 */
record PartitionMoments(int first, long rows, List<ExactMoments> parts) implements Serializable {
    /** Of these partitions and those that follow. */
    PartitionMoments merge(PartitionMoments next) {
        if (features() != next.features()) {
            throw new LinregException("the vectors of partition " + next.first + " have " + next.features()
                    + " features, those of partition " + first + " " + features());
        }
        List<ExactMoments> merged = new ArrayList<>();
        for (int k = 0; k < parts.size(); k++) {
            merged.add(parts.get(k).merge(next.parts.get(k)));
        }
        return new PartitionMoments(first, rows + next.rows, merged);
    }

    private int features() {
        return parts.get(0).features();
    }

    /** How many rows count. */
    long counting() {
        return parts.stream().mapToLong(ExactMoments::rows).sum();
    }
}
