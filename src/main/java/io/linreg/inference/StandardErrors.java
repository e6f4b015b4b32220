package io.linreg.inference;

import java.util.Locale;

/**
 * How the errors of coefficients are estimated. All but the classical way hold whatever the variance of each row is (White,
 * Econometrica 48, 1980; MacKinnon and White, Journal of Econometrics 29, 1985); h is a row's leverage.
 */
public enum StandardErrors {
    /** All rows have the same variance. */
    CLASSICAL,
    /** Each row has the variance e^2 of its residual. */
    HC0,
    /** e^2 n / (n - p). */
    HC1,
    /** e^2 / (1 - h), unbiased where the variances are equal after all. */
    HC2,
    /** e^2 / (1 - h)^2, nearly the jackknife: the choice for few rows. */
    HC3;

    /** The variance that a row is given, in HC1 less the factor that all rows share; NaN where HC2 or HC3 divides by nothing. */
    double variance(double residual, double leverage) {
        double square = residual * residual;
        if (RowStatistics.isDetermined(leverage) && (this == HC2 || this == HC3)) {
            return Double.NaN;
        }
        return switch (this) {
            case HC2 -> square / (1 - leverage);
            case HC3 -> square / ((1 - leverage) * (1 - leverage));
            default -> square;
        };
    }

    /** By which all of a robust covariance is multiplied. */
    double correction(long rows, long residualDegrees) {
        return this == HC1 ? (double) rows / residualDegrees : 1;
    }

    /**
     * By its name on the command line, in letters of any case.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static StandardErrors of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Its name on the command line. */
    @Override
    public String toString() {
        return this == CLASSICAL ? name().toLowerCase(Locale.ROOT) : name();
    }
}
