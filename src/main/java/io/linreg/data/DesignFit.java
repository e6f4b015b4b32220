package io.linreg.data;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A design as training rows teach it: the levels that occur in them, and what fills a missing cell. Held-out rows have no say.
 *
 * @param design the design
 * @param rare the indicators of levels that one row alone has, those of reference levels included; least squares fits that
 *     row exactly, whatever its target
 * @param constant the categorical columns with the same level in every row, which become nothing
 */
public record DesignFit(Design design, List<String> rare, List<String> constant) {
    /**
     * Learns from rows.
     *
     * @param terms the columns of the design matrix, made of those of the data; empty for the data's features. A categorical
     *     factor stands for each of its column's indicators in turn
     * @throws LinregException if a term cannot be made, stands twice or is called as another is; or nothing can fill a column
     */
    public static DesignFit of(Dataset train, List<Term> terms) {
        List<Term> wanted = terms.isEmpty() ? Term.columns(train.features()) : terms;
        TermExpansion.requireFeatures(wanted, train);
        Set<String> used = new HashSet<>();
        wanted.forEach(term -> term.factors().forEach(factor -> used.add(factor.column())));
        List<InputColumn> columns = new ArrayList<>();
        List<String> rare = new ArrayList<>();
        List<String> constant = new ArrayList<>();
        for (int j = 0; j < train.features().size(); j++) {
            String name = train.features().get(j);
            if (used.contains(name) && train.frame().isCategorical(name)) {
                LevelCounts counts = LevelCounts.of(train, j);
                columns.add(counts.column(train.frame().gaps()));
                rare.addAll(counts.rare());
                constant.addAll(counts.isConstant() ? List.of(name) : List.of());
            } else if (used.contains(name)) {
                columns.add(new InputColumn.Numeric(name, train.frame().gaps() ? mean(train, j) : Double.NaN));
            }
        }
        Design design = new Design(columns, TermExpansion.over(columns, wanted));
        return new DesignFit(design.keep(design.features()), rare, constant);
    }

    /** The weighted mean of the numbers that are there, summed with their rounding errors. */
    private static double mean(Dataset train, int feature) {
        double sum = 0;
        double errors = 0;
        double total = 0;
        for (long i = 0; i < train.rows(); i++) {
            double weight = train.weight(i);
            double value = weight * train.x(i, feature);
            if (!Double.isNaN(value)) {
                double next = sum + value;
                double shift = next - sum;
                errors += (sum - (next - shift)) + (value - shift);
                sum = next;
                total += weight;
            }
        }
        String column = "column " + Text.quote(train.features().get(feature));
        if (total == 0) {
            throw new LinregException(
                    column + ": every training row misses it, and so there is no mean to fill it with; leave it out");
        }
        double mean = (sum + errors) / total;
        if (!Double.isFinite(mean)) {
            throw new LinregException(column + ": its mean is beyond the range of a double; give it in larger units");
        }
        return mean;
    }
}
