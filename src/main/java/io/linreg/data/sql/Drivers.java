package io.linreg.data.sql;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The database drivers there are: on the class path, in the folder {@code lib} beside the program's jar, and in folders and jars
 * that the user names. Nothing is opened before a driver is asked for, so that whoever reads CSV does not pay for them.
 */
public final class Drivers {
    private static final String DUCKDB = "jdbc:duckdb:";

    private final List<Path> places = new ArrayList<>();
    private ClassLoader loader;

    /** With further jars, and folders of jars. */
    public Drivers(List<Path> more) {
        places.addAll(more);
        Path home = home();
        if (home != null && Files.isDirectory(home)) {
            places.add(home);
        }
    }

    /** The folder lib beside the jar, or beside the folder of classes; null if this program is from elsewhere. */
    static Path home() {
        CodeSource source = Drivers.class.getProtectionDomain().getCodeSource();
        try {
            return source == null ? null : Path.of(source.getLocation().toURI()).resolveSibling("lib");
        } catch (URISyntaxException | IllegalArgumentException | java.nio.file.FileSystemNotFoundException e) {
            return null;
        }
    }

    /**
     * The driver for a database.
     *
     * @param what what is to be read, for the message
     * @throws LinregException if there is none
     */
    Driver find(String url, String what) {
        List<String> unusable = new ArrayList<>();
        Iterator<Driver> drivers = ServiceLoader.load(Driver.class, loader()).iterator();
        while (true) {
            try {
                if (!drivers.hasNext()) {
                    break;
                }
                Driver driver = drivers.next();
                if (driver.acceptsURL(url)) {
                    return driver;
                }
            } catch (ServiceConfigurationError | LinkageError | SQLException e) {
                unusable.add(Text.reason(e));
            }
        }
        throw new LinregException(what + ": " + missing(url)
                + (unusable.isEmpty() ? "" : "; one that is there cannot be loaded: " + unusable.get(0)));
    }

    private static String missing(String url) {
        String kind = url.split(":", 3).length < 3 ? "" : url.split(":", 3)[1];
        String jar = url.startsWith(DUCKDB)
                ? "DuckDB's JDBC driver (duckdb_jdbc-1.5.6.0.jar, or a later one)"
                : "its JDBC driver's jar";
        Path home = home();
        return "there is no driver for jdbc:" + Text.brief(kind) + "; put " + jar
                + (home == null ? " on the class path" : " into " + home) + ", or name it with --driver-path";
    }

    private synchronized ClassLoader loader() {
        if (loader == null) {
            List<URL> jars = new ArrayList<>();
            Set<Path> folders = new LinkedHashSet<>();
            for (Path place : places) {
                boolean folder = Files.isDirectory(place);
                if (!Files.exists(place)) {
                    throw new LinregException("no such file: " + place + ", named as a place of drivers");
                }
                (folder ? jarsIn(place) : List.of(place)).forEach(jar -> {
                    jars.add(url(jar));
                    folders.add(jar.toAbsolutePath().getParent());
                });
            }
            loader = jars.isEmpty()
                    ? Drivers.class.getClassLoader()
                    : new DriverLoader(jars.toArray(URL[]::new), folders);
        }
        return loader;
    }

    private static List<Path> jarsIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new LinregException("cannot look for drivers in " + folder + ": " + Text.reason(e), e);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
