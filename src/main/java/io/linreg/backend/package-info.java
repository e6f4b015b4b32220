/** Where the arithmetic happens: the mean squared error of a data set on a device, as a function of its parameters. */
package io.linreg.backend;
