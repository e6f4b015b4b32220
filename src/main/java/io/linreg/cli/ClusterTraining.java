package io.linreg.cli;

import io.linreg.model.TrainingListener;
import io.linreg.report.TrainingReport;
import java.util.List;

/** Training that is not done in this process. */
@FunctionalInterface
public interface ClusterTraining {
    /** A report for each target. */
    List<TrainingReport> train(ClusterJob job, TrainingListener listener);
}
