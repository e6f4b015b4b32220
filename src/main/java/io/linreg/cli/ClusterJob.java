package io.linreg.cli;

import io.linreg.data.ColumnChoice;
import io.linreg.data.HashSplit;
import io.linreg.data.Precision;
import io.linreg.inference.InferenceSettings;
import io.linreg.model.LinearRegression;

/**
 * What the command line asks of a cluster.
 *
 * @param data the word for it: a file, a folder or an address that the cluster knows
 * @param delimiter between the fields of text; null for what is usual
 * @param precision in which rows are held there
 * @param split which rows are held out
 * @param folds how many parts the training rows have
 * @param exact whether moments are to be in double-double
 * @param device where rows are folded: auto, cpu, gpu (auto without fallback), or the number of a CUDA device
 * @param regression what is to be learnt from the moments
 * @param summary what to infer; null for nothing
 */
public record ClusterJob(
        String data,
        Character delimiter,
        ColumnChoice columns,
        Precision precision,
        HashSplit split,
        int folds,
        boolean exact,
        String device,
        LinearRegression regression,
        InferenceSettings summary) {}
