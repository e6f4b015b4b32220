package io.linreg.cli;

import io.linreg.model.RowPasses;

/** Training whose rows are read and computed with elsewhere. */
@FunctionalInterface
public interface ClusterTraining {
    /**
     * The rows of a table.
     *
     * @throws io.linreg.base.LinregException if it is not there, or lacks a column
     */
    RowPasses rows(ClusterJob job);
}
