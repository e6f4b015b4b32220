package io.linreg.spark;

import io.linreg.backend.Moments;
import io.linreg.base.LinregException;
import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.data.RowBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows as they come, folded into their moments chunk by chunk: however many there are, memory holds one chunk and the moments. Chunks
 * depend on the number of features alone, and so do the bits of the result.
 */
final class RowFolding {
    /** The numbers of a chunk, on the CPU: they stay in its cache between their coming and their folding. */
    private static final int CPU_NUMBERS = 1 << 18;
    /** On a GPU: they are worth a launch. At the same time the most of a chunk, 32 MB of doubles, on either. */
    private static final int GPU_NUMBERS = (1 << 22) - (1 << 10);

    /** Fewer make merging moments take longer than computing them. */
    private static final int LEAST_ROWS = 1 << 11;

    private static final int MOST_ROWS = 1 << 16;

    private static final String TARGET = "label";
    private static final String WEIGHT = "weight";

    private final int features;
    private final boolean weighted;
    private final Precision precision;
    private final TaskDevice device;
    private final int partition;
    private final List<String> names;
    private final RowBlock block;
    /** Which rows of the partition stand in the block. */
    private final long[] numbers;

    private int rows;
    private Moments moments;

    /**
     * For rows of so many features.
     *
     * @param partition their number, for messages
     */
    RowFolding(int features, boolean weighted, Precision precision, TaskDevice device, int partition) {
        moments = Moments.empty(features); // or too many features
        this.features = features;
        this.weighted = weighted;
        this.precision = precision;
        this.device = device;
        this.partition = partition;
        names = new ArrayList<>(
                IntStream.range(0, features).mapToObj(Integer::toString).toList());
        if (weighted) {
            names.add(WEIGHT);
        }
        block = RowBlock.of(chunkRows(features, device.isGpu()), names.size(), precision);
        numbers = new long[block.rows()];
    }

    private static int chunkRows(int features, boolean gpu) {
        int fit = GPU_NUMBERS / features;
        int wanted = gpu ? MOST_ROWS : Math.max(LEAST_ROWS, CPU_NUMBERS / features);
        return RowBlock.padded(Math.max(1, Math.min(Math.min(MOST_ROWS, wanted), fit)));
    }

    /** How many features rows have. */
    int features() {
        return features;
    }

    /**
     * Adds a row.
     *
     * @param number which row of the partition
     * @param x its features and then, where rows are weighted, its weight, above 0; copied
     */
    void add(long number, double[] x, double y) {
        numbers[rows] = number;
        block.setRow(rows++, x, y);
        if (rows == block.rows()) {
            fold();
        }
    }

    /** The moments of all rows: with weights as they were given. */
    Moments moments() {
        if (rows > 0) {
            fold();
        }
        return moments;
    }

    private void fold() {
        Dataset chunk = Dataset.of(names, TARGET, filled());
        Dataset counted = weighted ? chunk.withWeights(WEIGHT) : chunk;
        Moments ofChunk = device.moments(counted, precision);
        requireFinite(ofChunk);
        moments = moments.merge(weighted ? ofChunk.times(counted.totalWeight() / rows) : ofChunk);
        rows = 0;
    }

    /** The rows of the block that are filled; behind the last one there are zeros up to a whole tile. */
    private RowBlock filled() {
        if (rows == block.rows()) {
            return block;
        }
        double[] zeros = new double[names.size()];
        for (int i = rows; i < RowBlock.padded(rows); i++) {
            block.setRow(i, zeros, 0);
        }
        return block.resized(rows);
    }

    /** One number that is not finite shows in a mean: then it is looked for. */
    private void requireFinite(Moments ofChunk) {
        boolean finite = Double.isFinite(ofChunk.targetMean()) && Double.isFinite(ofChunk.yy());
        for (int j = 0; j < features && finite; j++) {
            finite = Double.isFinite(ofChunk.mean(j)) && Double.isFinite(ofChunk.xx(j, j));
        }
        if (finite) {
            return;
        }
        for (int i = 0; i < rows; i++) {
            if (!Double.isFinite(block.y(i))) {
                throw unusable(i, TARGET, block.y(i));
            }
            for (int j = 0; j < features; j++) {
                if (!Double.isFinite(block.x(i, j))) {
                    throw unusable(i, "feature " + j, block.x(i, j));
                }
            }
        }
        throw new LinregException("the squares of rows " + numbers[0] + " to " + numbers[rows - 1] + " of partition "
                + partition + " do not add up to a finite number: a value is too large; give it in larger units");
    }

    private LinregException unusable(int i, String what, double value) {
        return new LinregException(PartitionFolding.place(numbers[i], partition) + ": " + what + " is " + value
                + (precision == Precision.FLOAT ? " as a float" : "") + "; drop such rows, or fill them in");
    }
}
