package io.linreg.backend;

import io.linreg.data.Precision;
import java.lang.reflect.InvocationTargetException;

/** Chooses the arithmetic of the CPU. */
final class Kernels {
    private static final String MODULE = "jdk.incubator.vector";

    /** A property: the most bits of vectors of floats, instead of what suits the processor. */
    static final String MOST_BITS = "linreg.vector.bits";

    /** Below it an Intel or AMD processor may lack fused multiplication, which Java then does in software. */
    private static final int LEAST_BITS = 256;

    private Kernels() {}

    /** Whether this JVM was started with the Vector API. */
    static boolean hasVectors() {
        return ModuleLayer.boot().findModule(MODULE).isPresent();
    }

    /** The fastest kernels that this JVM and this processor have. */
    static TileKernels<?> best(Precision precision) {
        if (hasVectors()) {
            TileKernels<?> vectors = vectors(precision);
            int bits = vectors.lanes() * precision.bytes() * Byte.SIZE;
            if (bits >= LEAST_BITS || System.getProperty("os.arch").equals("aarch64")) {
                return vectors;
            }
        }
        return plain(precision);
    }

    static TileKernels<?> plain(Precision precision) {
        return switch (precision) {
            case FLOAT -> new PlainKernels.Floats();
            case DOUBLE -> new PlainKernels.Doubles();
        };
    }

    /** By name: this class is compiled, and runs, where the module is not there. */
    static TileKernels<?> vectors(Precision precision) {
        String name = Kernels.class.getPackageName() + ".VectorKernels$"
                + switch (precision) {
                    case FLOAT -> "Floats";
                    case DOUBLE -> "Doubles";
                };
        try {
            return Class.forName(name)
                    .asSubclass(TileKernels.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(name, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(name, e);
        }
    }
}
