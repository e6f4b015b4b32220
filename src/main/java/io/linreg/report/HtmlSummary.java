package io.linreg.report;

import io.linreg.inference.CoefficientEstimate;
import io.linreg.inference.GoodnessOfFit;
import io.linreg.inference.Inference;
import io.linreg.inference.StandardErrors;
import io.linreg.report.HtmlPage.Entry;
import java.util.ArrayList;
import java.util.List;

/** What the page says of an inference, in its own words: the template's names are the methods here. */
final class HtmlSummary {
    /** A page of more is no page. */
    private static final int MOST_COEFFICIENTS = 200;

    private final Inference inference;
    private final DiagnosticCharts charts;

    HtmlSummary(Inference inference, String target) {
        this.inference = inference;
        this.charts = new DiagnosticCharts(inference, target, ChartLook.INLINE);
    }

    record Estimate(
            String name,
            String estimate,
            String error,
            String t,
            String p,
            String lower,
            String upper,
            String inflation) {}

    record Influential(String row, String cook, String leverage, String standardized) {}

    String level() {
        return Shown.percent(inference.settings().confidence());
    }

    String errors() {
        StandardErrors errors = inference.settings().errors();
        return errors == StandardErrors.CLASSICAL ? "classical errors" : "robust errors, " + errors;
    }

    List<Estimate> estimates() {
        return inference.coefficients().stream()
                .limit(MOST_COEFFICIENTS)
                .map(HtmlSummary::estimate)
                .toList();
    }

    private static Estimate estimate(CoefficientEstimate one) {
        return new Estimate(
                one.name(),
                one.aliased() ? "aliased" : Shown.number(one.estimate()),
                Shown.number(one.standardError()),
                Shown.number(one.t()),
                probability(one.p()),
                Shown.number(one.lower()),
                Shown.number(one.upper()),
                Shown.number(one.inflation()));
    }

    private static String probability(double p) {
        return Double.isNaN(p) ? Shown.number(p) : SummaryText.probability(p).replace('-', '\u2212');
    }

    /** How many coefficients there is no room for; null if there is for all. */
    String more() {
        int more = inference.coefficients().size() - MOST_COEFFICIENTS;
        return more > 0 ? Shown.count(more) : null;
    }

    List<Entry> fit() {
        GoodnessOfFit fit = inference.fit();
        List<Entry> entries = new ArrayList<>();
        String about = inference.intercept() ? "" : ", about 0";
        entries.add(new Entry("R²" + about, Shown.number(fit.r2())));
        entries.add(new Entry("Adjusted R²" + about, Shown.number(fit.adjustedR2())));
        entries.add(new Entry(
                "F on " + Shown.count(fit.modelDegrees()) + " and " + Shown.count(fit.residualDegrees())
                        + " degrees of freedom",
                Shown.number(fit.f())));
        entries.add(new Entry("p of F", probability(fit.fP())));
        entries.add(new Entry("Residual standard error", Shown.number(fit.residualError())));
        entries.add(new Entry("Log-likelihood", Shown.number(fit.logLikelihood())));
        entries.add(new Entry("AIC", Shown.number(fit.aic())));
        entries.add(new Entry("BIC", Shown.number(fit.bic())));
        entries.add(new Entry("Durbin\u2013Watson", Shown.number(inference.durbinWatson())));
        entries.add(new Entry("Condition number of the design matrix", Shown.number(inference.condition())));
        return entries;
    }

    /** What is known of the training rows one by one; null where they were let go. */
    HtmlSummary diagnosis() {
        return inference.diagnostics().rows() == 0 ? null : this;
    }

    List<Entry> quartiles() {
        double[] quartiles = inference.quartiles();
        String of = inference.weighted() ? " (times the root of the weight)" : "";
        return List.of(
                new Entry("Least residual" + of, Shown.number(quartiles[0])),
                new Entry("First quartile", Shown.number(quartiles[1])),
                new Entry("Median", Shown.number(quartiles[2])),
                new Entry("Third quartile", Shown.number(quartiles[3])),
                new Entry("Largest residual", Shown.number(quartiles[4])));
    }

    List<Influential> influential() {
        return inference.diagnostics().influential().stream()
                .map(row -> new Influential(
                        Shown.count(row.number()),
                        Shown.number(row.cook()),
                        Shown.number(row.leverage()),
                        Shown.number(row.standardized())))
                .toList();
    }

    String quantiles() {
        return SvgImage.of(charts.quantiles(), "quantiles");
    }

    String scaleLocation() {
        return SvgImage.of(charts.scaleLocation(), "scale");
    }

    String leverage() {
        return SvgImage.of(charts.leverage(), "leverage");
    }
}
