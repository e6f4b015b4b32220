package io.linreg.report;

import io.linreg.model.LinearModel;
import io.linreg.solver.AlphaSearch;
import io.linreg.solver.CrossValidation;
import io.linreg.solver.RegularizationPath.Point;
import java.util.List;

/** What the page says of how a penalty's alpha was found: the template's names are the methods here. */
final class HtmlSelection {
    private final AlphaSearch.Selection selection;
    private final PathCharts charts;

    HtmlSelection(AlphaSearch.Selection selection, LinearModel model) {
        this.selection = selection;
        this.charts = new PathCharts(selection, model.features(), ChartLook.INLINE);
    }

    String pathCaption() {
        int count = selection.path().points().size();
        return "Fits at " + Shown.count(count) + " alphas: the larger, the dearer coefficients are."
                + (selection.crossValidation() == null ? " The smallest one is chosen." : "");
    }

    String path() {
        return SvgImage.of(charts.path(), "path");
    }

    /** What it says; null without one. */
    Validation crossValidation() {
        CrossValidation validation = selection.crossValidation();
        return validation == null
                ? null
                : new Validation(
                        SvgImage.of(charts.crossValidation(), "cross-validation"),
                        validation.errors()[0].length,
                        measures(validation));
    }

    record Validation(String curve, int folds, List<Choice> choices) {}

    record Choice(String name, String best, String sparest) {}

    private List<Choice> measures(CrossValidation validation) {
        Point best = selection.path().points().get(validation.best());
        Point sparest = selection.path().points().get(validation.sparest());
        double[] means = validation.means();
        double[] errors = validation.standardErrors();
        return List.of(
                new Choice("Alpha", Shown.number(best.alpha()), Shown.number(sparest.alpha())),
                new Choice(
                        "Mean squared error of the folds",
                        Shown.number(means[validation.best()]),
                        Shown.number(means[validation.sparest()])),
                new Choice(
                        "Its standard error",
                        Shown.number(errors[validation.best()]),
                        Shown.number(errors[validation.sparest()])),
                new Choice("R² of the training rows", Shown.share(best.r2()), Shown.share(sparest.r2())),
                new Choice("Coefficients that are not 0", Shown.count(best.nonzero()), Shown.count(sparest.nonzero())));
    }
}
