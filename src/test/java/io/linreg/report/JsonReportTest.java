package io.linreg.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.linreg.data.Dataset;
import io.linreg.model.LinearRegression;
import io.linreg.model.Metrics;
import io.linreg.model.TrainingListener;
import io.linreg.model.TrainingRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonReportTest {

    @Test
    void aPrecisionLeftOpenIsThatOfTheData() {
        Dataset data = Dataset.read(Path.of("data", "advertising.csv"), "sales");
        TrainingRun run =
                LinearRegression.builder().device("cpu").epochs(2).build().train(data, TrainingListener.LOG);
        TrainingReport report = new TrainingReport(
                "a library's own",
                data.rows(),
                0,
                List.of(),
                0,
                0,
                false,
                run,
                Metrics.of(run.model(), data),
                null,
                new TrainingReport.Predictions(new long[0], new double[0], new double[0]),
                new TrainingReport.Seconds(0, 0, 1, 1),
                null);

        Map<?, ?> settings = (Map<?, ?>) JsonReport.of(report).get("settings");
        assertThat(settings.get("precision")).isEqualTo("double");
        // 200 rows of 3 doubles, twice, in a second
        Map<?, ?> throughput = (Map<?, ?>) JsonReport.of(report).get("throughput");
        assertThat((Double) throughput.get("gigabytes_per_second")).isCloseTo(9.6e-6, within(1e-18));
    }
}
