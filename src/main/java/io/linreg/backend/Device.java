package io.linreg.backend;

/**
 * A device that computes.
 *
 * @param kind what it is
 * @param index its number among its kind, from 0; 0 for the CPU
 * @param name what its maker calls it
 */
public record Device(Kind kind, int index, String name) {
    /** The kinds of device. */
    public enum Kind {
        CPU,
        CUDA;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
