package io.linreg.model;

import io.linreg.backend.Backend;
import io.linreg.backend.Gradient;
import io.linreg.backend.LeastSquares;
import io.linreg.data.Precision;
import io.linreg.data.Standardizer;
import java.util.List;

/** The design matrix and the target that a solver learns from, wherever their rows are. */
interface TrainingRows {
    /** n. */
    long rows();

    /** The names of the columns that there are numbers of. */
    List<String> features();

    String target();

    /** The name of the column that weighs the rows; null if they weigh the same. */
    String weights();

    /** In which the rows are held. */
    Precision precision();

    /** What brings the rows to deviation 1, and to mean 0 if they are to be centred. */
    Standardizer standardizer(boolean centre);

    /**
     * Puts the rows onto a device.
     *
     * @param standardizer what becomes of them before
     * @param gradient how epochs are to be computed; null for what suits the device
     * @throws io.linreg.base.LinregException if the solver cannot learn from such rows
     */
    LeastSquares load(Backend backend, Standardizer standardizer, Gradient gradient, Settings settings);
}
