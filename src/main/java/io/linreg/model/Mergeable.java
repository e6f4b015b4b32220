package io.linreg.model;

import java.io.Serializable;

/** What a part of a table's rows leaves. */
public interface Mergeable<T> extends Serializable {
    /** What these rows and those behind them leave; this one may have become it. */
    T merge(T behind);
}
