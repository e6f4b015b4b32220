/** Training on Apache Spark: each task computes the moments of its partition, the driver solves. Nothing imports this. */
package io.linreg.spark;
