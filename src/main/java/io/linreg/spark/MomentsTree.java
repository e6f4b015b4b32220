package io.linreg.spark;

import io.linreg.model.Mergeable;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.Partitioner;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.SerializerInstance;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Merges what partitions leave on the executors, in a tree of a given depth, so that little comes to the driver. Spark's own
 * treeAggregate merges what comes first, which differs from run to run in the last bits. Here neighbours are merged with neighbours, and
 * Spark's shuffle sorts them before: the same partitions give the same bits, whichever executor computed them, and however often.
 *
 * <p>They travel as bytes, written by Java: what else Spark may be told to write objects with does not know records.
 *
 * @param depth of the tree, 2 or more: the last level is the driver's
 */
record MomentsTree<T extends Mergeable<T>>(int depth) implements Serializable {

    /** What one partition leaves. */
    static <T extends Mergeable<T>> Tuple2<Integer, byte[]> leaf(int partition, T left) {
        ByteBuffer written = serializer().serialize(left, tag());
        byte[] bytes = new byte[written.remaining()];
        written.get(bytes);
        return new Tuple2<>(partition, bytes);
    }

    private T read(byte[] bytes) {
        return serializer()
                .deserialize(ByteBuffer.wrap(bytes), MomentsTree.class.getClassLoader(), MomentsTree.<T>tag());
    }

    private static SerializerInstance serializer() {
        return new JavaSerializer(new SparkConf(false)).newInstance();
    }

    @SuppressWarnings("unchecked") // a tag says nothing to this serializer
    private static <T> ClassTag<T> tag() {
        return (ClassTag<T>) ClassTag$.MODULE$.AnyRef();
    }

    /**
     * What all partitions leave; nothing where none does.
     *
     * @param partitions the leaves, by the partitions' numbers
     */
    Optional<T> merge(JavaPairRDD<Integer, byte[]> partitions) {
        int count = partitions.getNumPartitions();
        int scale = Math.max(2, (int) Math.ceil(Math.pow(count, 1.0 / depth)));
        JavaPairRDD<Integer, byte[]> level = partitions;
        int numbers = count;
        while (count > scale + ceilDiv(count, scale)) { // another level pays, by the rule of treeAggregate
            count = ceilDiv(count, scale);
            level = level.repartitionAndSortWithinPartitions(new Neighbours(numbers, count))
                    .mapPartitionsToPair(this::inOrder);
        }
        List<Tuple2<Integer, byte[]>> last = new ArrayList<>(level.collect());
        last.sort(Comparator.comparing(Tuple2::_1));
        return last.stream().map(pair -> read(pair._2())).reduce(Mergeable::merge);
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }

    private Iterator<Tuple2<Integer, byte[]>> inOrder(Iterator<Tuple2<Integer, byte[]>> sorted) {
        if (!sorted.hasNext()) {
            return Collections.emptyIterator();
        }
        Tuple2<Integer, byte[]> first = sorted.next();
        T merged = read(first._2());
        while (sorted.hasNext()) {
            merged = merged.merge(read(sorted.next()._2()));
        }
        return List.of(leaf(first._1(), merged)).iterator();
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
