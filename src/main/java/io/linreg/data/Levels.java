package io.linreg.data;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The levels of a categorical column while it is read, each with a code, in no order: threads meet them as it happens. */
final class Levels {
    /** Above what has a meaning each and rows enough; an identifier has more. */
    static final int MOST = 1000;

    private static final Comparator<String> BY_CODE_POINT =
            Comparator.comparing(text -> text.codePoints().toArray(), Arrays::compare);

    private final Map<String, Integer> codes = new ConcurrentHashMap<>();
    private int next;

    /** The code of a level, a new one maybe; -1 if there would be too many. Several threads may ask. */
    int code(String level) {
        Integer known = codes.get(level);
        return known != null ? known : newCode(level);
    }

    boolean has(String level) {
        return codes.containsKey(level);
    }

    private synchronized int newCode(String level) {
        Integer known = codes.get(level);
        if (known == null && codes.size() < MOST) {
            known = next++;
            codes.put(level, known);
        }
        return known == null ? -1 : known;
    }

    /** Forgets the levels that no row has after all. */
    void retain(BitSet used) {
        codes.values().removeIf(code -> !used.get(code));
    }

    List<String> sorted() {
        return sorted(codes.keySet());
    }

    /** In order: by size if all are numbers, otherwise as text, character by character, capitals before small letters. */
    static List<String> sorted(Set<String> levels) {
        boolean numbers = levels.stream().noneMatch(level -> Double.isNaN(BadCell.number(level)));
        Comparator<String> order =
                numbers ? Comparator.comparingDouble(BadCell::number).thenComparing(BY_CODE_POINT) : BY_CODE_POINT;
        return levels.stream().sorted(order).toList();
    }

    /** For each code the level's position in that order. */
    int[] ranks() {
        int[] ranks = new int[next];
        List<String> sorted = sorted();
        for (int k = 0; k < sorted.size(); k++) {
            ranks[codes.get(sorted.get(k))] = k;
        }
        return ranks;
    }
}
