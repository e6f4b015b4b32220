package io.linreg.backend;

/**
 * Consecutive tiles.
 *
 * @param xs features
 * @param ys targets
 * @param firstRow where they begin
 * @param endRow behind their last row, which need not fill its tile
 * @param <A> the arrays
 */
record Piece<A>(A xs, A ys, int firstRow, int endRow) {}
