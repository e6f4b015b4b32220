package io.linreg.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Design matrices made of terms. */
public final class Terms {
    private Terms() {}

    /**
     * The data set whose features are these terms, computed in double; itself for no terms, or none but its features.
     *
     * @throws IllegalArgumentException if a term names a column that is no feature
     */
    public static Dataset expand(Dataset data, List<Term> terms) {
        if (terms.isEmpty() || terms.equals(Term.columns(data.features()))) {
            return data;
        }
        if (terms.stream().allMatch(Term::isColumn)) {
            return data.project(terms.stream().map(Term::name).toList());
        }
        int[][] columns = new int[terms.size()][];
        Set<String> features = new HashSet<>(data.features());
        for (int t = 0; t < columns.length; t++) {
            columns[t] = terms.get(t).factors().stream()
                    .mapToInt(factor -> {
                        if (!features.contains(factor.column())) {
                            throw new IllegalArgumentException("no feature " + factor.column());
                        }
                        return data.features().indexOf(factor.column());
                    })
                    .toArray();
        }
        List<String> names = new ArrayList<>(terms.stream().map(Term::name).toList());
        if (data.weighted()) {
            names.add(data.weights());
        }
        Dataset.Builder expanded = Dataset.builder(names, data.target(), Precision.DOUBLE);
        List<RowBlock> blocks = expanded.reserve(data.rows(), true);
        int blockRows = expanded.blockRows();
        RowParts.each(data.rows(), (from, to) -> {
            double[] row = new double[data.features().size()];
            double[] design = new double[names.size()];
            for (long i = from; i < to; i++) {
                data.copyRow(i, row);
                for (int t = 0; t < columns.length; t++) {
                    design[t] = product(terms.get(t), columns[t], row);
                }
                if (data.weighted()) {
                    design[columns.length] = data.weight(i);
                }
                blocks.get((int) (i / blockRows)).setRow((int) (i % blockRows), design, data.y(i));
            }
            return null;
        });
        Dataset design = expanded.build();
        return data.weighted() ? design.weighing(data.weights()) : design;
    }

    private static double product(Term term, int[] columns, double[] row) {
        double product = 1;
        for (int f = 0; f < columns.length; f++) {
            for (int power = term.factors().get(f).power(); power > 0; power--) {
                product *= row[columns[f]];
            }
        }
        return product;
    }
}
