package io.linreg.peers;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.nio.FloatBuffer;

/** The tutorial's loop, PyTorch through DJL: pred = X W' + b, the mean square, backward, a step. */
final class DjlEpochs implements Peer {
    private final Job job;
    private final Engine engine = Engine.getEngine("PyTorch");
    private final NDManager manager = engine.newBaseManager();
    private final NDArray x;
    private final NDArray y;

    DjlEpochs(Job job) throws IOException {
        this.job = job;
        Rows rows = job.rows();
        FloatBuffer xs = FloatBuffer.allocate(rows.rows() * rows.features());
        FloatBuffer ys = FloatBuffer.allocate(rows.rows());
        float[] row = new float[rows.features()];
        for (int i = 0; i < rows.rows(); i++) {
            ys.put(rows.copy(i, row));
            xs.put(row);
        }
        x = manager.create(xs.flip(), new Shape(rows.rows(), rows.features()));
        y = manager.create(ys.flip(), new Shape(rows.rows(), 1));
    }

    @Override
    public String version() {
        return "PyTorch " + engine.getVersion() + ", DJL " + Engine.getDjlVersion();
    }

    @Override
    public double[] answer() {
        double[] answer = new double[job.features() + 1];
        float[] parameters = descend(job.epochs());
        for (int j = 0; j < answer.length; j++) {
            answer[j] = parameters[j];
        }
        return answer;
    }

    @Override
    public void round(int epochs) {
        descend(epochs);
    }

    private float[] descend(int epochs) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray w = scope.zeros(new Shape(1, job.features()));
            NDArray b = scope.zeros(new Shape(1));
            w.setRequiresGradient(true);
            b.setRequiresGradient(true);
            for (int epoch = 0; epoch < epochs; epoch++) {
                epoch(w, b);
            }
            return w.reshape(job.features()).concat(b).toFloatArray();
        }
    }

    private void epoch(NDArray w, NDArray b) {
        try (NDManager scope = manager.newSubManager();
                GradientCollector collector = engine.newGradientCollector()) {
            x.attach(scope); // what is made from it goes with the scope
            NDArray residual = x.matMul(w.transpose()).add(b).sub(y);
            collector.backward(residual.square().mean());
            x.attach(manager);
        }
        step(w);
        step(b);
    }

    private void step(NDArray parameter) {
        try (NDArray gradient = parameter.getGradient();
                NDArray move = gradient.mul((float) job.learningRate())) {
            parameter.subi(move);
            gradient.muli(0);
        }
    }
}
