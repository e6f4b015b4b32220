package io.linreg.peers;

import io.linreg.data.Dataset;

/** CSV to a data set. */
final class LinregRead implements Peer {
    private final Job job;

    LinregRead(Job job) {
        this.job = job;
    }

    @Override
    public String version() {
        return Linreg.version();
    }

    @Override
    public double[] answer() {
        Dataset data = read();
        int d = data.features().size();
        double[] means = new double[d + 1];
        for (long i = 0; i < data.rows(); i++) {
            for (int j = 0; j < d; j++) {
                means[j] += data.x(i, j) / data.rows();
            }
            means[d] += data.y(i) / data.rows();
        }
        return means;
    }

    @Override
    public void round(int times) {
        for (int i = 0; i < times; i++) {
            read();
        }
    }

    private Dataset read() {
        return Dataset.read(job.csv(), "y");
    }
}
