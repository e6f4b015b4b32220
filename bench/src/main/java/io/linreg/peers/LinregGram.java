package io.linreg.peers;

import io.linreg.backend.Backend;
import io.linreg.backend.DeviceChoice;
import io.linreg.backend.Gradient;
import io.linreg.backend.LeastSquares;
import io.linreg.backend.MomentsLeastSquares;
import io.linreg.data.Precision;
import io.linreg.solver.EpochListener;
import io.linreg.solver.GradientDescent;
import java.io.IOException;

/** Moments, then a thousand epochs on them, on the data as it is. */
final class LinregGram implements Peer {
    private final Job job;
    private final Backend backend = Backend.open(DeviceChoice.CPU);
    private final LeastSquares data;

    LinregGram(Job job) throws IOException {
        this.job = job;
        data = backend.load(job.rows().dataset(Precision.FLOAT), Gradient.FUSED);
    }

    @Override
    public String version() {
        return Linreg.version() + ", " + backend.describe();
    }

    @Override
    public double[] answer() {
        return new GradientDescent(Linreg.EPOCHS, null, 0)
                .solve(
                        new MomentsLeastSquares(data.moments()),
                        new double[job.features() + 1],
                        true,
                        EpochListener.NONE)
                .parameters();
    }
}
