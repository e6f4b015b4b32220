package io.linreg.model;

import io.linreg.backend.Backend;
import io.linreg.backend.Gradient;
import io.linreg.backend.InterceptAsFeature;
import io.linreg.backend.LeastSquares;
import io.linreg.base.LinregException;
import io.linreg.base.Text;
import io.linreg.data.Dataset;
import io.linreg.data.Design;
import io.linreg.data.DesignFit;
import io.linreg.data.Precision;
import io.linreg.data.Standardizer;
import io.linreg.data.Unseen;
import io.linreg.data.WeightedRows;
import io.linreg.solver.Solver;
import java.util.ArrayList;
import java.util.List;

/**
 * The training rows as a solver sees them, and the way back from there.
 *
 * @param rows what goes to the device
 * @param original the same design matrix in the data's own units
 * @param standardizer what became of it
 * @param design how the design matrix came from the columns of the data
 * @param constant features that were left out because they never vary
 */
record Preparation(Dataset rows, Dataset original, Standardizer standardizer, Design design, List<String> constant) {
    /** The mean, in deviations, from which on a float leaves fewer than three digits to what varies. */
    private static final double MOST_OFFSET = 1e4;

    static Preparation of(Dataset train, Settings settings, TrainingListener listener) {
        if (train.rows() == 0) {
            throw new LinregException("there are no rows to train on");
        }
        Dataset counting = counting(train, listener);
        DesignFit fit = DesignFit.of(counting, settings.terms());
        warnOfLevels(fit, listener);
        Dataset matrix = fit.design().apply(counting, Unseen.ERROR);
        List<String> constant = idleFeatures(matrix, settings, listener);
        warnOfShape(matrix, constant, settings, listener);
        List<String> kept = new ArrayList<>(matrix.features());
        kept.removeAll(constant);
        Dataset varying = matrix.project(kept);
        Design design = fit.design().keep(kept);
        constant.addAll(fit.constant());
        if (settings.solver().reads() == Solver.Reads.EXACT_MOMENTS) {
            Standardizer none = Standardizer.identity(varying.features().size());
            return new Preparation(varying, varying, none, design, constant);
        }
        Standardizer standardizer = settings.standardize()
                ? Standardizer.fit(varying, settings.intercept())
                : Standardizer.identity(varying.features().size());
        Precision precision = settings.precision() != null ? settings.precision() : train.precision();
        if ((settings.standardize() ? train.precision() : precision) == Precision.FLOAT) {
            boolean centred = settings.standardize() && settings.intercept();
            warnOfRounding(varying.features(), centred ? standardizer : Standardizer.fit(varying, true), listener);
        }
        if (train.weighted()) {
            Dataset weighted = WeightedRows.of(varying, standardizer, settings.intercept(), precision);
            return new Preparation(weighted, varying, standardizer, design, constant);
        }
        boolean asItIs = !settings.standardize() && precision == varying.precision();
        Dataset prepared = asItIs ? varying : standardizer.apply(varying, precision);
        return new Preparation(prepared, varying, standardizer, design, constant);
    }

    /** The squared error on a device. */
    LeastSquares load(Backend backend, Settings settings) {
        boolean momentsOnly = settings.solver().reads() != Solver.Reads.ROWS;
        LeastSquares loaded = backend.load(rows, momentsOnly ? Gradient.GRAM : settings.gradient());
        return original.weighted() && settings.intercept() ? new InterceptAsFeature(loaded) : loaded;
    }

    private static Dataset counting(Dataset train, TrainingListener listener) {
        Dataset counting = train.counting();
        if (counting.rows() < train.rows()) {
            listener.warning(Text.count(train.rows() - counting.rows(), "training row") + " of weight 0 left out");
        }
        return counting;
    }

    /** The features that add nothing: constants beside an intercept, zeros without one. */
    private static List<String> idleFeatures(Dataset train, Settings settings, TrainingListener listener) {
        List<String> idle = new ArrayList<>(train.constantFeatures());
        if (!settings.intercept()) {
            idle.removeIf(name -> train.x(0, train.features().indexOf(name)) != 0);
        }
        if (idle.size() == train.features().size()) {
            throw new LinregException("no feature varies in the " + Text.count(train.rows(), "training row")
                    + ": there is nothing to learn from");
        }
        if (!idle.isEmpty()) {
            listener.warning("left out, constant in the training rows: " + Text.names(idle));
        }
        return idle;
    }

    private static void warnOfLevels(DesignFit fit, TrainingListener listener) {
        if (!fit.constant().isEmpty()) {
            listener.warning("left out, of one level in the training rows: " + Text.names(fit.constant()));
        }
        if (!fit.rare().isEmpty()) {
            listener.warning("of one training row each, which is fitted exactly and tells nothing of others: "
                    + Text.names(fit.rare()));
        }
    }

    private static void warnOfShape(
            Dataset train, List<String> constant, Settings settings, TrainingListener listener) {
        int used = train.features().size() - constant.size();
        if (used + (settings.intercept() ? 1 : 0) > train.rows()) {
            listener.warning(Text.count(train.rows(), "training row") + " for " + Text.count(used, "feature")
                    + ": many models fit them exactly, and this is one; use fewer features or more rows");
        }
    }

    /** Before features are centred a float has rounded them: by a part of their mean, of which the deviation may be little. */
    private static void warnOfRounding(List<String> features, Standardizer spread, TrainingListener listener) {
        List<String> coarse = new ArrayList<>();
        for (int j = 0; j < features.size(); j++) {
            if (Math.abs(spread.means()[j]) > MOST_OFFSET * spread.scales()[j]) {
                coarse.add(features.get(j));
            }
        }
        if (!coarse.isEmpty()) {
            listener.warning("a float rounds away what varies in " + Text.names(coarse)
                    + ", far from 0 for how little it varies; use --precision double");
        }
    }
}
