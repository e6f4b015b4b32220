package io.linreg.export;

import io.linreg.data.Design;
import io.linreg.data.InputColumn;
import io.linreg.data.Unseen;
import io.linreg.model.LinearModel;
import java.util.List;

/**
 * What an exported file is to do: Y = X W + b, the rows of X made of a table's columns, with a column of W for each target.
 *
 * @param models one for each target; they share their features
 * @param unseen what becomes of a level that no training row had
 */
record Scoring(List<LinearModel> models, Unseen unseen) {
    Scoring {
        models = List.copyOf(models);
        if (models.isEmpty()) {
            throw new IllegalArgumentException("no model to export");
        }
        Design design = models.get(0).design();
        if (models.stream().anyMatch(model -> !model.design().equals(design))) {
            throw new IllegalArgumentException("models that are exported together have the same features");
        }
        if (models.stream().map(LinearModel::target).distinct().count() < models.size()) {
            throw new IllegalArgumentException("models that are exported together have different targets");
        }
    }

    Design design() {
        return models.get(0).design();
    }

    List<String> targets() {
        return models.stream().map(LinearModel::target).toList();
    }

    /** The columns of numbers taken from the table. */
    List<InputColumn.Numeric> numbers() {
        return only(InputColumn.Numeric.class);
    }

    /** The columns of levels taken from the table. */
    List<InputColumn.Categorical> categories() {
        return only(InputColumn.Categorical.class);
    }

    private <T extends InputColumn> List<T> only(Class<T> kind) {
        return design().columns().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }
}
