package io.linreg.data;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A design matrix X of n rows and d features with its targets y, as a list of row blocks: no single array bounds it.
 * It does not change once built. Rows may have weights, and other columns may take the target's part: views of the same blocks.
 */
public final class Dataset {
    /**
     * The rows of a block, where features are few. A tile less than a power of two: Java's default collector keeps large
     * arrays in whole regions, and with its header an array of 2^k bytes takes one more.
     */
    private static final int BLOCK_ROWS = (1 << 16) - RowBlock.TILE;

    /**
     * With many features it has fewer, so that a block stays below 32 MB: small enough to be what devices and threads share
     * out among them, and what is copied at a time. A tile is the least.
     */
    private static final int BLOCK_NUMBERS = (1 << 22) - (1 << 10);

    /** With so many, parts made of whole ones differ by an eighth at most. */
    private static final int BLOCKS_OF_A_PART = 8;

    private final List<String> features;
    private final String target;
    private final Precision precision;
    /** The rows as they are stored, maybe more than are chosen, with more features. */
    private final List<RowBlock> stored;

    private final int storedBlockRows;
    /** Which of the stored rows, in order; null for all. */
    private final int[] chosen;
    /** Which of the stored features, in order; null for all. */
    private final int[] columns;

    private final Roles roles;
    private final long rows;
    private Dataset compact;

    /**
     * What columns are besides features.
     *
     * @param target which of the stored features is the target; {@link Panel#OWN} where targets stand in their own place
     * @param weights what weighs the rows; null if they weigh the same
     * @param frame what the features' numbers stand for
     */
    private record Roles(int target, Weights weights, Frame frame) {
        static final Roles PLAIN = new Roles(Panel.OWN, null, Frame.NUMBERS);
    }

    private record Weights(String name, int column) {}

    private Dataset(
            List<String> features,
            String target,
            Precision precision,
            List<RowBlock> stored,
            int storedBlockRows,
            int[] chosen,
            int[] columns,
            Roles roles,
            long rows) {
        this.features = features;
        this.target = target;
        this.precision = precision;
        this.stored = stored;
        this.storedBlockRows = storedBlockRows;
        this.chosen = chosen;
        this.columns = columns;
        this.roles = roles;
        this.rows = rows;
    }

    /**
     * Reads a CSV file in double precision: the target, and every other column as a feature. A first column that only
     * numbers the rows is left out.
     *
     * @throws LinregException if the file cannot be read, or holds anything but numbers
     */
    public static Dataset read(Path csv, String target) {
        return DatasetReader.read(Source.file(csv), null, ColumnChoice.target(target), Precision.DOUBLE)
                .dataset();
    }

    /** Builds a data set row by row. */
    public static Builder builder(List<String> features, String target, Precision precision) {
        return new Builder(features, target, precision);
    }

    /**
     * Makes a data set of rows that are not read but computed, all cores at once.
     *
     * @param filler is called once for each block, in any order and on any thread
     * @throws LinregException if a name stands twice
     */
    public static Dataset computed(
            List<String> features, String target, Precision precision, long rows, Filler filler) {
        requireNames(features, target);
        int blockRows = blockRows(features.size());
        int count = Math.toIntExact((rows + blockRows - 1) / blockRows);
        List<RowBlock> blocks = IntStream.range(0, count)
                .parallel()
                .mapToObj(index -> {
                    long first = (long) index * blockRows;
                    RowBlock block = RowBlock.of((int) Math.min(blockRows, rows - first), features.size(), precision);
                    filler.fill(index, block);
                    return block;
                })
                .toList();
        return new Dataset(List.copyOf(features), target, precision, blocks, blockRows, null, null, Roles.PLAIN, rows);
    }

    /**
     * The rows of a block, where they stand: who fills it with others has to have done with this data set.
     *
     * @throws LinregException if a name stands twice
     */
    public static Dataset of(List<String> features, String target, RowBlock rows) {
        requireNames(features, target);
        Precision precision = rows instanceof RowBlock.Floats ? Precision.FLOAT : Precision.DOUBLE;
        return new Dataset(
                List.copyOf(features),
                target,
                precision,
                List.of(rows),
                Math.max(1, rows.rows()),
                null,
                null,
                Roles.PLAIN,
                rows.rows());
    }

    /** Computes the rows of a block. */
    @FunctionalInterface
    public interface Filler {
        /**
         * Writes all features and targets.
         *
         * @param index which block this is, from 0
         * @param block its rows, zeros so far
         */
        void fill(int index, RowBlock block);
    }

    /** The names of the features, in the order of X's columns. */
    public List<String> features() {
        return features;
    }

    public String target() {
        return target;
    }

    public Precision precision() {
        return precision;
    }

    /** What the features' numbers stand for; where not simply for numbers, they have to go through a {@link Design}. */
    public Frame frame() {
        return roles.frame();
    }

    /**
     * The same rows, whose numbers stand for something.
     *
     * @throws IllegalArgumentException if a categorical column is no feature, or has a number that is no level's position
     */
    public Dataset with(Frame frame) {
        frame.requireFits(this);
        return new Dataset(
                features,
                target,
                precision,
                stored,
                storedBlockRows,
                chosen,
                columns,
                new Roles(roles.target(), roles.weights(), frame),
                rows);
    }

    /** n. */
    public long rows() {
        return rows;
    }

    /**
     * The rows, in order: every block but the last holds {@link #blockRows}. What {@link #select} and {@link #project} chose
     * is copied when its blocks are first asked for, and not before.
     */
    public List<RowBlock> blocks() {
        return compact().stored;
    }

    public int blockRows() {
        return isCompact() ? storedBlockRows : blockRows(features.size());
    }

    private boolean isCompact() {
        return chosen == null && columns == null && roles.target() == Panel.OWN;
    }

    private synchronized Dataset compact() {
        if (isCompact()) {
            return this;
        }
        if (compact == null) {
            compact = Standardizer.identity(features.size()).apply(this, precision);
        }
        return compact;
    }

    /** Feature j of row i. */
    public double x(long i, int j) {
        long row = row(i);
        return block(row).x((int) (row % storedBlockRows), columns == null ? j : columns[j]);
    }

    /** The target of row i. */
    public double y(long i) {
        long row = row(i);
        RowBlock block = block(row);
        int inBlock = (int) (row % storedBlockRows);
        return roles.target() == Panel.OWN ? block.y(inBlock) : block.x(inBlock, roles.target());
    }

    /** Whether rows weigh differently: then row i counts {@link #weight} times in every mean and sum. */
    public boolean weighted() {
        return roles.weights() != null;
    }

    /** The weight of row i, not negative; 1 where rows are not weighted. */
    public double weight(long i) {
        if (!weighted()) {
            return 1;
        }
        long row = row(i);
        return block(row).x((int) (row % storedBlockRows), roles.weights().column());
    }

    /** The column that weighs the rows; null if there is none. */
    public String weights() {
        return weighted() ? roles.weights().name() : null;
    }

    /** The sum of all weights; the number of rows where they are not weighted. */
    public double totalWeight() {
        if (!weighted()) {
            return rows;
        }
        double total = 0;
        for (double part : RowParts.each(rows, this::totalWeight)) {
            total += part;
        }
        return total;
    }

    private double totalWeight(long from, long to) {
        double total = 0;
        for (long i = from; i < to; i++) {
            total += weight(i);
        }
        return total;
    }

    /**
     * The same rows, weighted by one of their features, which is none then.
     *
     * @throws LinregException if a weight is negative or all are 0, or no other feature is left
     */
    public Dataset withWeights(String feature) {
        int column = features.indexOf(feature);
        boolean any = false;
        for (long i = 0; i < rows; i++) {
            double weight = x(i, column);
            any |= weight > 0;
            if (weight < 0) {
                throw new LinregException("the weight in row " + i + " (from 0) is " + weight + ": weights, column "
                        + Text.quote(feature) + ", must not be negative");
            }
        }
        if (rows > 0 && !any) {
            throw new LinregException("all weights, column " + Text.quote(feature) + ", are 0: no row counts");
        }
        return weighing(feature);
    }

    /**
     * The rows that count: all but those of weight 0.
     *
     * @throws LinregException if there are none
     */
    public Dataset counting() {
        if (!weighted()) {
            return this;
        }
        int[] counting = IntStream.range(0, Math.toIntExact(rows))
                .filter(i -> weight(i) > 0)
                .toArray();
        if (counting.length == 0) {
            throw new LinregException("all weights, column " + Text.quote(weights()) + ", of these rows are 0");
        }
        return counting.length == rows ? this : select(counting);
    }

    /** The same rows, weighted by a feature whose numbers are weights. */
    Dataset weighing(String feature) {
        List<String> rest = new ArrayList<>(features);
        int column = rest.indexOf(feature);
        rest.remove(column);
        Weights role = new Weights(feature, columns == null ? column : columns[column]);
        Dataset unweighted = project(rest);
        return new Dataset(
                unweighted.features,
                target,
                precision,
                stored,
                storedBlockRows,
                chosen,
                unweighted.columns,
                new Roles(roles.target(), role, roles.frame()),
                rows);
    }

    /**
     * The same rows with another target: one of their features, which is none then. The old target is not to be had any more.
     *
     * @throws IllegalArgumentException if it is no feature
     */
    public Dataset withTarget(String feature) {
        int column = features.indexOf(feature);
        if (column < 0) {
            throw new IllegalArgumentException("no feature " + feature);
        }
        List<String> rest = new ArrayList<>(features);
        rest.remove(column);
        Dataset without = project(rest);
        return new Dataset(
                without.features,
                feature,
                precision,
                stored,
                storedBlockRows,
                chosen,
                without.columns,
                new Roles(columns == null ? column : columns[column], roles.weights(), roles.frame()),
                rows);
    }

    /** The same rows and features with a target that is computed, row by row. The features stand in memory once, for both. */
    Dataset withTarget(String name, LongToDoubleFunction y) {
        Dataset shared = compact();
        List<RowBlock> blocks = shared.stored.stream().map(RowBlock::retargeted).toList();
        RowParts.each(rows, (from, to) -> {
            for (long i = from; i < to; i++) {
                blocks.get((int) (i / shared.storedBlockRows))
                        .setTarget((int) (i % shared.storedBlockRows), y.applyAsDouble(i));
            }
            return null;
        });
        return new Dataset(features, name, precision, blocks, shared.storedBlockRows, null, null, Roles.PLAIN, rows);
    }

    /** Copies the features of row i into an array of d numbers. */
    public void copyRow(long i, double[] into) {
        long row = row(i);
        block(row).copyRow((int) (row % storedBlockRows), columns, into);
    }

    private long row(long i) {
        return chosen == null ? i : chosen[(int) i];
    }

    private RowBlock block(long row) {
        return stored.get((int) (row / storedBlockRows));
    }

    /**
     * The given rows, in the given order. They stay where they are.
     *
     * @throws IndexOutOfBoundsException if one of them is no row
     */
    public Dataset select(int[] wanted) {
        int[] selection = new int[wanted.length];
        boolean all = wanted.length == rows;
        for (int i = 0; i < wanted.length; i++) {
            all &= wanted[i] == i;
            Objects.checkIndex(wanted[i], rows); // a block is filled up with rows of zeros: they would pass for data
            selection[i] = (int) row(wanted[i]);
        }
        if (all) {
            return this;
        }
        return new Dataset(
                features, target, precision, stored, storedBlockRows, selection, columns, roles, selection.length);
    }

    /** The positions of the rows, by where they stand. Chosen ones are counted: that takes a tenth of the time of sorting. */
    int[] storedOrder() {
        if (chosen == null) {
            return IntStream.range(0, Math.toIntExact(rows)).toArray();
        }
        int all = 0;
        for (RowBlock block : stored) {
            all += block.rows();
        }
        int[] places = new int[all + 1];
        for (int row : chosen) {
            places[row + 1]++;
        }
        for (int row = 0; row < all; row++) {
            places[row + 1] += places[row];
        }
        int[] order = new int[chosen.length];
        for (int i = 0; i < order.length; i++) {
            order[places[chosen[i]]++] = i;
        }
        return order;
    }

    /** The rows as they stand in memory, whatever their order, {@link Panel#ROWS} at most in each panel. Nothing is copied. */
    public List<Panel> panels() {
        int d = features.size();
        int[] places = new int[weighted() ? d + 2 : d + 1];
        for (int j = 0; j < d; j++) {
            places[j] = columns == null ? j : columns[j];
        }
        places[d] = roles.target();
        if (weighted()) {
            places[d + 1] = roles.weights().column();
        }
        if (chosen == null) {
            return Panel.ofAll(stored, places);
        }
        int[] positions = storedOrder();
        int[] ascending = new int[positions.length];
        for (int i = 0; i < ascending.length; i++) {
            ascending[i] = chosen[positions[i]];
        }
        return Panel.of(stored, storedBlockRows, ascending, positions, places);
    }

    /**
     * Goes over all panels, on all processors where there are many rows.
     *
     * @param pass is given the panels of a part of the rows, and works on any thread
     * @return its results, in the order of the parts; these are the same on any machine
     */
    public <T> List<T> overPanels(Function<List<Panel>, T> pass) {
        return RowParts.eachPanel(panels(), pass);
    }

    /**
     * The same rows with only the given features, in the given order. They stay where they are.
     *
     * @throws IllegalArgumentException if one of them is no feature
     */
    public Dataset project(List<String> kept) {
        if (kept.equals(features)) {
            return this;
        }
        Map<String, Integer> positions = new HashMap<>();
        for (String feature : features) {
            positions.put(feature, positions.size());
        }
        int[] projection = new int[kept.size()];
        for (int j = 0; j < projection.length; j++) {
            Integer position = positions.get(kept.get(j));
            if (position == null) {
                throw new IllegalArgumentException("no feature " + kept.get(j));
            }
            projection[j] = columns == null ? position : columns[position];
        }
        requireNames(kept, target);
        return new Dataset(
                List.copyOf(kept), target, precision, stored, storedBlockRows, chosen, projection, roles, rows);
    }

    /**
     * The rows in parts of nearly equal size, in order; fewer parts where there are fewer rows. Blocks are shared, not copied,
     * where there are so many that whole ones make parts equal enough.
     */
    public List<Dataset> partition(int parts) {
        List<Dataset> partition = new ArrayList<>();
        int count = (int) Math.min(parts, rows);
        int blocks = weighted() ? 0 : blocks().size(); // weights do not stand in blocks
        boolean whole = blocks >= BLOCKS_OF_A_PART * count;
        long units = whole ? blocks : rows;
        for (int k = 0; k < count; k++) {
            long from = units * k / count;
            long to = units * (k + 1) / count;
            partition.add(whole ? compact().ofBlocks((int) from, (int) to) : copy(from, to));
        }
        return partition;
    }

    private Dataset ofBlocks(int from, int to) {
        long count = Math.min(rows, (long) to * storedBlockRows) - (long) from * storedBlockRows;
        return new Dataset(
                features, target, precision, stored.subList(from, to), storedBlockRows, null, null, Roles.PLAIN, count);
    }

    private Dataset copy(long from, long to) {
        if (weighted()) {
            return select(
                    IntStream.range(Math.toIntExact(from), Math.toIntExact(to)).toArray());
        }
        Builder copy = builder(features, target, precision);
        double[] row = new double[features.size()];
        for (long i = from; i < to; i++) {
            copyRow(i, row);
            copy.add(row, y(i));
        }
        return copy.build();
    }

    /** The features that have one and the same value in every row. */
    public List<String> constantFeatures() {
        int[] constant = IntStream.range(0, features.size()).toArray();
        for (long i = 1; i < rows && constant.length > 0; i++) { // few rows leave few candidates
            long row = i;
            boolean all = true;
            for (int j : constant) {
                all &= x(row, j) == x(0, j);
            }
            if (!all) {
                constant = Arrays.stream(constant)
                        .filter(j -> x(row, j) == x(0, j))
                        .toArray();
            }
        }
        return Arrays.stream(constant).mapToObj(features::get).toList();
    }

    private static int blockRows(int features) {
        int fit = BLOCK_NUMBERS / features / RowBlock.TILE * RowBlock.TILE;
        return Math.max(RowBlock.TILE, Math.min(BLOCK_ROWS, fit));
    }

    private static void requireNames(List<String> features, String target) {
        if (features.isEmpty()) {
            throw new LinregException("no feature is left to learn from");
        }
        if (new HashSet<>(features).size() < features.size() || features.contains(target)) {
            throw new LinregException("a column stands twice among features and target");
        }
    }

    /** Gathers rows. */
    public static final class Builder {
        private final List<String> features;
        private final String target;
        private final Precision precision;
        private final List<RowBlock> blocks = new ArrayList<>();
        private final int blockRows;
        private long rows;

        private Builder(List<String> features, String target, Precision precision) {
            requireNames(features, target);
            this.features = List.copyOf(features);
            this.target = target;
            this.precision = precision;
            blockRows = Dataset.blockRows(features.size());
        }

        /**
         * Adds a row.
         *
         * @param x its features, copied
         * @param y its target
         * @throws IllegalArgumentException if x is not as long as the features
         */
        public Builder add(double[] x, double y) {
            if (x.length != features.size()) {
                throw new IllegalArgumentException(x.length + " values for " + features.size() + " features");
            }
            room(1).setRow((int) (rows % blockRows), x, y);
            rows++;
            return this;
        }

        /** The block that the next row belongs to, with room for it, and for so many if a block can have them. */
        private RowBlock room(int wanted) {
            int i = (int) (rows % blockRows);
            if (i == 0) {
                int first = Math.min(Math.max(RowBlock.TILE, wanted), blockRows);
                blocks.add(RowBlock.of(first, features.size(), precision));
            }
            RowBlock block = blocks.get(blocks.size() - 1);
            return i < block.rows() ? block : resize(Math.min(blockRows, Math.max(2 * i, i + wanted)));
        }

        /**
         * Adds rows that come as columns.
         *
         * @param columns for each feature its numbers, of which those from one, up to and without another, are added
         * @param targets the rows' targets, likewise
         */
        void add(double[][] columns, double[] targets, int from, int to) {
            int next;
            for (int k = from; k < to; k = next) {
                RowBlock block = room(to - k);
                int i = (int) (rows % blockRows);
                next = Math.min(to, k + block.rows() - i);
                block.setRows(i, columns, targets, k, next);
                rows += next - k;
            }
        }

        /** How many rows there are by now. */
        long rows() {
            return rows;
        }

        int blockRows() {
            return blockRows;
        }

        /** Feature j of a row that was added. */
        double x(long row, int j) {
            return blocks.get((int) (row / blockRows)).x((int) (row % blockRows), j);
        }

        /**
         * Adds rows of zeros, for others to fill at the same time.
         *
         * @param last whether no row will follow
         * @return the blocks that hold them, the first rows of the first one maybe others
         */
        List<RowBlock> reserve(long count, boolean last) {
            int first = (int) (rows / blockRows);
            rows += count;
            while ((long) blocks.size() * blockRows < rows) {
                long left = rows - (long) blocks.size() * blockRows;
                blocks.add(RowBlock.of(last ? (int) Math.min(left, blockRows) : blockRows, features.size(), precision));
            }
            return List.copyOf(blocks.subList(first, blocks.size()));
        }

        /** Takes back what was added from a row on. */
        void cut(long from) {
            rows = from;
            while (!blocks.isEmpty() && (blocks.size() - 1L) * blockRows >= rows) {
                blocks.remove(blocks.size() - 1);
            }
            int kept = (int) (rows % blockRows);
            if (kept > 0) {
                resize(kept); // what stands behind these rows in their last tile goes, too
                for (int i = kept; i < RowBlock.padded(kept); i++) {
                    RowBlock block = blocks.get(blocks.size() - 1);
                    for (int j = 0; j < features.size(); j++) {
                        block.set(i, j, 0);
                    }
                    block.setTarget(i, 0);
                }
            }
        }

        /** The data set. The builder is done then. */
        public Dataset build() {
            int last = (int) (rows % blockRows);
            if (last > 0 && blocks.get(blocks.size() - 1).rows() > last) {
                resize(last);
            }
            return new Dataset(
                    features, target, precision, List.copyOf(blocks), blockRows, null, null, Roles.PLAIN, rows);
        }

        private RowBlock resize(int to) {
            RowBlock resized = blocks.get(blocks.size() - 1).resized(to);
            blocks.set(blocks.size() - 1, resized);
            return resized;
        }
    }
}
