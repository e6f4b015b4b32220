package io.linreg.peers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.ejml.EjmlVersion;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/**
 * Two products an epoch with EJML's float matrices. They use one thread; so that this peer has all cores like the others, its
 * rows are shared out among as many matrices.
 */
final class EjmlEpochs implements Peer {
    private final Job job;
    private final int rows;
    private final List<Part> parts = new ArrayList<>();

    EjmlEpochs(Job job) throws IOException {
        this.job = job;
        Rows source = job.rows();
        rows = source.rows();
        int count = Runtime.getRuntime().availableProcessors();
        for (int part = 0; part < count; part++) {
            parts.add(new Part(source, (int) ((long) rows * part / count), (int) ((long) rows * (part + 1) / count)));
        }
    }

    @Override
    public String version() {
        return "EJML " + EjmlVersion.VERSION;
    }

    @Override
    public double[] answer() {
        FMatrixRMaj w = new FMatrixRMaj(job.features(), 1);
        float b = descend(w, job.epochs());
        double[] answer = new double[job.features() + 1];
        for (int j = 0; j < job.features(); j++) {
            answer[j] = w.data[j];
        }
        answer[job.features()] = b;
        return answer;
    }

    @Override
    public void round(int epochs) {
        descend(new FMatrixRMaj(job.features(), 1), epochs);
    }

    private float descend(FMatrixRMaj w, int epochs) {
        float step = (float) (2 * job.learningRate() / rows);
        float b = 0;
        for (int epoch = 0; epoch < epochs; epoch++) {
            float at = b;
            parts.parallelStream().forEach(part -> part.sums(w, at));
            for (Part part : parts) {
                CommonOps_FDRM.add(w, -step, part.gradient, w);
                b -= step * part.residualSum;
            }
        }
        return b;
    }

    /** Some of the rows. */
    private static final class Part {
        private final FMatrixRMaj x;
        private final FMatrixRMaj y;
        private final FMatrixRMaj r;
        private final FMatrixRMaj gradient;
        private float residualSum;

        Part(Rows source, int from, int to) {
            int d = source.features();
            x = new FMatrixRMaj(to - from, d);
            y = new FMatrixRMaj(to - from, 1);
            r = new FMatrixRMaj(to - from, 1);
            gradient = new FMatrixRMaj(d, 1);
            float[] row = new float[d];
            for (int i = from; i < to; i++) {
                y.data[i - from] = source.copy(i, row);
                System.arraycopy(row, 0, x.data, (i - from) * d, d);
            }
        }

        void sums(FMatrixRMaj w, float b) {
            CommonOps_FDRM.mult(x, w, r);
            CommonOps_FDRM.subtractEquals(r, y);
            CommonOps_FDRM.add(r, b);
            CommonOps_FDRM.multTransA(x, r, gradient);
            residualSum = CommonOps_FDRM.elementSum(r);
        }
    }
}
