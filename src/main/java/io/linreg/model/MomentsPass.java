package io.linreg.model;

import io.linreg.backend.Backend;
import io.linreg.backend.ExactMoments;
import io.linreg.data.Dataset;
import io.linreg.data.Design;
import io.linreg.data.HashSplit;
import io.linreg.data.Precision;
import io.linreg.data.RowStream;
import io.linreg.data.Term;
import io.linreg.data.Unseen;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Takes in the blocks of rows one after another; what is left of them is moments, and a few rows to show. */
final class MomentsPass {
    private final Backend backend;
    private final HashSplit split;
    private final Precision precision;
    private final Design design;
    private final Design columns;
    private final List<Term> terms;
    private final boolean exact;
    /** The training rows' in folds, then the held-out ones'. */
    private final List<ExactMoments> parts;

    private final RowSample sample;
    private final Set<String> unseen = new LinkedHashSet<>();
    /** The first training row; null before it. */
    private double[] first;
    /** The columns of the matrix that have not varied so far. */
    private int[] constant;

    private long weightless;

    /**
     * Prepares for a pass.
     *
     * @param matrix what a row becomes
     * @param folds how many parts the training rows have
     * @param shown how many rows to keep, at the most
     */
    MomentsPass(Backend backend, HashSplit split, Precision precision, MatrixColumns matrix, int folds, int shown) {
        this.backend = backend;
        this.split = split;
        this.precision = precision;
        design = matrix.design();
        exact = matrix.exact();
        columns = matrix.computed();
        terms = matrix.all();
        parts = new ArrayList<>(Collections.nCopies(folds + 1, ExactMoments.empty(terms.size())));
        sample = new RowSample(shown, columns.terms().size());
        constant = IntStream.range(0, columns.terms().size() - matrix.others().size())
                .toArray();
    }

    void add(RowStream.Block block) {
        Dataset data = block.rows();
        long[] numbers = block.numbers();
        Dataset matrix = columns.apply(data, Unseen.ZERO);
        int[][] places = parts(split, block, parts.size() - 1);
        for (int part = 0; part < places.length; part++) {
            if (places[part].length > 0) {
                parts.set(part, parts.get(part).merge(moments(matrix.select(places[part]))));
            }
        }
        int test = places.length - 1;
        for (int part = 0; part < test; part++) {
            for (int i : places[part]) {
                compare(matrix, i);
            }
        }
        boolean heldOut = split.testSize() > 0;
        for (int part = heldOut ? test : 0; part < (heldOut ? places.length : test); part++) {
            for (int i : places[part]) {
                sample.add(split.place(numbers[i]), numbers[i], matrix, i);
            }
        }
        unseen.addAll(design.unseen(data.select(places[test])));
        weightless += data.rows()
                - Arrays.stream(places).mapToLong(part -> part.length).sum();
    }

    /** Which rows of a block train, fold by fold, and which are held out; training rows of weight 0 do neither. */
    static int[][] parts(HashSplit split, RowStream.Block block, int folds) {
        long[] numbers = block.numbers();
        int[][] places = new int[folds + 1][numbers.length];
        int[] counts = new int[folds + 1];
        for (int i = 0; i < numbers.length; i++) {
            int part = split.part(numbers[i], folds);
            if (part == HashSplit.TEST) {
                places[folds][counts[folds]++] = i;
            } else if (block.rows().weight(i) > 0) {
                places[part][counts[part]++] = i;
            }
        }
        for (int part = 0; part <= folds; part++) {
            places[part] = Arrays.copyOf(places[part], counts[part]);
        }
        return places;
    }

    private ExactMoments moments(Dataset matrix) {
        return exact || matrix.weighted() // which otherwise count by their mean in this block
                ? backend.exactMoments(matrix, terms)
                : ExactMoments.of(backend.moments(matrix, precision));
    }

    private void compare(Dataset matrix, int i) {
        if (first == null) {
            first = new double[matrix.features().size()];
            matrix.copyRow(i, first);
        } else if (constant.length > 0) { // which it is for a few rows
            double[] before = first;
            constant = Arrays.stream(constant)
                    .filter(j -> matrix.x(i, j) == before[j])
                    .toArray();
        }
    }

    /** What is left of the rows so far. */
    GatheredRows gathered() {
        return new GatheredRows(parts, sample, unseen, first, constant, weightless);
    }
}
