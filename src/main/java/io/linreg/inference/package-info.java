/** How sure a least-squares fit is of its coefficients and predictions, and how well it fits. */
package io.linreg.inference;
