/** What every package may use: the one kind of failure, files written whole, JSON, the version. */
package io.linreg.base;
