package io.linreg.peers;

import io.linreg.backend.Gradient;
import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.model.LinearModel;
import io.linreg.model.LinearRegression;
import java.io.IOException;
import java.util.Arrays;

/** What a user of the library calls. */
final class LinregFit implements Peer {
    private final Dataset data;
    private final LinearRegression regression;

    LinregFit(Job job) throws IOException {
        data = job.rows().dataset(Precision.FLOAT);
        regression = LinearRegression.builder()
                .device("cpu")
                .gradient(Gradient.GRAM)
                .epochs(Linreg.EPOCHS)
                .build();
    }

    @Override
    public String version() {
        return Linreg.version();
    }

    @Override
    public double[] answer() {
        LinearModel model = regression.fit(data);
        double[] answer = Arrays.copyOf(model.coefficients(), data.features().size() + 1);
        answer[answer.length - 1] = model.intercept();
        return answer;
    }
}
