package io.linreg.solver;

import io.linreg.backend.Backend;
import io.linreg.backend.DeviceChoice;
import io.linreg.backend.LeastSquares;
import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.data.Standardizer;
import io.linreg.testing.Problems;

/** The 160 training rows of the reference figures, on the CPU, for solvers to learn from. */
final class AdvertisingRows {
    private AdvertisingRows() {}

    static Dataset raw() {
        return Problems.advertising(Precision.DOUBLE)
                .select(Problems.referenceSplit().train());
    }

    /** The features standardised, the target as it is. */
    static Dataset standardized() {
        Standardizer fitted = Standardizer.fit(raw(), true);
        return new Standardizer(fitted.means(), fitted.scales(), 0).apply(raw(), Precision.DOUBLE);
    }

    static LeastSquares load(Dataset rows) {
        return Backend.open(DeviceChoice.CPU).load(rows, null);
    }
}
