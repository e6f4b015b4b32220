package io.linreg.data;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

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
     * @throws io.linreg.base.LinregException if a term cannot be made, stands twice or is called as another is; or nothing can
     *     fill a column
     */
    public static DesignFit of(Dataset train, List<Term> terms) {
        return new Learner(train, terms).add(train).fit();
    }

    /** Learns from rows that come in parts, and from what others have learnt of other parts. */
    public static final class Learner implements Serializable {
        private static final long serialVersionUID = 1L;

        private final List<String> features;
        private final List<Term> terms;
        private final Set<String> used = new HashSet<>();
        private final Map<String, LevelCounts> levels = new TreeMap<>();
        private final Map<String, ColumnMean> means = new TreeMap<>();
        /** The columns in which there was a number. */
        private final Set<String> numeric = new HashSet<>();

        private boolean gaps;

        /**
         * Prepares for learning.
         *
         * @param like rows that have the columns of those to come
         * @param terms as {@link DesignFit#of} takes them
         * @throws io.linreg.base.LinregException if one needs a column that there is not
         */
        public Learner(Dataset like, List<Term> terms) {
            features = like.features();
            this.terms = terms.isEmpty() ? Term.columns(features) : terms;
            TermExpansion.requireFeatures(this.terms, like);
            this.terms.forEach(term -> term.factors().forEach(factor -> used.add(factor.column())));
        }

        /**
         * Takes in rows.
         *
         * @param train with the same columns each time; a column that has levels has those of the rows before, and maybe more
         */
        public Learner add(Dataset train) {
            gaps = train.frame().gaps();
            for (int j = 0; j < features.size(); j++) {
                String name = features.get(j);
                if (used.contains(name) && train.frame().isCategorical(name)) {
                    levels.merge(name, LevelCounts.of(train, j), LevelCounts::merge);
                } else if (used.contains(name)) {
                    look(train, j);
                    if (gaps) {
                        means.computeIfAbsent(name, ColumnMean::new).add(train, j);
                    }
                }
            }
            return this;
        }

        private void look(Dataset train, int j) {
            for (long i = 0; i < train.rows() && !numeric.contains(features.get(j)); i++) {
                if (!Double.isNaN(train.x(i, j))) {
                    numeric.add(features.get(j));
                }
            }
        }

        /**
         * Takes in what was learnt of the rows behind.
         *
         * @throws io.linreg.base.LinregException if a column has words there and numbers here, or the other way round; or too many
         *     levels
         */
        public Learner merge(Learner behind) {
            requireAlike(levels.keySet(), behind.numeric);
            requireAlike(behind.levels.keySet(), numeric);
            gaps |= behind.gaps;
            numeric.addAll(behind.numeric);
            behind.levels.forEach((name, counts) -> levels.merge(name, counts, LevelCounts::merge));
            behind.means.forEach((name, mean) -> means.merge(name, mean, ColumnMean::merge));
            return this;
        }

        private static void requireAlike(Set<String> words, Set<String> numbers) {
            for (String name : words) {
                if (numbers.contains(name)) {
                    throw new LinregException("column " + Text.quote(name) + " has words in some rows and numbers in"
                            + " others; correct them, or name the column with --categorical");
                }
            }
        }

        /** The columns that have levels. */
        public Set<String> categorical() {
            return Set.copyOf(levels.keySet());
        }

        /** The design. */
        public DesignFit fit() {
            List<InputColumn> columns = new ArrayList<>();
            List<String> rare = new ArrayList<>();
            List<String> constant = new ArrayList<>();
            for (String name : features) {
                LevelCounts counts = levels.get(name);
                if (counts != null) {
                    columns.add(counts.column(gaps));
                    rare.addAll(counts.rare());
                    constant.addAll(counts.isConstant() ? List.of(name) : List.of());
                } else if (used.contains(name)) {
                    columns.add(
                            new InputColumn.Numeric(name, gaps ? means.get(name).value() : Double.NaN));
                }
            }
            Design design = new Design(columns, TermExpansion.over(columns, terms));
            return new DesignFit(design.keep(design.features()), rare, constant);
        }
    }
}
