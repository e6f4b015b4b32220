package io.linreg.backend;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The device asked for.
 *
 * @param cuda the numbers of CUDA devices, if any were named: the rows are shared out among them
 * @param auto whether a CUDA device is welcome where there is one
 */
public record DeviceChoice(List<Integer> cuda, boolean auto) {
    /** The CPU. */
    public static final DeviceChoice CPU = new DeviceChoice(List.of(), false);
    /** The first CUDA device that works, else the CPU. */
    public static final DeviceChoice AUTO = new DeviceChoice(List.of(), true);

    public DeviceChoice {
        cuda = List.copyOf(cuda);
    }

    /**
     * Reads {@code cpu}, {@code auto}, the number of a CUDA device, or several, as in {@code 0,1}.
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
        if (text.matches("\\d{1,4}(,\\d{1,4})*")) {
            List<Integer> named =
                    Arrays.stream(text.split(",")).map(Integer::valueOf).toList();
            if (named.stream().distinct().count() < named.size()) {
                throw new IllegalArgumentException("a device stands twice in \"" + text + "\"");
            }
            return new DeviceChoice(named, false);
        }
        throw new IllegalArgumentException(
                "a device is cpu, auto, or the number of a CUDA device (several: 0,1), not \"" + text + "\"");
    }

    @Override
    public String toString() {
        return auto
                ? "auto"
                : cuda.isEmpty() ? "cpu" : cuda.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
