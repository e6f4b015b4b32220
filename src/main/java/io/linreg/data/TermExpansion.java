package io.linreg.data;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Terms of a table's columns as terms of the numbers that these become: each categorical factor by its indicators. */
final class TermExpansion {
    private TermExpansion() {}

    /**
     * Checks that terms are made of features alone.
     *
     * @throws LinregException if not; the message names the first one that is not
     */
    static void requireFeatures(List<Term> terms, Dataset data) {
        Set<String> features = new HashSet<>(data.features());
        for (Term term : terms) {
            for (Term.Factor factor : term.factors()) {
                if (!features.contains(factor.column())) {
                    boolean target = factor.column().equals(data.target());
                    throw new LinregException(
                            "the term " + Text.quote(term.name()) + " needs " + Text.quote(factor.column()) + ", "
                                    + (target ? "which is the target" : "which is no feature; the features are ")
                                    + (target ? "" : Text.names(data.features())));
                }
            }
        }
    }

    /**
     * The terms of the columns of numbers.
     *
     * @throws LinregException if two are the same or have the same name, or a level is to be raised to a power
     */
    static List<Term> over(List<InputColumn> columns, List<Term> terms) {
        Map<String, InputColumn> byName =
                columns.stream().collect(Collectors.toMap(InputColumn::name, Function.identity()));
        List<Term> expanded = new ArrayList<>();
        for (Term term : terms) {
            expanded.addAll(over(byName, term, Design.MOST_FEATURES - expanded.size()));
        }
        requireDistinct(columns, expanded);
        return expanded;
    }

    private static List<Term> over(Map<String, InputColumn> columns, Term term, int most) {
        List<List<Term.Factor>> products = List.of(List.of());
        for (Term.Factor factor : term.factors()) {
            InputColumn column = columns.get(factor.column());
            if (factor.power() > 1 && column instanceof InputColumn.Categorical) {
                throw new LinregException("the term " + Text.quote(term.name()) + " raises " + Text.quote(column.name())
                        + " to a power, which is categorical");
            }
            List<String> encoded = column.encoded();
            if ((long) products.size() * encoded.size() > most) {
                throw new LinregException("the term " + Text.quote(term.name()) + " brings the features to more than "
                        + Design.MOST_FEATURES + ", which are not supported");
            }
            List<List<Term.Factor>> longer = new ArrayList<>();
            for (List<Term.Factor> product : products) {
                for (String name : encoded) {
                    List<Term.Factor> factors = new ArrayList<>(product);
                    factors.add(new Term.Factor(name, factor.power()));
                    longer.add(factors);
                }
            }
            products = longer;
        }
        return products.stream().map(Term::new).toList();
    }

    private static void requireDistinct(List<InputColumn> columns, List<Term> terms) {
        Set<String> encoded = new HashSet<>();
        for (InputColumn column : columns) {
            for (String name : column.encoded()) {
                requireNew(encoded, name);
            }
        }
        Map<Map<String, Integer>, Term> products = new HashMap<>();
        Set<String> names = new HashSet<>();
        for (Term term : terms) {
            Term same = products.put(term.powers(), term);
            if (same != null) {
                throw new LinregException("the term " + Text.quote(term.name()) + " stands twice"
                        + (same.name().equals(term.name()) ? "" : ", once as " + Text.quote(same.name())));
            }
            requireNew(names, term.name());
        }
    }

    private static void requireNew(Set<String> names, String name) {
        if (!names.add(name)) {
            throw new LinregException("two features would be called " + Text.quote(name) + "; rename a column");
        }
    }
}
