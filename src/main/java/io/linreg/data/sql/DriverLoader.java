package io.linreg.data.sql;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Loads database drivers from jars that are not on the class path. */
final class DriverLoader extends URLClassLoader {
    /** Named, not referred to: outside of this loader it cannot be linked. */
    static final String BATCHES = "io.linreg.data.sql.DuckDbBatches";

    private final Set<Path> folders;

    /**
     * Opens jars.
     *
     * @param folders where they lie
     */
    DriverLoader(URL[] jars, Set<Path> folders) {
        super(jars, DriverLoader.class.getClassLoader());
        this.folders = Set.copyOf(folders);
    }

    /** DuckDB unpacks 60 MB at each start, unless its jar lacks the library: then it takes the one that lies beside the jar. */
    @Override
    public URL findResource(String name) {
        boolean unpacked = name.startsWith("libduckdb_java")
                && folders.stream().anyMatch(folder -> Files.isRegularFile(folder.resolve(name)));
        return unpacked ? null : super.findResource(name);
    }

    /** What reads DuckDB's vectors is linked to the driver's classes, and so it is defined beside them. */
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return name.startsWith(BATCHES) ? defined(name) : super.loadClass(name, resolve);
    }

    private Class<?> defined(String name) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] code = in.readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
