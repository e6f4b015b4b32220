package io.linreg.model;

import io.linreg.base.AtomicFile;
import io.linreg.base.InputFile;
import io.linreg.base.Json;
import io.linreg.base.LinregException;
import io.linreg.base.Text;
import io.linreg.data.Design;
import io.linreg.data.DesignJson;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The file format of models: JSON, marked by name and version. */
final class ModelFile {
    private static final String FORMAT = "linreg-gpu model";
    /** What every program reads that knows models. */
    private static final int PLAIN = 1;
    /** With an encoding, which a program that does not know it would leave out. */
    private static final int ENCODED = 2;

    private static final String TRAIN_AGAIN = "; train the model again with --model";

    private ModelFile() {}

    static void write(LinearModel model, Path file) {
        double[] w = model.coefficients();
        Map<String, Object> coefficients = new LinkedHashMap<>();
        for (int j = 0; j < w.length; j++) {
            coefficients.put(model.features().get(j), w[j]);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", FORMAT);
        json.put("format_version", model.design().isPlain() ? PLAIN : ENCODED);
        json.put("target", model.target());
        json.put("features", model.features());
        json.put("coefficients", coefficients);
        json.put("intercept", model.intercept());
        if (!model.design().isPlain()) {
            json.put("encoding", DesignJson.of(model.design()));
        }
        json.put("provenance", model.provenance());
        AtomicFile.write(file, out -> Json.write(json, out));
    }

    static LinearModel read(Path file) {
        String name = Text.oneLine(file.toString());
        if (Files.isDirectory(file)) {
            throw new LinregException(name + " is a directory; give the model file in it");
        }
        try (InputStream in = new BufferedInputStream(InputFile.open(file))) {
            return parse(Json.read(in));
        } catch (NoSuchFileException e) {
            throw new LinregException("no such model file: " + name, e);
        } catch (AccessDeniedException e) {
            throw new LinregException("cannot read " + name + ": permission denied", e);
        } catch (IOException e) {
            throw new LinregException("cannot read " + name + ": " + Text.reason(e), e);
        } catch (LinregException e) {
            throw new LinregException("model " + name + ": " + e.getMessage(), e);
        }
    }

    private static LinearModel parse(Map<String, Object> json) {
        if (json == null || !FORMAT.equals(json.get("format"))) {
            throw new LinregException("not a model of linreg-gpu (there is no \"format\": \"" + FORMAT + "\" in it)");
        }
        requireVersion(json.get("format_version"));
        List<String> features = new ArrayList<>();
        for (Object name : get(json, "features", List.class)) {
            features.add(as("features", name, String.class));
        }
        if (features.isEmpty()
                || new HashSet<>(features).size() < features.size()
                || features.contains(json.get("target"))) {
            throw new LinregException("\"features\" is empty, names one twice, or names the target" + TRAIN_AGAIN);
        }
        Map<?, ?> byName = get(json, "coefficients", Map.class);
        if (byName.size() != features.size()) {
            throw new LinregException("\"coefficients\" has " + byName.size() + " entries for " + features.size()
                    + " features" + TRAIN_AGAIN);
        }
        double[] coefficients = new double[features.size()];
        for (int j = 0; j < coefficients.length; j++) {
            coefficients[j] = number("coefficient of " + Text.quote(features.get(j)), byName.get(features.get(j)));
        }
        return new LinearModel(
                design(json, features),
                get(json, "target", String.class),
                coefficients,
                number("intercept", json.get("intercept")),
                Provenance.copy((Map<?, ?>) get(json, "provenance", Map.class)));
    }

    private static Design design(Map<String, Object> json, List<String> features) {
        if (json.get("format_version").equals(PLAIN) && !json.containsKey("encoding")) {
            return Design.plain(features);
        }
        Map<?, ?> encoding = get(json, "encoding", Map.class);
        try {
            return DesignJson.parse(encoding, features);
        } catch (LinregException e) {
            throw new LinregException("\"encoding\": " + e.getMessage() + TRAIN_AGAIN, e);
        }
    }

    private static void requireVersion(Object version) {
        if (!(version instanceof Integer number) || number < 1) {
            throw new LinregException("\"format_version\" is " + Text.quote(String.valueOf(version)) + TRAIN_AGAIN);
        }
        if (number > ENCODED) {
            throw new LinregException("its format version is " + number + " and this program reads up to " + ENCODED
                    + "; use a newer linreg-gpu");
        }
    }

    private static double number(String what, Object value) {
        double number = as(what, value, Number.class).doubleValue();
        if (!Double.isFinite(number)) {
            throw new LinregException("the " + what + " is not finite" + TRAIN_AGAIN);
        }
        return number;
    }

    private static <T> T get(Map<String, Object> json, String key, Class<T> type) {
        return as('"' + key + '"', json.get(key), type);
    }

    private static <T> T as(String what, Object value, Class<T> type) {
        if (!type.isInstance(value)) {
            throw new LinregException(what + (value == null ? " is missing" : " is of the wrong kind") + TRAIN_AGAIN);
        }
        return type.cast(value);
    }
}
