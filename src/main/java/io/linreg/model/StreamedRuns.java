package io.linreg.model;

import java.util.List;

/**
 * Training on streamed rows.
 *
 * @param table what is left of them
 * @param runs one for each of its targets
 */
public record StreamedRuns(StreamedTable table, List<TrainingRun> runs) {}
