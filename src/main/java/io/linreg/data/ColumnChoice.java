package io.linreg.data;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which columns to use.
 *
 * @param targets the targets; none for the last column
 * @param features the features, or none for all columns but the target
 * @param drop columns to leave out
 * @param weights the column of the rows' weights, or null
 */
public record ColumnChoice(List<String> targets, List<String> features, List<String> drop, String weights)
        implements Serializable {
    /** What a first column without a name is called. */
    private static final String NAMELESS = "Unnamed: 0";

    public ColumnChoice {
        targets = List.copyOf(targets);
        features = List.copyOf(features);
        drop = List.copyOf(drop);
    }

    /** One target, or null for the last column; rows that weigh the same. */
    public ColumnChoice(String target, List<String> features, List<String> drop) {
        this(target == null ? List.of() : List.of(target), features, drop, null);
    }

    /** That target, and every other column as a feature. */
    public static ColumnChoice target(String name) {
        return new ColumnChoice(name, List.of(), List.of());
    }

    /** The targets' names. */
    List<String> targetsIn(RowReader table) {
        if (targets.isEmpty()) {
            List<String> header = new ArrayList<>(table.header());
            header.remove(weights);
            return List.of(header.get(header.size() - 1));
        }
        requireKnown(table, targets);
        if (new HashSet<>(targets).size() < targets.size()) {
            throw new LinregException(table.name() + ": a column is the target twice: " + Text.names(targets));
        }
        return targets;
    }

    /** The features' names, in the order of use. */
    List<String> featuresIn(RowReader table) {
        requireKnown(table, features);
        requireKnown(table, drop);
        List<String> goals = targetsIn(table);
        for (String goal : goals) {
            if (drop.contains(goal)) {
                throw new LinregException(
                        table.name() + ": column " + Text.quote(goal) + " is the target; it cannot be dropped");
            }
        }
        if (weights != null) {
            requireKnown(table, List.of(weights));
            if (goals.contains(weights) || features.contains(weights) || drop.contains(weights)) {
                throw new LinregException(table.name() + ": column " + Text.quote(weights)
                        + " has the weights; it cannot be the target, a feature or dropped, too");
            }
        }
        if (features.isEmpty()) {
            Set<String> rest = new LinkedHashSet<>(table.header());
            goals.forEach(rest::remove);
            drop.forEach(rest::remove);
            rest.remove(weights);
            return List.copyOf(rest);
        }
        Set<String> dropped = new HashSet<>(drop);
        Set<String> seen = new HashSet<>();
        for (String feature : features) {
            if (goals.contains(feature)) {
                throw new LinregException(table.name() + ": column " + Text.quote(feature)
                        + " is the target; it cannot be a feature, too (--target names another)");
            }
            if (dropped.contains(feature) || !seen.add(feature)) {
                throw new LinregException(table.name() + ": column " + Text.quote(feature)
                        + (dropped.contains(feature) ? " is a feature and dropped" : " is a feature twice"));
            }
        }
        return features;
    }

    /** Whether the first column may be left out if it merely numbers the rows: a nameless one that was not asked for. */
    boolean mayBeIndex(RowReader table) {
        return table.header().get(0).equals(NAMELESS)
                && features.isEmpty()
                && featuresIn(table).contains(NAMELESS);
    }

    private static void requireKnown(RowReader table, List<String> names) {
        List<String> unknown =
                names.stream().filter(name -> table.position(name) == null).toList();
        if (!unknown.isEmpty()) {
            throw new LinregException(table.name() + ": no column " + Text.names(unknown) + "; its columns are "
                    + Text.names(table.header()));
        }
    }
}
