package io.linreg.model;

import io.linreg.backend.Backend;
import io.linreg.data.RowStream;
import java.io.Serializable;
import java.util.Set;

/** Work on rows that come a block at a time: all of a table, or a part of it, for which the work may be sent elsewhere. */
public interface BlockWork<T extends Mergeable<T>> extends Serializable {
    /** Does it, and reads to the end of the rows or as far as it needs them. */
    T on(RowStream rows, Backend backend);

    /** The columns that are known to have levels, beside those that were named. */
    Set<String> categorical();
}
