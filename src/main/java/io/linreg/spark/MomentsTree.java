package io.linreg.spark;

import io.linreg.base.LinregException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Merges the moments of partitions on the executors, in a tree of a given depth, so that few come to the driver. Spark's own
 * treeAggregate merges what comes first, which differs from run to run in the last bits. Here neighbours are merged with neighbours, and
 * Spark's shuffle sorts them before: the same partitions give the same bits, whichever executor computed them, and however often.
 */
final class MomentsTree {
    private MomentsTree() {}

    /**
     * The moments of all partitions.
     *
     * @param depth of the tree, 2 or more: the last level is the driver's
     * @throws LinregException if there are no rows that count, or vectors of two lengths
     */
    static PartitionMoments merge(JavaRDD<PartitionMoments> partitions, int depth) {
        int count = partitions.getNumPartitions();
        int scale = Math.max(2, (int) Math.ceil(Math.pow(count, 1.0 / depth)));
        JavaPairRDD<Integer, PartitionMoments> level = partitions.mapToPair(part -> new Tuple2<>(part.first(), part));
        int numbers = count;
        while (count > scale + ceilDiv(count, scale)) { // another level pays, by the rule of treeAggregate
            count = ceilDiv(count, scale);
            level = level.repartitionAndSortWithinPartitions(new Neighbours(numbers, count))
                    .values()
                    .mapPartitions(MomentsTree::inOrder)
                    .mapToPair(part -> new Tuple2<>(part.first(), part));
        }
        return level.values().collect().stream()
                .reduce(PartitionMoments::merge)
                .filter(all -> all.counting() > 0)
                .orElseThrow(() -> new LinregException("the data set has no rows to train on, or none that counts"));
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }

    private static Iterator<PartitionMoments> inOrder(Iterator<PartitionMoments> sorted) {
        if (!sorted.hasNext()) {
            return Collections.emptyIterator();
        }
        PartitionMoments merged = sorted.next();
        while (sorted.hasNext()) {
            merged = merged.merge(sorted.next());
        }
        return List.of(merged).iterator();
    }

    /** Puts numbers that follow one another together. */
    private static final class Neighbours extends Partitioner {
        private static final long serialVersionUID = 1L;

        private final int numbers;
        private final int groups;

        Neighbours(int numbers, int groups) {
            this.numbers = numbers;
            this.groups = groups;
        }

        @Override
        public int numPartitions() {
            return groups;
        }

        @Override
        public int getPartition(Object number) {
            return (int) ((long) (Integer) number * groups / numbers);
        }
    }
}
