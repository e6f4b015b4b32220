package io.linreg.data;

import java.io.Serializable;
import java.util.HashSet;
import java.util.Set;

/**
 * What cells of features may hold besides numbers.
 *
 * @param categorical columns of levels: whatever text stands in a cell is one, numbers and dates included
 * @param auto whether a column is one of levels, too, when all its cells are words; where some are numbers it is an error
 * @param missing what is done about a missing cell: an empty one, or one of the words that {@link Numbers#isMissing} knows
 */
public record CellRules(Set<String> categorical, boolean auto, Missing missing) implements Serializable {
    /** Nothing: every cell is a number. */
    public static final CellRules NUMBERS = new CellRules(Set.of(), false, Missing.ERROR);

    public CellRules {
        categorical = Set.copyOf(categorical);
    }

    /** The same, and more columns of levels. */
    public CellRules with(Set<String> more) {
        Set<String> all = new HashSet<>(categorical);
        all.addAll(more);
        return new CellRules(all, auto, missing);
    }
}
