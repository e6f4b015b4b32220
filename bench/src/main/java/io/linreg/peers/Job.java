package io.linreg.peers;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What a peer is started for.
 *
 * @param folder where the data lies
 * @param features d
 * @param learningRate of gradient descent
 * @param epochs after which the answer is judged
 */
record Job(Path folder, int features, double learningRate, int epochs) {
    Rows rows() throws IOException {
        return new RawRows(folder, features);
    }

    Path csv() {
        return folder.resolve("data.csv");
    }
}
