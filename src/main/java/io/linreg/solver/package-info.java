/** How parameters are found. A solver sees a function of the parameters; never the data, never the device. */
package io.linreg.solver;
