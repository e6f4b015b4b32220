package io.linreg.backend;

import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.data.Standardizer;
import io.linreg.data.Term;
import io.linreg.data.WeightedRows;
import java.util.List;
import java.util.Optional;

/** One open device. */
public interface Backend extends AutoCloseable {
    /**
     * Opens a device.
     *
     * @throws DeviceUnavailableException if a CUDA device was named and cannot be used
     */
    static Backend open(DeviceChoice choice) {
        return Backends.open(choice);
    }

    /**
     * This machine's processor, of which others use a part.
     *
     * @param threads the most of it to use at a time, from 1; results do not depend on them
     */
    static Backend cpu(int threads) {
        return new CpuBackend(threads);
    }

    /**
     * Puts a data set onto the device, once.
     *
     * @param train the rows; features and target as the solver shall see them
     * @param gradient how epochs are to be computed, or null for what suits the device best
     */
    LeastSquares load(Dataset train, Gradient gradient);

    /**
     * Puts several targets of the same rows onto the device, their features once.
     *
     * @param targets data sets that share their features: made of the first one by {@link Standardizer#retarget} or {@link
     *     WeightedRows#retarget}
     * @param gradient how epochs are to be computed, but for gram; or null for what suits the device best
     * @return nothing where this device takes one target after another
     */
    default Optional<JointLeastSquares> loadTogether(List<Dataset> targets, Gradient gradient) {
        return Optional.empty();
    }

    /**
     * The moments of a data set, in the data's own units, rows counting by their weights. Here its rows are standardised for the device, into a copy: a float
     * of its own holds more of what varies in a number far from 0. A device that reads rows where they are needs none.
     *
     * @param rows in their own units
     * @param precision in which they are multiplied where they are many; sums are in double
     */
    default Moments moments(Dataset rows, Precision precision) {
        Standardizer standardizer = Standardizer.fit(rows, true);
        Dataset standardized = rows.weighted()
                ? WeightedRows.of(rows, standardizer, true, precision)
                : standardizer.apply(rows, precision);
        LeastSquares loaded = load(standardized, Gradient.GRAM);
        try (LeastSquares onDevice = rows.weighted() ? new InterceptAsFeature(loaded) : loaded) {
            return onDevice.moments().original(standardizer);
        }
    }

    /**
     * The moments of terms of a data set in double-double, in the data's own units. Here the CPU computes them.
     *
     * @param rows in their own units, maybe a view
     * @param terms the d columns of the design matrix
     */
    default ExactMoments exactMoments(Dataset rows, List<Term> terms) {
        return ExactMoments.of(rows, terms);
    }

    /** The device. */
    Device device();

    /** The device and what it computes with, in a few words. */
    String describe();

    /**
     * How fast this device reads its memory when it does nothing else, in bytes a second: what an epoch that reads the data
     * once can reach. It is measured at each call, in less than a second or two, in memory of its own.
     */
    double readBandwidth();

    /** Frees the device. */
    @Override
    void close();
}
