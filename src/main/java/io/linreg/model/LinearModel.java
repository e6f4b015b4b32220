package io.linreg.model;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import io.linreg.data.Dataset;
import io.linreg.data.Panel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A fitted model: y = x . w + b, in the units of the data. It does not change. */
public final class LinearModel {
    private final List<String> features;
    private final String target;
    private final double[] coefficients;
    private final double intercept;
    private final Map<String, Object> provenance;

    LinearModel(
            List<String> features,
            String target,
            double[] coefficients,
            double intercept,
            Map<String, Object> provenance) {
        this.features = List.copyOf(features);
        this.target = target;
        this.coefficients = coefficients.clone();
        this.intercept = intercept;
        this.provenance = Provenance.copy(provenance);
    }

    /**
     * Reads a model that {@link #save} wrote. It predicts bit for bit what the saved one did.
     *
     * @throws LinregException if the file cannot be read or is no such model
     */
    public static LinearModel load(Path file) {
        return ModelFile.read(file);
    }

    /**
     * Writes the model as JSON; an older file stays whole until the new one is.
     *
     * @throws LinregException if it cannot be written
     */
    public void save(Path file) {
        ModelFile.write(this, file);
    }

    /** The features' names, in the order in which {@link #predict(double[])} takes them. */
    public List<String> features() {
        return features;
    }

    public String target() {
        return target;
    }

    /** w, in units of the target per unit of the feature. */
    public double[] coefficients() {
        return coefficients.clone();
    }

    /** b, in units of the target. */
    public double intercept() {
        return intercept;
    }

    /** Where the model comes from: data, device, settings, losses, metrics and versions, as JSON values. */
    public Map<String, Object> provenance() {
        return provenance;
    }

    /** The same model, with one more entry in its provenance. */
    public LinearModel with(String key, Object json) {
        Map<String, Object> more = new LinkedHashMap<>(provenance);
        more.put(key, json);
        return new LinearModel(features, target, coefficients, intercept, more);
    }

    /**
     * The prediction for one row.
     *
     * @param x d numbers, in the order of {@link #features}
     * @throws IllegalArgumentException if there are not d of them
     */
    public double predict(double[] x) {
        if (x.length != coefficients.length) {
            throw new IllegalArgumentException(x.length + " values for " + coefficients.length + " features");
        }
        double prediction = intercept;
        for (int j = 0; j < x.length; j++) {
            prediction += coefficients[j] * x[j];
        }
        return prediction;
    }

    /**
     * The predictions for the rows of a data set, whose features are matched by name.
     *
     * @throws LinregException if it lacks a feature, or has more rows than an array holds
     */
    public double[] predict(Dataset data) {
        Dataset rows = columnsOf(data);
        if (data.rows() > Integer.MAX_VALUE - 8) {
            throw new LinregException(data.rows() + " predictions do not fit one array; predict them in parts");
        }
        double[] predictions = new double[(int) data.rows()];
        rows.overPanels(panels -> {
            double[] ofPanel = new double[Panel.ROWS];
            double[] column = new double[Panel.ROWS];
            for (Panel panel : panels) {
                predict(panel, column, ofPanel);
                for (int i = 0; i < panel.rows(); i++) {
                    predictions[(int) panel.position(i)] = ofPanel[i];
                }
            }
            return null;
        });
        return predictions;
    }

    /**
     * The predictions for the rows of a panel: bit for bit those of the rows one by one.
     *
     * @param panel of a data set whose features are the model's
     * @param column room for one
     */
    void predict(Panel panel, double[] column, double[] predictions) {
        int rows = panel.rows();
        Arrays.fill(predictions, 0, rows, intercept);
        for (int j = 0; j < coefficients.length; j++) {
            double coefficient = coefficients[j];
            panel.copyColumn(j, column);
            for (int i = 0; i < rows; i++) {
                predictions[i] += coefficient * column[i];
            }
        }
    }

    /** The data set's columns that are the model's features, in their order. */
    Dataset columnsOf(Dataset data) {
        columns(data.features()); // for its message
        return data.project(features);
    }

    /**
     * Where each feature stands among the given columns.
     *
     * @throws LinregException if some are not there; the message names them
     */
    public int[] columns(List<String> available) {
        Map<String, Integer> places = new HashMap<>();
        for (int j = 0; j < available.size(); j++) {
            places.putIfAbsent(available.get(j), j);
        }
        List<String> missing = new ArrayList<>(features);
        missing.removeAll(places.keySet());
        if (!missing.isEmpty()) {
            throw new LinregException("the model needs " + (missing.size() == 1 ? "column " : "columns ")
                    + Text.names(missing) + ", but the data has only " + Text.names(available));
        }
        return features.stream().mapToInt(places::get).toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LinearModel model
                && features.equals(model.features)
                && target.equals(model.target)
                && Arrays.equals(coefficients, model.coefficients)
                && Double.compare(intercept, model.intercept) == 0
                && provenance.equals(model.provenance);
    }

    @Override
    public int hashCode() {
        return 31 * features.hashCode() + Arrays.hashCode(coefficients);
    }

    @Override
    public String toString() {
        StringBuilder formula = new StringBuilder(target).append(" = ").append(intercept);
        for (int j = 0; j < coefficients.length; j++) {
            formula.append(" + ").append(coefficients[j]).append(' ').append(features.get(j));
        }
        return formula.toString();
    }
}
