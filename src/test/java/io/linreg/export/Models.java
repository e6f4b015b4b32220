package io.linreg.export;

import io.linreg.base.Json;
import io.linreg.data.Design;
import io.linreg.data.DesignJson;
import io.linreg.model.LinearModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Models of any design, through the front door: their files. */
final class Models {
    private Models() {}

    static LinearModel of(Design design, String target, double intercept, double... coefficients) {
        Map<String, Object> byName = new LinkedHashMap<>();
        for (int j = 0; j < coefficients.length; j++) {
            byName.put(design.features().get(j), coefficients[j]);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", "linreg-gpu model");
        json.put("format_version", 2);
        json.put("target", target);
        json.put("features", design.features());
        json.put("coefficients", byName);
        json.put("intercept", intercept);
        json.put("encoding", DesignJson.of(design));
        json.put("provenance", Map.of());
        try {
            Path file = Files.createTempFile("model", ".json");
            try {
                Files.writeString(file, Json.text(json));
                return LinearModel.load(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
