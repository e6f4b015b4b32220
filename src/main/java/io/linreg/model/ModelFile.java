package io.linreg.model;

import io.linreg.base.AtomicFile;
import io.linreg.base.InputFile;
import io.linreg.base.Json;
import io.linreg.base.LinregException;
import io.linreg.base.Text;
import io.linreg.data.Design;
import io.linreg.data.DesignJson;
import io.linreg.inference.Uncertainty;
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

    /** Of several targets. */
    private static final int SEVERAL = 3;

    private static final String TRAIN_AGAIN = "; train the model again with --model";

    private ModelFile() {}

    static void write(List<LinearModel> models, Path file) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", FORMAT);
        if (models.size() == 1) {
            LinearModel model = models.get(0);
            json.put("format_version", model.design().isPlain() ? PLAIN : ENCODED);
            json.putAll(json(model));
        } else {
            json.put("format_version", SEVERAL);
            json.put("models", models.stream().map(ModelFile::json).toList());
        }
        AtomicFile.write(file, out -> Json.write(json, out));
    }

    private static Map<String, Object> json(LinearModel model) {
        double[] w = model.coefficients();
        Map<String, Object> coefficients = new LinkedHashMap<>();
        for (int j = 0; j < w.length; j++) {
            coefficients.put(model.features().get(j), w[j]);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("target", model.target());
        json.put("features", model.features());
        json.put("coefficients", coefficients);
        json.put("intercept", model.intercept());
        if (!model.design().isPlain()) {
            json.put("encoding", DesignJson.of(model.design()));
        }
        if (model.uncertainty() != null) {
            json.put("inference", model.uncertainty().toJson());
        }
        json.put("provenance", model.provenance());
        return json;
    }

    static List<LinearModel> read(Path file) {
        String name = Text.oneLine(file.toString());
        if (Files.isDirectory(file)) {
            throw new LinregException(name + " is a directory; give the model file in it");
        }
        try (InputStream in = new BufferedInputStream(InputFile.open(file))) {
            return parseAll(json(in));
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

    private static Map<String, Object> json(InputStream in) throws IOException {
        try {
            return Json.read(in);
        } catch (LinregException e) {
            throw new LinregException(e.getMessage() + "; give a file of --model, or train the model again", e);
        }
    }

    private static List<LinearModel> parseAll(Map<String, Object> json) {
        if (json == null || !FORMAT.equals(json.get("format"))) {
            throw new LinregException("not a model of linreg-gpu (there is no \"format\": \"" + FORMAT + "\" in it)");
        }
        int version = version(json.get("format_version"));
        if (version < SEVERAL) {
            return List.of(parse(json, version == PLAIN && !json.containsKey("encoding")));
        }
        List<LinearModel> models = new ArrayList<>();
        for (Object model : get(json, "models", List.class)) {
            Map<?, ?> one = as("a model", model, Map.class);
            models.add(parse(one, !one.containsKey("encoding")));
        }
        long targets = models.stream().map(LinearModel::target).distinct().count();
        if (models.isEmpty() || targets < models.size()) {
            throw new LinregException("\"models\" is empty, or two have the same target" + TRAIN_AGAIN);
        }
        return models;
    }

    private static LinearModel parse(Map<?, ?> json, boolean plain) {
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
                plain ? Design.plain(features) : design(json, features),
                get(json, "target", String.class),
                coefficients,
                number("intercept", json.get("intercept")),
                json.get("inference") == null
                        ? null
                        : Uncertainty.fromJson(get(json, "inference", Map.class), features.size()),
                Provenance.copy((Map<?, ?>) get(json, "provenance", Map.class)));
    }

    private static Design design(Map<?, ?> json, List<String> features) {
        Map<?, ?> encoding = get(json, "encoding", Map.class);
        try {
            return DesignJson.parse(encoding, features);
        } catch (LinregException e) {
            throw new LinregException("\"encoding\": " + e.getMessage() + TRAIN_AGAIN, e);
        }
    }

    private static int version(Object version) {
        if (!(version instanceof Integer number) || number < 1) {
            throw new LinregException("\"format_version\" is " + Text.quote(String.valueOf(version)) + TRAIN_AGAIN);
        }
        if (number > SEVERAL) {
            throw new LinregException("its format version is " + number + " and this program reads up to " + SEVERAL
                    + "; use a newer linreg-gpu");
        }
        return number;
    }

    private static double number(String what, Object value) {
        double number = as(what, value, Number.class).doubleValue();
        if (!Double.isFinite(number)) {
            throw new LinregException("the " + what + " is not finite" + TRAIN_AGAIN);
        }
        return number;
    }

    private static <T> T get(Map<?, ?> json, String key, Class<T> type) {
        return as('"' + key + '"', json.get(key), type);
    }

    private static <T> T as(String what, Object value, Class<T> type) {
        if (!type.isInstance(value)) {
            throw new LinregException(what + (value == null ? " is missing" : " is of the wrong kind") + TRAIN_AGAIN);
        }
        return type.cast(value);
    }
}
