package io.linreg.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linreg.base.LinregException;
import io.linreg.base.Version;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class HtmlReportTest {
    private static final Pattern SVG = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL);

    @TempDir
    private Path folder;

    private static String page;

    @BeforeAll
    static void render() {
        page = HtmlReport.render(ReportFixture.advertising());
    }

    @Test
    void figuresOfTheTutorialAreThere() {
        assertThat(page)
                .contains("Linear regression of sales", "0.8601", "2.09812", "0.044584", "0.196497", "2.99489")
                .contains("TV", "radio", "newspaper", "Unnamed: 0")
                .contains("200 rows (160 to train on, 40 held out)")
                .contains(Version.current().toString())
                .contains("learning rate", "standardize", "Before training", "After one epoch");
    }

    @Test
    void chartsAreXmlWithoutSharedIds() throws Exception {
        List<String> charts = charts(page);
        assertThat(charts).hasSize(3);
        for (String chart : charts) {
            Document document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(chart)));
            assertThat(document.getDocumentElement().getAttribute("viewBox")).isEqualTo("0 0 560 420");
        }
        List<String> ids = all(page, " id=\"([^\"]+)\"");
        assertThat(ids).isNotEmpty().doesNotHaveDuplicates();
        assertThat(ids).containsAll(all(page, "url\\(#([^)]+)\\)"));
        assertThat(ids).allMatch(id -> id.matches("(loss|actual|residuals)-clip.*"));
    }

    @Test
    void chartsTakeTheirColoursFromThePage() {
        for (String chart : charts(page)) {
            assertThat(chart).contains("var(--data)", "var(--grid)", "var(--muted)");
            assertThat(chart).doesNotContainPattern("rgb\\(|#[0-9a-fA-F]{3,6}\\b");
        }
        List<String> used = all(page, "var\\((--[a-z-]+)\\)");
        List<String> light = all(page.substring(0, page.indexOf("@media")), "(--[a-z-]+):");
        String rest = page.substring(page.indexOf("prefers-color-scheme: dark"));
        List<String> dark = all(rest.substring(0, rest.indexOf("@media")), "(--[a-z-]+):");
        assertThat(light).containsAll(used);
        assertThat(dark).containsExactlyElementsOf(light);
    }

    @Test
    void nothingIsLoaded() {
        String outside = page.replace("http://www.w3.org/2000/svg", "");
        assertThat(outside).doesNotContainPattern("(?i)https?:|\\bsrc\\s*=|\\bhref\\s*=|@import|<script|<link|<iframe");
        assertThat(outside).doesNotContainPattern("url\\((?!#)");
    }

    @Test
    void namesAreText() {
        String page = HtmlReport.render(ReportFixture.csv(
                "<script>alert(1)</script>,a&b,\"say \"\"hi\"\"\",it's,{{version}},{{{loss}}},\u4fa1\u683c,</svg><b>y\n"
                        + "1,2,3,5,3,7,1,2\n2,1,4,4,1,9,8,4\n3,5,1,2,2,1,3,6\n4,4,6,3,8,2,2,9\n5,9,9,7,6,4,5,7\n",
                10,
                0.2));
        assertThat(page)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "a&amp;b", "say &quot;hi&quot;", "it&#39;s")
                .contains("{{version}}", "{{{loss}}}", "\u4fa1\u683c", "&lt;/svg&gt;&lt;b&gt;y")
                .doesNotContain("<script", "<b>", "a&b");
        assertThat(charts(page)).hasSize(3);
    }

    @Test
    void withoutHeldOutRowsItSaysSo() {
        String page = HtmlReport.render(ReportFixture.csv("x,c,y\n1,5,2\n2,5,4.1\n3,5,5.9\n4,5,8\n", 10, 0));
        assertThat(page)
                .contains("No rows were held out", "all to train on")
                .containsOnlyOnce("&quot;c&quot; (constant in the training rows)")
                .contains("R², training");
    }

    @Test
    void undefinedMeasuresAreADash() {
        // One row held out: its target does not vary.
        String page = HtmlReport.render(ReportFixture.csv("x,y\n1,2\n2,4.1\n3,5.9\n4,8\n", 10, 0.25));
        assertThat(page).contains("<dt>R², held out</dt><dd>\u2013</dd>", "R² is not defined");
        assertThat(page).doesNotContain("NaN");
    }

    @Test
    void aSampleIsCalledOne() {
        assertThat(HtmlReport.render(ReportFixture.manyRows(6001)))
                .contains("5,000 of the 6,001 held-out rows, evenly spaced");
        assertThat(page).doesNotContain("evenly spaced");
    }

    @Test
    void manyFeaturesAreCutShort() {
        StringBuilder csv = new StringBuilder();
        for (int row = -1; row < 5; row++) {
            for (int j = 0; j < 250; j++) {
                csv.append(row < 0 ? "f" + j : String.valueOf((j * 31 + row * 17) % 23 + row))
                        .append(',');
            }
            csv.append(row < 0 ? "y" : String.valueOf(row)).append('\n');
        }
        String page = HtmlReport.render(ReportFixture.csv(csv.toString(), 3, 0.2));
        assertThat(page).contains("and 50 more", "no more training rows than features");
    }

    @Test
    void thePageIsWrittenWhole() throws Exception {
        Path file = folder.resolve("report.html");
        HtmlReport.check(file);
        assertThat(file).doesNotExist();
        HtmlReport.write(ReportFixture.advertising(), file);
        assertThat(Files.readString(file)).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
    }

    @Test
    void anUnwritablePlaceIsSaidAndLeftAlone() throws Exception {
        TrainingReport report = ReportFixture.advertising();
        for (Path place : List.of(folder, folder.resolve("missing/report.html"))) {
            assertThatThrownBy(() -> HtmlReport.check(place)).isInstanceOf(LinregException.class);
            assertThatThrownBy(() -> HtmlReport.write(report, place)).isInstanceOf(LinregException.class);
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void theSameRunGivesTheSameCharts() {
        TrainingReport report = ReportFixture.advertising();
        assertThat(charts(HtmlReport.render(report))).isEqualTo(charts(HtmlReport.render(report)));
    }

    private static List<String> charts(String page) {
        return SVG.matcher(page).results().map(MatchResult::group).toList();
    }

    private static List<String> all(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(m -> m.group(1))
                .toList();
    }
}
