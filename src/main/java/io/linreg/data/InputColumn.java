package io.linreg.data;

import io.linreg.base.Text;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;

/** A column of a table that a model takes in, and how it becomes columns of numbers. */
public sealed interface InputColumn extends Serializable {
    /** Its name in the table. */
    String name();

    /** The columns of numbers that it becomes. */
    List<String> encoded();

    /** What a missing cell is taken for, in the form that {@link #encode} takes; NaN where a missing cell is an error. */
    double fill();

    /**
     * Writes the numbers that a cell becomes.
     *
     * @param value a number; of a categorical column the position of a level, from 0, or -1 for one that it does not have
     * @param into the row
     * @param at where its first number belongs
     */
    void encode(double value, double[] into, int at);

    /**
     * Numbers, which stay what they are.
     *
     * @param fill what a missing cell is taken for; NaN where it is an error
     */
    record Numeric(String name, double fill) implements InputColumn {
        public Numeric {
            if (Double.isInfinite(fill)) {
                throw new IllegalArgumentException("a fill is finite");
            }
        }

        /** No cell may be missing. */
        public Numeric(String name) {
            this(name, Double.NaN);
        }

        @Override
        public List<String> encoded() {
            return List.of(name);
        }

        @Override
        public void encode(double value, double[] into, int at) {
            into[at] = value;
        }
    }

    /**
     * Levels, which become an indicator each, 1 in rows of that level and 0 in others. The first one becomes none: it is the
     * reference, from which the coefficients of the others tell the distance.
     *
     * @param levels its levels, each once; the first one is the reference
     * @param usual the level that a missing cell is taken for; null where it is an error
     */
    record Categorical(String name, List<String> levels, String usual) implements InputColumn {
        public Categorical {
            levels = List.copyOf(levels);
            if (levels.isEmpty() || new HashSet<>(levels).size() < levels.size()) {
                throw new IllegalArgumentException("no level, or one twice");
            }
            if (usual != null && !levels.contains(usual)) {
                throw new IllegalArgumentException("a fill is one of the levels");
            }
        }

        /** No cell may be missing. */
        public Categorical(String name, List<String> levels) {
            this(name, levels, null);
        }

        /** The level whose indicators are all 0. */
        public String reference() {
            return levels.get(0);
        }

        @Override
        public List<String> encoded() {
            return levels.subList(1, levels.size()).stream()
                    .map(level -> indicator(name, level))
                    .toList();
        }

        @Override
        public double fill() {
            return usual == null ? Double.NaN : levels.indexOf(usual);
        }

        @Override
        public void encode(double value, double[] into, int at) {
            for (int k = 1; k < levels.size(); k++) {
                into[at + k - 1] = value == k ? 1 : 0;
            }
        }

        /** What is wrong with a level that it does not have, and what to do. */
        String unseen(String level) {
            return Text.quote(level) + " is not among the levels of the training rows (" + Text.names(levels)
                    + "); correct it, or take it for " + Text.quote(reference()) + " with --unseen zero";
        }

        /** What the indicator of a level is called. */
        static String indicator(String column, String level) {
            return column + "=" + level;
        }
    }
}
