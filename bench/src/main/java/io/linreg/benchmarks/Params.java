package io.linreg.benchmarks;

import java.util.Locale;

/** Parameters as the command line spells them. */
final class Params {
    private Params() {}

    static <E extends Enum<E>> E constant(Class<E> type, String name) {
        return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
    }
}
