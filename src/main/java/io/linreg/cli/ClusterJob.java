package io.linreg.cli;

import io.linreg.data.CellRules;
import io.linreg.data.ColumnChoice;
import io.linreg.data.Precision;
import io.linreg.data.sql.Login;

/**
 * The table that the command line asks a cluster to read: files, or what a query gives.
 *
 * @param data the word for files, a folder or an address that the cluster knows; null for a query
 * @param delimiter between the fields of text; null to find it out
 * @param sql the query; null for files
 * @param login the database that is asked; null for the cluster itself
 * @param columns which of its columns are to be what
 * @param cells what they may hold
 * @param precision in which rows are held there
 * @param device where they are computed with: auto, cpu, gpu (auto without fallback), or the number of a CUDA device
 */
public record ClusterJob(
        String data,
        Character delimiter,
        String sql,
        Login login,
        ColumnChoice columns,
        CellRules cells,
        Precision precision,
        String device) {}
