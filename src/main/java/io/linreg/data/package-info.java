/** From a source of text to a design matrix: read, split, standardise. */
package io.linreg.data;
