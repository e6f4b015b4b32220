package io.linreg.model;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import io.linreg.data.ColumnReader;
import io.linreg.data.Dataset;
import io.linreg.data.Design;
import io.linreg.data.DesignCells;
import io.linreg.data.Panel;
import io.linreg.data.Unseen;
import io.linreg.inference.Uncertainty;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A fitted model: y = x . w + b, in the units of the data, x a row of the design matrix. It does not change. */
public final class LinearModel {
    private final Design design;
    private final List<String> features;
    private final String target;
    private final double[] coefficients;
    private final double intercept;
    /** Null where the model was trained without inference. */
    private final Uncertainty uncertainty;

    private final Map<String, Object> provenance;

    LinearModel(
            List<String> features,
            String target,
            double[] coefficients,
            double intercept,
            Map<String, Object> provenance) {
        this(Design.plain(features), target, coefficients, intercept, provenance);
    }

    LinearModel(Design design, String target, double[] coefficients, double intercept, Map<String, Object> provenance) {
        this(design, target, coefficients, intercept, null, provenance);
    }

    LinearModel(
            Design design,
            String target,
            double[] coefficients,
            double intercept,
            Uncertainty uncertainty,
            Map<String, Object> provenance) {
        this.design = design;
        this.features = design.features();
        this.target = target;
        this.coefficients = coefficients.clone();
        this.intercept = intercept;
        this.uncertainty = uncertainty;
        this.provenance = Provenance.copy(provenance);
    }

    /**
     * Reads a model that {@link #save} wrote. It predicts bit for bit what the saved one did.
     *
     * @throws LinregException if the file cannot be read or is no such model, or has several targets
     */
    public static LinearModel load(Path file) {
        LinearModels models = LinearModels.load(file);
        if (models.models().size() > 1) {
            throw new LinregException("model " + Text.oneLine(file.toString()) + " has several targets, "
                    + Text.names(models.targets()) + "; here one is wanted: train it with --target");
        }
        return models.models().get(0);
    }

    /**
     * Writes the model as JSON; an older file stays whole until the new one is.
     *
     * @throws LinregException if it cannot be written
     */
    public void save(Path file) {
        ModelFile.write(List.of(this), file);
    }

    /** How the design matrix comes from the columns of a table: levels, what fills a missing cell, powers and products. */
    public Design design() {
        return design;
    }

    /** The names of the design matrix's columns, in the order in which {@link #predict(double[])} takes them. */
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
        return new LinearModel(design, target, coefficients, intercept, uncertainty, more);
    }

    /** The same model, which knows how far its predictions may be off. */
    public LinearModel with(Uncertainty known) {
        return new LinearModel(design, target, coefficients, intercept, known, provenance);
    }

    /** How far predictions may be off, for intervals round them; null where the model was trained without {@code --summary}. */
    public Uncertainty uncertainty() {
        return uncertainty;
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
     * The prediction for one row of a table.
     *
     * @param cells by their columns' names: numbers, or text as it would stand in a file; null is a missing cell
     * @throws LinregException if a column is not there, or a cell holds what the training rows did not teach: an unseen level,
     *     nothing where nothing fills it
     */
    public double predict(Map<String, ?> cells) {
        return predict(new DesignCells(design, Unseen.ERROR).row(cells));
    }

    /**
     * The predictions for the rows of a data set, whose features are matched by name.
     *
     * @throws LinregException if it lacks a column, holds what the training rows did not teach, or has more rows than an array
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
            ColumnReader reader = new ColumnReader();
            for (Panel panel : panels) {
                predict(panel, reader, column, ofPanel);
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
     * @param reader of its columns
     * @param column room for one
     */
    void predict(Panel panel, ColumnReader reader, double[] column, double[] predictions) {
        int rows = panel.rows();
        Arrays.fill(predictions, 0, rows, intercept);
        for (int j = 0; j < coefficients.length; j++) {
            double coefficient = coefficients[j];
            reader.copy(panel, j, column);
            for (int i = 0; i < rows; i++) {
                predictions[i] += coefficient * column[i];
            }
        }
    }

    /** The design matrix of a data set; a data set that is one already is taken as it is. */
    Dataset columnsOf(Dataset data) {
        Set<String> given = new HashSet<>(data.features());
        boolean isMatrix = given.containsAll(features) && !given.containsAll(design.inputs());
        return isMatrix ? data.project(features) : design.apply(data, Unseen.ERROR);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LinearModel model
                && design.equals(model.design)
                && target.equals(model.target)
                && Arrays.equals(coefficients, model.coefficients)
                && Double.compare(intercept, model.intercept) == 0
                && Objects.equals(uncertainty, model.uncertainty)
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
