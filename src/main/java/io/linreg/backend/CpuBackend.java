package io.linreg.backend;

import io.linreg.data.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** This machine's processor. */
final class CpuBackend implements Backend {
    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    @Override
    public LeastSquares load(Dataset train, Gradient gradient) {
        LeastSquares onData = new ScalarLeastSquares(train);
        return gradient == Gradient.GRAM ? new MomentsLeastSquares(onData.moments()) : onData;
    }

    @Override
    public Device device() {
        return new Device(Device.Kind.CPU, 0, processor());
    }

    @Override
    public String describe() {
        int processors = Runtime.getRuntime().availableProcessors();
        return processor() + ", " + processors + (processors == 1 ? " processor" : " processors");
    }

    @Override
    public double readBandwidth() {
        return ReadBandwidth.measure();
    }

    /** Java knows the architecture only; Linux says more. */
    private static String processor() {
        String architecture = System.getProperty("os.arch");
        if (!Files.isReadable(CPUINFO)) {
            return architecture;
        }
        try (Stream<String> lines = Files.lines(CPUINFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(architecture);
        } catch (IOException e) {
            return architecture;
        }
    }

    @Override
    public void close() {
        // Nothing was reserved.
    }
}
