package io.linreg.testing;

import io.linreg.export.ExportFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A program of others that predicts with an exported model. */
public interface Scorer extends AutoCloseable {
    static Scorer of(Path file) throws Exception {
        return switch (ExportFormat.of(file)) {
            case PMML -> new PmmlScorer(file);
            case ONNX -> new OnnxScorer(file);
        };
    }

    /**
     * Predicts.
     *
     * @param rows the cells by their columns' names; null, or nothing, is a missing one
     * @return for each row a prediction for each target
     */
    double[][] score(List<Map<String, Object>> rows) throws Exception;

    @Override
    void close();
}
