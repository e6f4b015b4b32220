package io.linreg.peers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** CSV to a table in memory. */
final class DuckDbRead implements Peer {
    private final Job job;
    private final Connection connection = DriverManager.getConnection("jdbc:duckdb:");

    DuckDbRead(Job job) throws SQLException {
        this.job = job;
    }

    @Override
    public String version() {
        try {
            return "DuckDB " + connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public double[] answer() throws SQLException {
        read();
        String means = IntStream.range(0, job.features())
                .mapToObj(j -> "avg(x" + j + "), ")
                .collect(Collectors.joining());
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select " + means + "avg(y) from t")) {
            result.next();
            double[] answer = new double[job.features() + 1];
            for (int j = 0; j < answer.length; j++) {
                answer[j] = result.getDouble(j + 1);
            }
            return answer;
        }
    }

    @Override
    public void round(int times) throws SQLException {
        for (int i = 0; i < times; i++) {
            read();
        }
    }

    private void read() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create or replace table t as select * from read_csv('" + job.csv() + "')");
        }
    }
}
