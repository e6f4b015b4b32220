/** Fitted models: training them, judging them, keeping them. The library's front door is {@code LinearRegression}. */
package io.linreg.model;
