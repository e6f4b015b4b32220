package io.linreg.spark;

import io.linreg.backend.ExactMoments;
import io.linreg.backend.Moments;
import io.linreg.base.LinregException;
import io.linreg.base.Text;
import io.linreg.data.BlockLayout;
import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.data.RowBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows as they come, folded into their moments chunk by chunk: however many there are, memory holds one chunk and the moments. Chunks
 * depend on the number of features and the kind of device alone, and so do the bits of the result.
 */
final class RowFolding {
    /** The numbers of a chunk, on the CPU: they stay in its cache between their coming and their folding. */
    private static final int CPU_NUMBERS = 1 << 18;
    /** On a GPU: they are worth a launch. At the same time the most of a chunk, 32 MB of doubles, on either. */
    private static final int GPU_NUMBERS = (1 << 22) - (1 << 10);

    /** Fewer make merging moments take longer than computing them. */
    private static final int LEAST_ROWS = 1 << 11;

    private static final int MOST_ROWS = 1 << 16;

    private static final String TARGET = "the label";
    private static final String WEIGHT = "the weight";

    private final List<String> names;
    private final boolean weighted;
    private final Precision precision;
    private final TaskDevice device;
    private final int partition;
    private final RowBlock block;
    /** Which rows of the partition stand in the block. */
    private final long[] numbers;

    private int rows;
    private Moments moments;

    /**
     * For rows of some features.
     *
     * @param names of the features, for messages
     * @param partition its number, for messages
     */
    RowFolding(List<String> names, boolean weighted, Precision precision, TaskDevice device, int partition) {
        moments = Moments.empty(names.size()); // or too many features
        this.names = new ArrayList<>(names);
        if (weighted) {
            this.names.add(WEIGHT);
        }
        this.weighted = weighted;
        this.precision = precision;
        this.device = device;
        this.partition = partition;
        block = RowBlock.of(chunkRows(names.size(), precision, device.isGpu()), this.names.size(), precision);
        numbers = new long[block.rows()];
    }

    private static int chunkRows(int features, Precision precision, boolean gpu) {
        int fit = GPU_NUMBERS / BlockLayout.of(features, precision).width();
        int wanted = gpu ? MOST_ROWS : Math.max(LEAST_ROWS, CPU_NUMBERS / features);
        return RowBlock.padded(Math.max(1, Math.min(Math.min(MOST_ROWS, wanted), fit)));
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
    ExactMoments moments() {
        if (rows > 0) {
            fold();
        }
        return ExactMoments.of(moments);
    }

    private void fold() {
        Dataset all = Dataset.of(names, TARGET, filled());
        Dataset chunk = weighted ? all.withWeights(WEIGHT) : all;
        Moments ofChunk = device.moments(chunk, precision);
        if (!isFinite(ofChunk)) { // one number that is not finite shows in a mean: then it is looked for
            requireFinite();
            throw new LinregException(
                    "the squares of rows " + numbers[0] + " to " + numbers[rows - 1] + " of partition " + partition
                            + " do not add up to a finite number: a value is too large; give it in larger units");
        }
        moments = moments.merge(weighted ? ofChunk.times(chunk.totalWeight() / rows) : ofChunk);
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

    private static boolean isFinite(Moments moments) {
        boolean finite = Double.isFinite(moments.targetMean()) && Double.isFinite(moments.yy());
        for (int j = 0; j < moments.features() && finite; j++) {
            finite = Double.isFinite(moments.mean(j)) && Double.isFinite(moments.xx(j, j));
        }
        return finite;
    }

    private void requireFinite() {
        for (int i = 0; i < rows; i++) {
            requireFinite(i, TARGET, block.y(i));
            for (int j = 0; j < names.size(); j++) {
                requireFinite(i, names.get(j), block.x(i, j));
            }
        }
    }

    private void requireFinite(int i, String what, double value) {
        if (!Double.isFinite(value)) {
            throw new LinregException(PartitionFolding.place(numbers[i], partition) + ": " + Text.brief(what) + " is "
                    + value + (precision == Precision.FLOAT ? " as a float" : "")
                    + "; drop such rows, or fill them in");
        }
    }
}
