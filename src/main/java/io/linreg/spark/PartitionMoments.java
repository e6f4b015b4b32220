package io.linreg.spark;

import io.linreg.backend.ExactMoments;
import io.linreg.base.LinregException;
import io.linreg.model.Mergeable;

/**
 * The moments of one partition, or of some that follow one another.
 *
 * @param first the number of the first of them
 * @param rows how many rows there are, those of weight 0 included
 * @param moments of the rows that count
 */
record PartitionMoments(int first, long rows, ExactMoments moments) implements Mergeable<PartitionMoments> {
    @Override
    public PartitionMoments merge(PartitionMoments next) {
        if (moments.features() != next.moments.features()) {
            throw new LinregException("the vectors of partition " + next.first + " have " + next.moments.features()
                    + " features, those of partition " + first + " " + moments.features());
        }
        return new PartitionMoments(first, rows + next.rows, moments.merge(next.moments));
    }
}
