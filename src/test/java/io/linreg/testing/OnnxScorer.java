package io.linreg.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.linreg.base.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.DoubleBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** ONNX Runtime, given what the file's metadata asks for. */
final class OnnxScorer implements Scorer {
    private final OrtEnvironment runtime;
    private final OrtSession session;
    private final Map<String, Object> columns;

    OnnxScorer(Path file) throws OrtException, IOException {
        requireNatives();
        runtime = OrtEnvironment.getEnvironment("tests");
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL); // a refusal is an exception, too
        session = runtime.createSession(file.toString(), options);
        String json = session.getMetadata().getCustomMetadataValue("columns").orElseThrow();
        columns = Json.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    /** Skips the test on platforms that the runtime does not come for. */
    private static void requireNatives() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String system = os.startsWith("mac") ? "osx" : os.startsWith("windows") ? "win" : os;
        String arch = System.getProperty("os.arch").replace("amd64", "x64").replace("x86_64", "x64");
        String natives = "/ai/onnxruntime/native/" + system + "-" + arch;
        assumeTrue(
                OrtEnvironment.class.getResource(natives) != null,
                "ONNX Runtime brings no natives for " + system + "-" + arch);
    }

    @Override
    public double[][] score(List<Map<String, Object>> rows) throws OrtException {
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            if (columns.containsKey("x")) {
                inputs.put("x", numbers(rows, names("x")));
            }
            if (columns.containsKey("levels")) {
                inputs.put("levels", levels(rows, names("levels")));
            }
            try (OrtSession.Result result = session.run(inputs)) {
                return (double[][]) result.get("prediction").orElseThrow().getValue();
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private List<String> names(String input) {
        return ((List<?>) columns.get(input)).stream().map(String.class::cast).toList();
    }

    private OnnxTensor numbers(List<Map<String, Object>> rows, List<String> names) throws OrtException {
        DoubleBuffer x = DoubleBuffer.allocate(rows.size() * names.size());
        rows.forEach(row -> names.forEach(name -> x.put(row.get(name) == null ? Double.NaN : (double) row.get(name))));
        return OnnxTensor.createTensor(runtime, x.flip(), new long[] {rows.size(), names.size()});
    }

    private OnnxTensor levels(List<Map<String, Object>> rows, List<String> names) throws OrtException {
        String[] levels = rows.stream()
                .flatMap(row -> names.stream().map(name -> row.get(name) == null ? "" : (String) row.get(name)))
                .toArray(String[]::new);
        return OnnxTensor.createTensor(runtime, levels, new long[] {rows.size(), names.size()});
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new AssertionError(e);
        }
    }
}
