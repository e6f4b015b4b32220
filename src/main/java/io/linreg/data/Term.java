package io.linreg.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A column of the design matrix: a product of powers of a data set's columns, such as x, x^2 or a:b.
 *
 * @param factors column names, each once, and their powers, from 1; at least one
 */
public record Term(List<Factor> factors) implements Serializable {
    /** The highest power: beyond it even double-double has no digits left to tell neighbouring powers apart. */
    public static final int MOST_POWER = 30;

    /** A column to a power. */
    public record Factor(String column, int power) implements Serializable {
        public Factor {
            if (power < 1 || power > MOST_POWER) {
                throw new IllegalArgumentException("a power is from 1 to " + MOST_POWER + ", not " + power);
            }
        }
    }

    public Term {
        factors = List.copyOf(factors);
        if (factors.isEmpty()) {
            throw new IllegalArgumentException("a term without factors");
        }
        if (factors.stream().map(Factor::column).distinct().count() < factors.size()) {
            throw new IllegalArgumentException("a term names a column once, to the power that it has");
        }
    }

    /** A column as it is. */
    public static Term column(String name) {
        return new Term(List.of(new Factor(name, 1)));
    }

    /** A column to a power: x^2. */
    public static Term power(String name, int power) {
        return new Term(List.of(new Factor(name, power)));
    }

    /** A product of columns: a:b. A column named twice is squared. */
    public static Term interaction(List<String> names) {
        Map<String, Integer> powers = new TreeMap<>();
        List<Factor> factors = new ArrayList<>();
        names.forEach(name -> powers.merge(name, 1, Integer::sum));
        names.stream().distinct().forEach(name -> factors.add(new Factor(name, powers.get(name))));
        return new Term(factors);
    }

    /** Each column as it is. */
    public static List<Term> columns(List<String> names) {
        return names.stream().map(Term::column).toList();
    }

    /** Whether this is a column as it is. */
    public boolean isColumn() {
        return factors.size() == 1 && factors.get(0).power() == 1;
    }

    /** For each column its power, whatever the order of the factors. */
    public Map<String, Integer> powers() {
        return factors.stream().collect(Collectors.toMap(Factor::column, Factor::power));
    }

    /**
     * What terms are products of: for each term, the positions of its columns among the features, each as often as its power.
     *
     * @throws IllegalArgumentException if one names no feature
     */
    public static int[][] products(List<Term> terms, List<String> features) {
        Map<String, Integer> positions = new HashMap<>();
        features.forEach(feature -> positions.put(feature, positions.size()));
        int[][] products = new int[terms.size()][];
        for (int t = 0; t < products.length; t++) {
            List<Integer> columns = new ArrayList<>();
            for (Factor factor : terms.get(t).factors()) {
                Integer position = positions.get(factor.column());
                if (position == null) {
                    throw new IllegalArgumentException("no feature " + factor.column() + ", of which "
                            + terms.get(t).name() + " is made");
                }
                columns.addAll(Collections.nCopies(factor.power(), position));
            }
            products[t] = columns.stream().mapToInt(Integer::intValue).toArray();
        }
        return products;
    }

    /** As reports, files and the command line call it: {@code x}, {@code x^2}, {@code a:b}. */
    public String name() {
        return factors.stream()
                .map(factor -> factor.power() == 1 ? factor.column() : factor.column() + "^" + factor.power())
                .collect(Collectors.joining(":"));
    }
}
