package io.linreg.solver;

import io.linreg.backend.LeastSquares;

/**
 * Rows that are not learnt from, to tell when learning more does not help.
 *
 * @param rows the rows, standardised as the training rows are
 * @param patience how many epochs may pass without a new lowest loss of theirs, 1 or more
 */
public record Validation(LeastSquares rows, int patience) {}
