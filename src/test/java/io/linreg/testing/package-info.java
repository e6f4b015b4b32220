/** What tests share: problems with known answers, comparisons with stated tolerances. */
package io.linreg.testing;
