package io.linreg.data;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The way from a table's columns to the design matrix: each column becomes numbers, and the terms are products of these. It
 * is learnt from training rows by {@link DesignFit} and then stays as it is, part of the model.
 *
 * @param columns the columns taken from the table
 * @param terms the columns of the design matrix; their factors are columns of numbers that {@code columns} become
 */
public record Design(List<InputColumn> columns, List<Term> terms) implements Serializable {
    /** As many as a table may have columns. */
    static final int MOST_FEATURES = CsvReader.MOST_COLUMNS;

    /**
     * Checks that the parts fit.
     *
     * @throws IllegalArgumentException if a name stands twice, or a term has a factor that no column becomes
     */
    public Design {
        columns = List.copyOf(columns);
        terms = List.copyOf(terms);
        Set<String> encoded = distinct(encoded(columns));
        distinct(terms.stream().map(Term::name).toList());
        for (Term term : terms) {
            for (Term.Factor factor : term.factors()) {
                if (!encoded.contains(factor.column())) {
                    throw new IllegalArgumentException(
                            "no column " + Text.quote(factor.column()) + " to make " + Text.quote(term.name()) + " of");
                }
            }
        }
    }

    private static Set<String> distinct(List<String> names) {
        Set<String> distinct = new HashSet<>();
        for (String name : names) {
            if (!distinct.add(name)) {
                throw new IllegalArgumentException(Text.quote(name) + " stands twice");
            }
        }
        return distinct;
    }

    private static List<String> encoded(List<InputColumn> columns) {
        return columns.stream().flatMap(column -> column.encoded().stream()).toList();
    }

    /** Columns of numbers as they are. */
    public static Design plain(List<String> features) {
        List<InputColumn> columns = new ArrayList<>();
        features.forEach(name -> columns.add(new InputColumn.Numeric(name)));
        return new Design(columns, Term.columns(features));
    }

    /** Whether the design matrix is the columns as they are. */
    public boolean isPlain() {
        return equals(plain(features()));
    }

    /** The names of the design matrix's columns. */
    public List<String> features() {
        return terms.stream().map(Term::name).toList();
    }

    /** The names of the columns of numbers that the terms are made of. */
    public List<String> encoded() {
        return encoded(columns);
    }

    /** The names of the columns taken from the table. */
    public List<String> inputs() {
        return columns.stream().map(InputColumn::name).toList();
    }

    /**
     * The features in words: a column of levels is one, such as {@code color[3 levels]}, and so are its products with another
     * column, such as {@code color:x}.
     */
    public List<String> formula() {
        Map<String, String> sources = new HashMap<>();
        Map<String, String> words = new HashMap<>();
        for (InputColumn column : columns) {
            column.encoded().forEach(name -> sources.put(name, column.name()));
            if (column instanceof InputColumn.Categorical categorical) {
                words.put(
                        column.name(),
                        column.name() + "[" + Text.count(categorical.levels().size(), "level") + "]");
            }
        }
        Set<String> formula = new LinkedHashSet<>();
        for (Term term : terms) {
            List<Term.Factor> factors = term.factors().stream()
                    .map(factor -> new Term.Factor(sources.get(factor.column()), factor.power()))
                    .toList();
            String name = new Term(factors).name();
            formula.add(words.getOrDefault(name, name));
        }
        return List.copyOf(formula);
    }

    /** The indicators of levels that occur in a data set, but not among those of this design. */
    public List<String> unseen(Dataset data) {
        List<String> unseen = new ArrayList<>();
        for (InputColumn column : columns) {
            if (column instanceof InputColumn.Categorical categorical) {
                LevelCounts.of(data, data.features().indexOf(column.name())).present().stream()
                        .filter(level -> !categorical.levels().contains(level))
                        .forEach(level -> unseen.add(InputColumn.Categorical.indicator(column.name(), level)));
            }
        }
        return unseen;
    }

    /** The same for some of the features alone, with the columns that they need. */
    public Design keep(List<String> features) {
        Set<String> kept = Set.copyOf(features);
        List<Term> left =
                terms.stream().filter(term -> kept.contains(term.name())).toList();
        Set<String> needed = new HashSet<>();
        left.forEach(term -> term.factors().forEach(factor -> needed.add(factor.column())));
        return new Design(
                columns.stream()
                        .filter(column -> column.encoded().stream().anyMatch(needed::contains))
                        .toList(),
                left);
    }

    /** The same, and columns of numbers as they are behind it. */
    public Design with(List<String> numbers) {
        if (numbers.isEmpty()) {
            return this;
        }
        Design more = plain(numbers);
        List<InputColumn> allColumns = new ArrayList<>(columns);
        allColumns.addAll(more.columns);
        List<Term> allTerms = new ArrayList<>(terms);
        allTerms.addAll(more.terms);
        return new Design(allColumns, allTerms);
    }

    /** The same columns before they are multiplied: what the terms are made of. */
    public Design withoutProducts() {
        return new Design(columns, Term.columns(encoded()));
    }

    /**
     * The design matrix of a data set, in double; the data set's own columns where it has nothing else.
     *
     * @throws LinregException if the data set lacks a column, a cell is missing that nothing fills, a level is unseen and
     *     that is an error, or a term is beyond the range of a double
     */
    public Dataset apply(Dataset data, Unseen unseen) {
        requireInputs(data);
        return isPlain() ? data.project(features()) : DesignMatrix.of(this, data, unseen);
    }

    /**
     * Where the columns taken from the table stand among others.
     *
     * @throws LinregException if some are not there; the message names them
     */
    public int[] positions(List<String> available) {
        Map<String, Integer> places = new HashMap<>();
        for (int j = 0; j < available.size(); j++) {
            places.putIfAbsent(available.get(j), j);
        }
        List<String> missing = new ArrayList<>(inputs());
        missing.removeAll(places.keySet());
        if (!missing.isEmpty()) {
            throw new LinregException("the model needs " + (missing.size() == 1 ? "column " : "columns ")
                    + Text.names(missing) + ", but the data has only " + Text.names(available));
        }
        return columns.stream().mapToInt(column -> places.get(column.name())).toArray();
    }

    private void requireInputs(Dataset data) {
        positions(data.features()); // for its message
        for (InputColumn column : columns) {
            boolean categorical = column instanceof InputColumn.Categorical;
            if (categorical != data.frame().isCategorical(column.name())) {
                throw new LinregException("column " + Text.quote(column.name()) + " has "
                        + (categorical ? "numbers where the model has levels" : "levels where the model has numbers")
                        + "; read it as the training data was read");
            }
        }
    }
}
