package io.linreg.data.sql;

import java.sql.SQLException;
import java.util.List;

/** A query of which is known what it gives; it need not have run. */
interface Query extends AutoCloseable {
    /** The columns of its result. */
    List<SqlColumn> columns();

    /**
     * Runs it; to be called once.
     *
     * @param wanted which columns of the result to read
     * @return batches of these alone, in that order
     */
    Batches run(int[] wanted) throws SQLException;

    @Override
    void close() throws SQLException;
}
