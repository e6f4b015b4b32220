/** Tables from Parquet, JSON, DuckDB and any database with a JDBC driver: a query's result, batch by batch, as columns. */
package io.linreg.data.sql;
