package io.linreg.spark;

import io.linreg.backend.Moments;
import io.linreg.base.LinregException;
import java.io.Serializable;

/**
 * The moments of one partition, or of some that follow one another.
 *
 * @param first the number of the first of them
 * @param rows how many rows there are, those of weight 0 included
 * @param moments of those that count, with weights as they were given
 */
record PartitionMoments(int first, long rows, Moments moments) implements Serializable {
    /** Of these partitions and those that follow. */
    PartitionMoments merge(PartitionMoments next) {
        if (moments.features() != next.moments.features()) {
            throw new LinregException("the vectors of partition " + next.first + " have " + next.moments.features()
                    + " features, those of partition " + first + " " + moments.features());
        }
        return new PartitionMoments(first, rows + next.rows, moments.merge(next.moments));
    }
}
