package io.linreg.solver;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What large coefficients cost, as in scikit-learn's ElasticNet and in glmnet: with it the objective is
 *
 * <pre>
 *   sum r_i^2 / (2n) + alpha l1Ratio |w|_1 + alpha (1 - l1Ratio) / 2 |w|^2
 * </pre>
 *
 * <p>The intercept is free. With weighted rows the first term is sum v_i r_i^2 / (2 sum v_i).
 *
 * @param alpha how dear coefficients are, from 0 (they cost nothing), in units of the target's square
 * @param l1Ratio from 0 (ridge) to 1 (lasso)
 */
public record Penalty(double alpha, double l1Ratio) {
    /** Coefficients cost nothing. */
    public static final Penalty NONE = new Penalty(0, 0);

    private static final MathContext DIGITS = new MathContext(6);

    /**
     * Checks both.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Penalty {
        if (!(alpha >= 0 && Double.isFinite(alpha))) {
            throw new IllegalArgumentException("alpha is a number from 0, not " + alpha);
        }
        requireL1Ratio(l1Ratio);
    }

    /**
     * The ratio, if it is one.
     *
     * @throws IllegalArgumentException if not
     */
    public static double requireL1Ratio(double l1Ratio) {
        if (!(l1Ratio >= 0 && l1Ratio <= 1)) {
            throw new IllegalArgumentException("an L1 ratio is a number from 0 (ridge) to 1 (lasso), not " + l1Ratio);
        }
        return l1Ratio;
    }

    /** Whether coefficients cost nothing. */
    public boolean isNone() {
        return alpha == 0;
    }

    /** The factor of |w|_1. */
    double l1() {
        return alpha * l1Ratio;
    }

    /** The factor of |w|^2 / 2. */
    double l2() {
        return alpha * (1 - l1Ratio);
    }

    /**
     * What coefficients cost.
     *
     * @param parameters the d coefficients; what follows them is free
     * @param d how many
     */
    double of(double[] parameters, int d) {
        double magnitudes = 0;
        double squares = 0;
        for (int j = 0; j < d; j++) {
            magnitudes += Math.abs(parameters[j]);
            squares += parameters[j] * parameters[j];
        }
        return l1() * magnitudes + l2() / 2 * squares;
    }

    /** How many of the first d parameters are not 0. */
    static int nonzero(double[] parameters, int d) {
        return (int) Arrays.stream(parameters, 0, d).filter(w -> w != 0).count();
    }

    /** The value nearest to z in the sense of (w - z)^2 / 2 + threshold |w|: nearer to 0 by the threshold, or 0. */
    static double shrunk(double z, double threshold) {
        return z > threshold ? z - threshold : z < -threshold ? z + threshold : 0;
    }

    /** Its numbers under their names in the command line, as JSON. */
    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("alpha", alpha);
        json.put("l1_ratio", l1Ratio);
        return json;
    }

    /** In words: "ridge, alpha 0.1". */
    @Override
    public String toString() {
        if (isNone()) {
            return "no penalty";
        }
        String kind = l1Ratio == 0 ? "ridge" : l1Ratio == 1 ? "lasso" : "elastic net, L1 ratio " + brief(l1Ratio);
        return kind + ", alpha " + brief(alpha);
    }

    private static String brief(double value) {
        double rounded = new BigDecimal(value).round(DIGITS).doubleValue();
        String text = Double.toString(rounded);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
