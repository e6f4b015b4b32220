/** How results are shown: as text, JSON, plots and a page of HTML. */
package io.linreg.report;
