package io.linreg.data;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which columns to use.
 *
 * @param target the target, or null for the last column
 * @param features the features, or none for all columns but the target
 * @param drop columns to leave out
 */
public record ColumnChoice(String target, List<String> features, List<String> drop) {
    /** What a first column without a name is called. */
    private static final String NAMELESS = "Unnamed: 0";

    public ColumnChoice {
        features = List.copyOf(features);
        drop = List.copyOf(drop);
    }

    /** That target, and every other column as a feature. */
    public static ColumnChoice target(String name) {
        return new ColumnChoice(name, List.of(), List.of());
    }

    /** The target's name. */
    String targetIn(CsvReader csv) {
        if (target == null) {
            return csv.header().get(csv.header().size() - 1);
        }
        requireKnown(csv, List.of(target));
        return target;
    }

    /** The features' names, in the order of use. */
    List<String> featuresIn(CsvReader csv) {
        requireKnown(csv, features);
        requireKnown(csv, drop);
        String goal = targetIn(csv);
        if (drop.contains(goal)) {
            throw new LinregException(
                    csv.name() + ": column " + Text.quote(goal) + " is the target; it cannot be dropped");
        }
        if (features.isEmpty()) {
            Set<String> rest = new LinkedHashSet<>(csv.header());
            rest.remove(goal);
            drop.forEach(rest::remove);
            return List.copyOf(rest);
        }
        Set<String> dropped = new HashSet<>(drop);
        Set<String> seen = new HashSet<>();
        for (String feature : features) {
            if (feature.equals(goal)) {
                throw new LinregException(csv.name() + ": column " + Text.quote(goal)
                        + " is the target; it cannot be a feature, too (--target names another)");
            }
            if (dropped.contains(feature) || !seen.add(feature)) {
                throw new LinregException(csv.name() + ": column " + Text.quote(feature)
                        + (dropped.contains(feature) ? " is a feature and dropped" : " is a feature twice"));
            }
        }
        return features;
    }

    /** Whether the first column may be left out if it merely numbers the rows: a nameless one that was not asked for. */
    boolean mayBeIndex(CsvReader csv) {
        return csv.header().get(0).equals(NAMELESS)
                && features.isEmpty()
                && featuresIn(csv).contains(NAMELESS);
    }

    private static void requireKnown(CsvReader csv, List<String> names) {
        List<String> unknown =
                names.stream().filter(name -> csv.position(name) == null).toList();
        if (!unknown.isEmpty()) {
            throw new LinregException(csv.name() + ": no column " + Text.names(unknown) + "; its columns are "
                    + Text.names(csv.header()));
        }
    }
}
