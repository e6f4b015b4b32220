package io.linreg.report;

import io.linreg.base.Text;
import io.linreg.inference.CoefficientEstimate;
import io.linreg.inference.Diagnostics;
import io.linreg.inference.GoodnessOfFit;
import io.linreg.inference.Inference;
import io.linreg.inference.StandardErrors;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** What training rows say beyond coefficients, as a table of text. */
final class SummaryText {
    private static final int MOST_COEFFICIENTS = 20;
    private static final int WIDEST_NAME = 24;
    private static final int MOST_INFLUENTIAL = 3;

    /** Smaller ones are below what a double holds. */
    private static final double LEAST_P = 1e-300;

    private final Inference inference;
    private final StringBuilder text = new StringBuilder();

    private SummaryText(Inference inference) {
        this.inference = inference;
    }

    static String text(Inference inference) {
        SummaryText writer = new SummaryText(inference);
        writer.coefficients();
        writer.residuals();
        writer.fit();
        writer.influential();
        return writer.text.toString();
    }

    private void coefficients() {
        List<CoefficientEstimate> all = inference.coefficients();
        List<CoefficientEstimate> shown = all.subList(0, Math.min(all.size(), MOST_COEFFICIENTS));
        int width = shown.stream().mapToInt(one -> name(one).length()).max().orElse(0);
        String row = "%-" + Math.max(width, 8) + "s  %12s %12s %9s %9s  %12s %12s %7s";
        line("");
        String from = Shown.percent(inference.settings().confidence()) + " from";
        line(row, "summary", "estimate", "std error", "t", "p", from, "to", "VIF");
        for (CoefficientEstimate one : shown) {
            if (one.aliased()) {
                line(row, name(one), "aliased", "", "", "", "", "", "");
            } else {
                line(
                        row,
                        name(one),
                        TextReport.number(one.estimate()),
                        TextReport.number(one.standardError()),
                        brief(one.t()),
                        probability(one.p()),
                        TextReport.number(one.lower()),
                        TextReport.number(one.upper()),
                        Double.isNaN(one.inflation()) ? "" : brief(one.inflation()));
            }
        }
        if (shown.size() < all.size()) {
            line("... and %d more (--json shows all)", all.size() - shown.size());
        }
    }

    private static String name(CoefficientEstimate one) {
        String name = Text.oneLine(one.name());
        return name.length() > WIDEST_NAME ? name.substring(0, WIDEST_NAME - 3) + "..." : name;
    }

    private void residuals() {
        if (inference.diagnostics().rows() == 0) {
            return; // let go
        }
        line("");
        line("%-12s %12s %12s %12s %12s %12s", "residuals", "least", "quartile", "median", "quartile", "largest");
        Object[] quartiles = DoubleStream.of(inference.quartiles())
                .mapToObj(TextReport::number)
                .toArray();
        line("%-12s %12s %12s %12s %12s %12s", prepend(inference.weighted() ? "weighted" : "", quartiles));
    }

    private static Object[] prepend(Object first, Object[] rest) {
        Object[] all = new Object[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }

    private void fit() {
        GoodnessOfFit fit = inference.fit();
        line("");
        line(
                "fit          of %s: residual standard error %s on %d degrees of freedom",
                Text.count(fit.rows(), "training row"), TextReport.number(fit.residualError()), fit.residualDegrees());
        line(
                "             R2 %s, adjusted %s%s",
                TextReport.number(fit.r2()),
                TextReport.number(fit.adjustedR2()),
                inference.intercept() ? "" : ", about 0 as there is no intercept");
        line(
                "             F %s on %d and %d degrees of freedom, p %s",
                TextReport.number(fit.f()), fit.modelDegrees(), fit.residualDegrees(), probability(fit.fP()));
        line(
                "             log-likelihood %s, AIC %s, BIC %s",
                TextReport.number(fit.logLikelihood()), TextReport.number(fit.aic()), TextReport.number(fit.bic()));
        StandardErrors errors = inference.settings().errors();
        line("errors       %s", errors == StandardErrors.CLASSICAL ? errors : "robust, " + errors);
        line(
                "condition    %s, of the design matrix%s, in the data's units",
                TextReport.number(inference.condition()), inference.intercept() ? " and a column of ones" : "");
        line("neighbours   Durbin-Watson %s", TextReport.number(inference.durbinWatson()));
    }

    private void influential() {
        List<Diagnostics.Row> rows = inference.diagnostics().influential();
        if (!rows.isEmpty()) {
            line(
                    "influential  by Cook's distance: %s",
                    rows.stream()
                            .limit(MOST_INFLUENTIAL)
                            .map(row -> "row " + row.number() + " (" + brief(row.cook()) + ")")
                            .collect(Collectors.joining(", ")));
        }
    }

    /** Three digits, however small; JSON has them all. */
    static String probability(double p) {
        if (Double.isNaN(p)) {
            return "n/a";
        }
        return p < LEAST_P ? "<1e-300" : p < 1e-3 ? format("%.2e", p) : format("%.3f", p);
    }

    private static String brief(double value) {
        if (!Double.isFinite(value)) {
            return "n/a";
        }
        double size = Math.abs(value);
        return size != 0 && (size >= 1e5 || size < 1e-3) ? format("%.2e", value) : format("%.3f", value);
    }

    private static String format(String format, Object value) {
        return String.format(Locale.ROOT, format, value);
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append(System.lineSeparator());
    }
}
