package io.linreg.backend;

import java.util.OptionalInt;

/**
 * The device asked for.
 *
 * @param cuda the number of a CUDA device, if one was named
 * @param auto whether a CUDA device is welcome where there is one
 */
public record DeviceChoice(OptionalInt cuda, boolean auto) {
    /** The CPU. */
    public static final DeviceChoice CPU = new DeviceChoice(OptionalInt.empty(), false);
    /** The first CUDA device that works, else the CPU. */
    public static final DeviceChoice AUTO = new DeviceChoice(OptionalInt.empty(), true);

    /**
     * Reads {@code cpu}, {@code auto}, or the number of a CUDA device.
     *
     * @throws IllegalArgumentException if it is none of them
     */
    public static DeviceChoice parse(String text) {
        if (text.equalsIgnoreCase("cpu")) {
            return CPU;
        }
        if (text.equalsIgnoreCase("auto")) {
            return AUTO;
        }
        if (text.matches("\\d{1,4}")) {
            return new DeviceChoice(OptionalInt.of(Integer.parseInt(text)), false);
        }
        throw new IllegalArgumentException(
                "a device is cpu, auto, or the number of a CUDA device, not \"" + text + "\"");
    }

    @Override
    public String toString() {
        return cuda.isPresent() ? Integer.toString(cuda.getAsInt()) : auto ? "auto" : "cpu";
    }
}
