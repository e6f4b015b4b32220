package io.linreg.backend;

/**
 * Consecutive rows, from a tile's beginning on.
 *
 * @param xs features
 * @param ys targets
 * @param firstRow where they begin
 * @param endRow behind their last row
 * @param <A> the arrays
 */
record Piece<A>(A xs, A ys, int firstRow, int endRow) {}
