package io.linreg.model;

import java.nio.file.Path;
import java.util.List;

/**
 * The models of several targets that were fitted to the same rows: Y = X W' + b, W a row for each target.
 *
 * @param models one for each target, in the order in which the targets were named
 */
public record LinearModels(List<LinearModel> models) {
    /**
     * Models of different targets.
     *
     * @throws IllegalArgumentException if there are none, or two have the same target
     */
    public LinearModels {
        models = List.copyOf(models);
        if (models.isEmpty()
                || models.stream().map(LinearModel::target).distinct().count() < models.size()) {
            throw new IllegalArgumentException("models of different targets are wanted, one at least");
        }
    }

    /**
     * Reads models that {@link #save} wrote, or the one that {@link LinearModel#save} wrote.
     *
     * @throws io.linreg.base.LinregException if the file cannot be read or has no such models
     */
    public static LinearModels load(Path file) {
        return new LinearModels(ModelFile.read(file));
    }

    /**
     * Writes the models as JSON; an older file stays whole until the new one is.
     *
     * @throws io.linreg.base.LinregException if it cannot be written
     */
    public void save(Path file) {
        ModelFile.write(models, file);
    }

    /** The targets' names. */
    public List<String> targets() {
        return models.stream().map(LinearModel::target).toList();
    }
}
