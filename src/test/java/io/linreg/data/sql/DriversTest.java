package io.linreg.data.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linreg.base.LinregException;
import io.linreg.data.BatchReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriversTest {
    private static final String SOURCE =
            """
            import java.sql.*;
            import java.util.*;
            import java.util.logging.Logger;
            public class ToyDriver implements Driver {
                public boolean acceptsURL(String url) { return url.startsWith("jdbc:toy:"); }
                public Connection connect(String url, Properties p) throws SQLException {
                    throw new SQLException("toys are closed to " + url + " and " + p.getProperty("password"), "28000");
                }
                public DriverPropertyInfo[] getPropertyInfo(String url, Properties p) { return new DriverPropertyInfo[0]; }
                public int getMajorVersion() { return 1; }
                public int getMinorVersion() { return 0; }
                public boolean jdbcCompliant() { return false; }
                public Logger getParentLogger() { return null; }
            }
            """;

    @TempDir
    private Path folder;

    /** A jar as a user drops it: a driver, and the entry by which it is found. */
    private Path jar(String driver) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        SimpleJavaFileObject source =
                new SimpleJavaFileObject(URI.create("string:///ToyDriver.java"), SimpleJavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignore) {
                        return SOURCE;
                    }
                };
        assertThat(compiler.getTask(null, null, null, List.of("-d", folder.toString()), null, List.of(source))
                        .call())
                .isTrue();
        Path jar = Files.createDirectories(folder.resolve("lib")).resolve("toy.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            entries.putNextEntry(new JarEntry("META-INF/services/java.sql.Driver"));
            entries.write(driver.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            entries.putNextEntry(new JarEntry("ToyDriver.class"));
            entries.write(Files.readAllBytes(folder.resolve("ToyDriver.class")));
        }
        return jar;
    }

    @Test
    void aDriverDroppedIntoAFolderIsFoundAndWhatItGivesAwayIsNot() throws IOException {
        Path jar = jar("ToyDriver");
        Properties login = new Properties();
        login.setProperty("password", "geheim");

        for (Path place : List.of(jar, jar.getParent())) {
            Drivers drivers = new Drivers(List.of(place));
            Login toy = new Login("jdbc:toy:box?pin=1", login);
            assertThatThrownBy(() -> SqlSource.query("select 1", toy, drivers).open())
                    .isInstanceOf(LinregException.class)
                    .hasMessage(
                            "query on jdbc:toy:box: toys are closed to jdbc:toy:box and ***; give user and password as"
                                    + " LINREG_JDBC_USER and LINREG_JDBC_PASSWORD in the environment, or in a file with"
                                    + " --jdbc-properties")
                    .hasNoCause();
        }
    }

    @Test
    void aMissingDriverIsAnErrorThatSaysWhatToPutWhere() {
        Login toy = new Login("jdbc:toy:box", new Properties());

        assertThatThrownBy(
                        () -> SqlSource.query("select 1", toy, Tables.DRIVERS).open())
                .isInstanceOf(LinregException.class)
                .hasMessage("query on jdbc:toy:box: there is no driver for jdbc:toy; put its JDBC driver's jar into "
                        + Drivers.home() + ", or name it with --driver-path");
    }

    @Test
    void aDriverThatCannotBeLoadedIsNamed() throws IOException {
        Drivers drivers = new Drivers(List.of(jar("NoSuchDriver")));
        Login toy = new Login("jdbc:toy:box", new Properties());

        assertThatThrownBy(() -> SqlSource.query("select 1", toy, drivers).open())
                .isInstanceOf(LinregException.class)
                .hasMessageContaining("; one that is there cannot be loaded: ")
                .hasMessageContaining("NoSuchDriver");
    }

    @Test
    void aPlaceThatIsNoneIsAnError() {
        Drivers drivers = new Drivers(List.of(folder.resolve("none")));

        assertThatThrownBy(() -> drivers.find("jdbc:toy:box", "query"))
                .hasMessage("no such file: " + folder.resolve("none") + ", named as a place of drivers");
    }

    /** In the jar, DuckDB is not on the class path: its driver is a loader's below, and so is what reads its vectors. */
    @Test
    void whatReadsVectorsIsDefinedBesideTheDriver() throws Exception {
        Path driver = Path.of(Class.forName("org.duckdb.DuckDBDriver")
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (DriverLoader loader =
                new DriverLoader(new java.net.URL[] {driver.toUri().toURL()}, java.util.Set.of(driver.getParent()))) {
            Class<?> batches = loader.loadClass(DriverLoader.BATCHES);

            assertThat(batches.getClassLoader()).isSameAs(loader);
            assertThat(Batches.class).isAssignableFrom(batches);
            assertThat(batches.getConstructor(Connection.class, String.class, String.class, List.class))
                    .isNotNull();
            assertThat(loader.loadClass(BatchReader.class.getName())).isSameAs(BatchReader.class);
        }
    }
}
