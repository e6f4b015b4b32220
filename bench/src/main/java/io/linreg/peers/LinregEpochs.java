package io.linreg.peers;

import io.linreg.backend.Backend;
import io.linreg.backend.Descent;
import io.linreg.backend.DeviceChoice;
import io.linreg.backend.Gradient;
import io.linreg.backend.LeastSquares;
import io.linreg.data.Precision;
import java.io.IOException;

/** Fused epochs, float. */
final class LinregEpochs implements Peer {
    private final Job job;
    private final Backend backend = Backend.open(DeviceChoice.CPU);
    private final LeastSquares objective;

    LinregEpochs(Job job) throws IOException {
        this.job = job;
        objective = backend.load(job.rows().dataset(Precision.FLOAT), Gradient.FUSED);
    }

    @Override
    public String version() {
        return Linreg.version() + ", " + backend.describe();
    }

    @Override
    public double[] answer() {
        return descend(job.epochs());
    }

    @Override
    public void round(int epochs) {
        descend(epochs);
    }

    private double[] descend(int epochs) {
        double[] parameters = new double[job.features() + 1];
        objective.descend(new Descent(parameters, job.learningRate(), true, new double[epochs]));
        return parameters;
    }
}
