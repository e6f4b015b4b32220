package io.linreg.data;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A design matrix X of n rows and d features with its targets y, as a list of row blocks: no single array bounds it.
 * It does not change once built. Rows may have weights, and other columns may take the target's part: views of the same blocks.
 */
public final class Dataset {
    /** With so many, parts made of whole ones differ by an eighth at most. */
    private static final int BLOCKS_OF_A_PART = 8;

    private final Names names;
    private final Precision precision;
    /** The rows as they are stored, maybe more than are wanted, with more features. */
    private final RowBlocks stored;

    private final View view;
    private final long rows;
    private Dataset compact;

    Dataset(Names names, Precision precision, RowBlocks stored, View view, long rows) {
        this.names = names;
        this.precision = precision;
        this.stored = stored;
        this.view = view;
        this.rows = rows;
    }

    private Dataset viewed(Names as, View through) {
        return new Dataset(as, precision, stored, through, rows);
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
    public static DatasetBuilder builder(List<String> features, String target, Precision precision) {
        return new DatasetBuilder(features, target, precision);
    }

    /**
     * Makes a data set of rows that are not read but computed, all cores at once.
     *
     * @param filler is called once for each block, in any order and on any thread
     * @throws LinregException if a name stands twice
     */
    public static Dataset computed(
            List<String> features, String target, Precision precision, long rows, Filler filler) {
        Names names = Names.of(features, target);
        int blockRows = RowBlocks.rowsOfEach(features.size());
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
        return new Dataset(names, precision, new RowBlocks(blocks, blockRows), View.WHOLE, rows);
    }

    /**
     * The rows of a block, where they stand: who fills it with others has to have done with this data set.
     *
     * @throws LinregException if a name stands twice
     */
    public static Dataset of(List<String> features, String target, RowBlock rows) {
        Precision precision = rows instanceof RowBlock.Floats ? Precision.FLOAT : Precision.DOUBLE;
        RowBlocks blocks = new RowBlocks(List.of(rows), Math.max(1, rows.rows()));
        return new Dataset(Names.of(features, target), precision, blocks, View.WHOLE, rows.rows());
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
        return names.features();
    }

    public String target() {
        return names.target();
    }

    public Precision precision() {
        return precision;
    }

    /** What the features' numbers stand for; where not simply for numbers, they have to go through a {@link Design}. */
    public Frame frame() {
        return names.frame();
    }

    /**
     * The same rows, whose numbers stand for something.
     *
     * @throws IllegalArgumentException if a categorical column is no feature, or has a number that is no level's position
     */
    public Dataset with(Frame frame) {
        frame.requireFits(this);
        return viewed(names.frame(frame), view);
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
        return compact().stored.list();
    }

    public int blockRows() {
        return view.isWhole()
                ? stored.rowsOfEach()
                : RowBlocks.rowsOfEach(features().size());
    }

    private synchronized Dataset compact() {
        if (view.isWhole()) {
            return this;
        }
        if (compact == null) {
            compact = Standardizer.identity(features().size()).apply(this, precision);
        }
        return compact;
    }

    /** Feature j of row i. */
    public double x(long i, int j) {
        return stored.x(view.row(i), view.column(j));
    }

    /** The target of row i. */
    public double y(long i) {
        long row = view.row(i);
        return view.target() == Panel.OWN ? stored.y(row) : stored.x(row, view.target());
    }

    /** Whether rows weigh differently: then row i counts {@link #weight} times in every mean and sum. */
    public boolean weighted() {
        return view.weighted();
    }

    /** The weight of row i, not negative; 1 where rows are not weighted. */
    public double weight(long i) {
        return weighted() ? stored.x(view.row(i), view.weights()) : 1;
    }

    /** The column that weighs the rows; null if there is none. */
    public String weights() {
        return names.weights();
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
        int column = features().indexOf(feature);
        boolean any = false;
        for (long i = 0; i < rows; i++) {
            double weight = x(i, column);
            any |= weight > 0;
            if (weight < 0) {
                throw new LinregException("the weight in row " + i + " (from 0) is " + weight + ": weights, column "
                        + Text.quote(feature) + ", must not be negative; correct it, or leave the row out");
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
        View weighted = view.weights(features().indexOf(feature));
        Names rest = names.weights(feature);
        return viewed(rest, weighted.project(positions(rest.features())));
    }

    /**
     * The same rows with another target: one of their features, which is none then. The old target is not to be had any more.
     *
     * @throws IllegalArgumentException if it is no feature
     */
    public Dataset withTarget(String feature) {
        int column = features().indexOf(feature);
        if (column < 0) {
            throw new IllegalArgumentException("no feature " + feature);
        }
        Names rest = names.target(feature);
        return viewed(rest, view.target(column).project(positions(rest.features())));
    }

    /** The same rows and features with a target that is computed, row by row. The features stand in memory once, for both. */
    Dataset withTarget(String name, LongToDoubleFunction y) {
        Dataset shared = compact();
        List<RowBlock> retargeted =
                shared.stored.list().stream().map(RowBlock::retargeted).toList();
        RowBlocks blocks = new RowBlocks(retargeted, shared.stored.rowsOfEach());
        RowParts.each(rows, (from, to) -> {
            for (long i = from; i < to; i++) {
                blocks.block(i).setTarget(blocks.within(i), y.applyAsDouble(i));
            }
            return null;
        });
        return new Dataset(Names.of(features(), name), precision, blocks, View.WHOLE, rows);
    }

    /** Copies the features of row i into an array of d numbers. */
    public void copyRow(long i, double[] into) {
        long row = view.row(i);
        stored.block(row).copyRow(stored.within(row), view.columns(), into);
    }

    /**
     * The given rows, in the given order. They stay where they are.
     *
     * @throws IndexOutOfBoundsException if one of them is no row
     */
    public Dataset select(int[] wanted) {
        View selection = view.select(wanted, rows);
        boolean all = wanted.length == rows;
        for (int i = 0; all && i < wanted.length; i++) {
            all = wanted[i] == i;
        }
        return all ? this : new Dataset(names, precision, stored, selection, wanted.length);
    }

    /** The positions of the rows, by where they stand. */
    int[] storedOrder() {
        return view.order(stored);
    }

    /** The rows as they stand in memory, whatever their order, {@link Panel#ROWS} at most in each panel. Nothing is copied. */
    public List<Panel> panels() {
        return view.panels(stored, features().size());
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
        if (kept.equals(features())) {
            return this;
        }
        View projection = view.project(positions(kept));
        return viewed(names.features(kept), projection);
    }

    /** Which features they are. */
    private int[] positions(List<String> kept) {
        Map<String, Integer> positions = new HashMap<>();
        for (String feature : features()) {
            positions.put(feature, positions.size());
        }
        return kept.stream()
                .mapToInt(feature -> {
                    Integer position = positions.get(feature);
                    if (position == null) {
                        throw new IllegalArgumentException("no feature " + feature);
                    }
                    return position;
                })
                .toArray();
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
        int each = stored.rowsOfEach();
        long count = Math.min(rows, (long) to * each) - (long) from * each;
        return new Dataset(Names.of(features(), target()), precision, stored.some(from, to), View.WHOLE, count);
    }

    private Dataset copy(long from, long to) {
        if (weighted()) {
            return select(
                    IntStream.range(Math.toIntExact(from), Math.toIntExact(to)).toArray());
        }
        DatasetBuilder copy = builder(features(), target(), precision);
        double[] row = new double[features().size()];
        for (long i = from; i < to; i++) {
            copyRow(i, row);
            copy.add(row, y(i));
        }
        return copy.build();
    }

    /** The features that have one and the same value in every row. */
    public List<String> constantFeatures() {
        int[] constant = IntStream.range(0, features().size()).toArray();
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
        return Arrays.stream(constant).mapToObj(features()::get).toList();
    }
}
