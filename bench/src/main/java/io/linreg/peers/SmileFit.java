package io.linreg.peers;

import java.io.IOException;
import java.util.Arrays;
import smile.data.DataFrame;
import smile.data.formula.Formula;
import smile.regression.LinearModel;
import smile.regression.OLS;

/** Smile's ordinary least squares by QR, double, without the standard errors that it can add. */
final class SmileFit implements Peer {
    private final Job job;
    private final DataFrame data;

    SmileFit(Job job) throws IOException {
        this.job = job;
        Rows rows = job.rows();
        int d = rows.features();
        double[][] table = new double[rows.rows()][d + 1];
        float[] x = new float[d];
        for (int i = 0; i < table.length; i++) {
            table[i][d] = rows.copy(i, x);
            for (int j = 0; j < d; j++) {
                table[i][j] = x[j];
            }
        }
        String[] names = new String[d + 1];
        rows.names().toArray(names);
        names[d] = "y";
        data = DataFrame.of(table, names);
    }

    @Override
    public String version() {
        String version = OLS.class.getPackage().getImplementationVersion();
        return "Smile " + (version == null ? System.getProperty("peer.smile", "") : version);
    }

    @Override
    public double[] answer() {
        LinearModel model = OLS.fit(Formula.lhs("y"), data, "qr", false, false);
        double[] answer = Arrays.copyOf(model.coefficients(), job.features() + 1);
        answer[job.features()] = model.intercept();
        return answer;
    }
}
