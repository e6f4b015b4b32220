package io.linreg.data;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Computes one row of a design matrix after another. It has room for one, so that each thread takes its own. */
final class DesignRow {
    private final List<InputColumn> inputs;
    private final double[] encoded;
    /** For each input column where its numbers begin among the encoded ones. */
    private final int[] begins;
    /** For each term the encoded columns to multiply, each as often as its power says. */
    private final int[][] products;

    DesignRow(Design design) {
        inputs = design.columns();
        begins = new int[inputs.size()];
        Map<String, Integer> positions = new HashMap<>();
        for (int c = 0; c < begins.length; c++) {
            begins[c] = positions.size();
            inputs.get(c).encoded().forEach(name -> positions.put(name, positions.size()));
        }
        encoded = new double[positions.size()];
        products = design.terms().stream()
                .map(term -> term.factors().stream()
                        .flatMapToInt(factor -> IntStream.generate(() -> positions.get(factor.column()))
                                .limit(factor.power()))
                        .toArray())
                .toArray(int[][]::new);
    }

    /**
     * Computes a row.
     *
     * @param values a number for each input column, as {@link InputColumn#encode} takes it; none is missing
     * @param into the terms' values, each rounded once; not finite where a term is beyond the range of a double
     */
    void compute(double[] values, double[] into) {
        for (int c = 0; c < begins.length; c++) {
            inputs.get(c).encode(values[c], encoded, begins[c]);
        }
        for (int t = 0; t < products.length; t++) {
            into[t] = product(products[t]);
        }
    }

    /**
     * A product carried in double-double, so that it is rounded once where it counts. High powers of x are nearly collinear:
     * what tells them apart is in their last digits.
     */
    private double product(int[] factors) {
        double high = encoded[factors[0]];
        double low = 0;
        for (int f = 1; f < factors.length; f++) {
            double x = encoded[factors[f]];
            double rounded = high * x;
            if (!Double.isFinite(rounded)) {
                return rounded; // of its error nothing can be told
            }
            double error = Math.fma(high, x, -rounded) + low * x;
            high = rounded + error;
            low = error - (high - rounded);
        }
        return high;
    }
}
