package io.linreg.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.linreg.inference.InferenceSettings;
import io.linreg.inference.StandardErrors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SummaryTextTest {
    private static final InferenceSettings ROBUST = new InferenceSettings(0.999, StandardErrors.HC3);

    /** Figures of statsmodels: reference.json. */
    @Test
    void theTableOfTheTutorialsData() {
        String text = SummaryText.text(
                ReportFixture.summary(InferenceSettings.DEFAULT).inference());

        assertThat(text.lines()).allMatch(line -> line.length() <= 100);
        assertThat(text)
                .containsPattern("summary +estimate +std error +t +p +95 % from +to +VIF")
                .containsPattern("intercept +2\\.93889 +0\\.311908 +9\\.422 +1\\.27e-17 +2\\.32376 +3\\.55402\\R")
                .containsPattern(
                        "TV +0\\.0457646 +0\\.00139490 +32\\.809 +1\\.51e-81 +0\\.0430137 +0\\.0485156 +1\\.005\\R")
                .containsPattern("newspaper +-0\\.00103749 +0\\.00587101 +-0\\.177 +0\\.860 ")
                .contains("of 200 training rows: residual standard error 1.68551 on 196 degrees of freedom")
                .contains("R2 0.897211, adjusted 0.895637")
                .contains("F 570.271 on 3 and 196 degrees of freedom, p 1.58e-96")
                .contains("log-likelihood -386.181, AIC 780.362, BIC 793.556")
                .contains("errors       classical", "condition    454.375", "Durbin-Watson 2.08365")
                .contains("influential  by Cook's distance: row 130 (0.273), row 5 (0.128)");
    }

    @Test
    void robustErrorsAndTheirConfidenceAreNamed() {
        assertThat(SummaryText.text(ReportFixture.summary(ROBUST).inference()))
                .contains("99.9 % from", "errors       robust, HC3");
    }

    @Test
    void whatIsNotDefinedIsNotANumber() {
        String text = SummaryText.text(ReportFixture.summary("a,b,y\n1,2,1\n2,1,3\n3,5,2\n", InferenceSettings.DEFAULT)
                .inference());

        assertThat(text).contains("n/a", "on 0 degrees of freedom").doesNotContain("NaN", "influential");
    }

    @Test
    void aliasedFeaturesAreSaidToBe() {
        String text = SummaryText.text(
                ReportFixture.summary("a,b,y\n1,2,1\n2,4,3\n3,6,2\n4,8,2\n5,10,7\n", InferenceSettings.DEFAULT)
                        .inference());

        assertThat(text).containsPattern("b +aliased\\R");
    }

    @Test
    void manyCoefficientsAreCutShort() {
        StringBuilder csv = new StringBuilder();
        for (int row = -1; row < 60; row++) {
            for (int j = 0; j < 30; j++) {
                csv.append(row < 0 ? "f" + j : String.valueOf((j * 31 + row * row * 17) % 23))
                        .append(',');
            }
            csv.append(row < 0 ? "y" : String.valueOf(row % 7)).append('\n');
        }
        String text = SummaryText.text(
                ReportFixture.summary(csv.toString(), InferenceSettings.DEFAULT).inference());

        assertThat(text).contains("f18", "... and 11 more (--json shows all)").doesNotContain("f19");
    }

    @ParameterizedTest
    @CsvSource({"0.8599, 0.860", "0.00312, 0.003", "1.50996e-81, 1.51e-81", "0, <1e-300", "1e-310, <1e-300", "NaN, n/a"
    })
    void probabilities(double p, String text) {
        assertThat(SummaryText.probability(p)).isEqualTo(text);
    }

    @Test
    void thePageHasTableFiguresAndCharts() {
        String page = HtmlReport.render(ReportFixture.summary(ROBUST));

        assertThat(page)
                .contains(
                        "How sure it is",
                        "robust errors, HC3",
                        "99.9 % from",
                        "1.34e\u221258",
                        "Residual standard error")
                .contains("Normal Q\u2013Q", "Scale\u2013location", "Cook\u2019s distance", "Most influential rows")
                .contains("id=\"quantiles-clip", "id=\"scale-clip", "id=\"leverage-clip");
        assertThat(HtmlReport.render(ReportFixture.advertising())).doesNotContain("How sure it is");
    }

    @Test
    void notesStandOnThePage() {
        String page =
                HtmlReport.render(ReportFixture.summary("a,b,y\n1,2,1\n2,1,3\n3,5,2\n", InferenceSettings.DEFAULT));

        assertThat(page)
                .contains("<li>3 rows for 3 coefficients leave no degrees of freedom")
                .doesNotContain("NaN");
    }

    @Test
    void jsonHasTheInference() {
        assertThat(JsonReport.of(ReportFixture.summary(InferenceSettings.DEFAULT))
                        .toString())
                .contains("inference={order=[intercept, TV, radio, newspaper]");
    }
}
