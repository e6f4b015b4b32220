package io.linreg.solver;

import io.linreg.backend.ExactMoments;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks for an alpha: fits a path of them and, with folds, takes the one that predicts held-out rows best. Without folds it is
 * the smallest, the end of the path.
 *
 * @param alphas how many, from 2
 * @param folds how many parts the training rows are cut into, from 2; 0 for no cross-validation
 */
public record AlphaSearch(int alphas, int folds) {
    /** As many as scikit-learn and glmnet take. */
    public static final int ALPHAS = 100;

    private static final int MOST_ALPHAS = 100_000;

    /**
     * Checks each setting.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public AlphaSearch {
        if (alphas < 2 || alphas > MOST_ALPHAS) {
            throw new IllegalArgumentException("a path has 2 to " + MOST_ALPHAS + " alphas, not " + alphas);
        }
        if (folds < 0 || folds == 1) {
            throw new IllegalArgumentException("cross-validation takes 2 or more folds, not " + folds);
        }
    }

    /**
     * What was found.
     *
     * @param path of all training rows
     * @param crossValidation how each alpha predicts; null without folds
     * @param solver the given one, at the alpha that was chosen
     */
    public record Selection(RegularizationPath path, CrossValidation crossValidation, CoordinateDescent solver) {}

    /** How many parts of the training rows there are moments to be of. */
    public int parts() {
        return Math.max(1, folds);
    }

    /**
     * Searches.
     *
     * @param solver what fits; its penalty gives the L1 ratio, and another alpha takes the place of its own
     * @param parts the moments of the folds in the data's units; of all rows without cross-validation
     * @param intercept whether b is free; else it is 0
     * @param standardize whether the penalty is on coefficients of features of deviation 1
     * @throws io.linreg.base.LinregException if every alpha leaves all coefficients 0, or a fit does not converge
     */
    public Selection select(
            CoordinateDescent solver, List<ExactMoments> parts, boolean intercept, boolean standardize) {
        RegularizationPath.Problem problem = new RegularizationPath.Problem(intercept, standardize, solver);
        ExactMoments all = parts.stream().reduce(ExactMoments::merge).orElseThrow();
        Gram gram = problem.gram(all.rounded());
        double[] grid = RegularizationPath.alphas(gram, problem.l1Ratio(), alphas);
        RegularizationPath path = RegularizationPath.of(problem, gram, grid);
        CrossValidation validation = folds == 0 ? null : CrossValidation.of(problem, parts, grid);
        double alpha = validation == null ? grid[grid.length - 1] : validation.bestAlpha();
        return new Selection(path, validation, solver.with(alpha));
    }

    /** Its numbers under their names in the command line, as JSON. */
    public Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("alphas", alphas);
        if (folds > 0) {
            settings.put("cv", folds);
        }
        return settings;
    }
}
