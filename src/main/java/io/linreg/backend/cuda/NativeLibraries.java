package io.linreg.backend.cuda;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where NVIDIA's libraries may be: the loader's folders, the CUDA toolkit's, and those of Python's packages. */
final class NativeLibraries {
    private static final Path LOADER_CACHE = Path.of("/etc/ld.so.cache");
    private static final List<String> LOADER_FOLDERS =
            List.of("/usr/lib/x86_64-linux-gnu", "/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/lib", "/usr/lib/wsl/lib");

    private NativeLibraries() {}

    /** The files of that name, likeliest first. */
    static Stream<Path> find(String name) {
        return Stream.of(
                        environment("LD_LIBRARY_PATH"),
                        LOADER_FOLDERS.stream().map(Path::of),
                        loaderCache(name).map(Path::getParent),
                        environment("CUDA_HOME", "CUDA_PATH").map(home -> home.resolve("lib64")),
                        children(Path.of("/usr/local"), "cuda*").map(home -> home.resolve("lib64")),
                        pythonPackages())
                .flatMap(folders -> folders)
                .map(folder -> folder.resolve(name).toAbsolutePath()) // the only kind that Java loads
                .filter(Files::exists)
                .distinct();
    }

    private static Stream<Path> environment(String... variables) {
        return Stream.of(variables)
                .map(variable -> Optional.ofNullable(System.getenv(variable)).orElse(""))
                .flatMap(value -> Stream.of(value.split(File.pathSeparator)))
                .filter(folder -> !folder.isEmpty())
                .flatMap(NativeLibraries::paths);
    }

    /** The path, where the text is one: in a plain locale Java cannot name a file whose name is not. */
    static Stream<Path> paths(String text) {
        try {
            return Stream.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Stream.empty();
        }
    }

    /** The cache holds paths among other things, each ended by a zero byte. */
    private static Stream<Path> loaderCache(String name) {
        try {
            String cache = new String(Files.readAllBytes(LOADER_CACHE), StandardCharsets.ISO_8859_1);
            return Pattern.compile("/[^\0]*/" + Pattern.quote(name) + "(?=\0)")
                    .matcher(cache)
                    .results()
                    .flatMap(found -> paths(found.group()));
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    /** Where pip and conda put the packages of NVIDIA: PREFIX/lib/python3.x/site-packages/nvidia/PACKAGE/lib. */
    private static Stream<Path> pythonPackages() {
        Stream<Path> prefixes = Stream.of(
                        environment("VIRTUAL_ENV", "CONDA_PREFIX"),
                        paths(System.getProperty("user.home")).map(home -> home.resolve(".local")),
                        Stream.of("/usr/local", "/usr", "/opt/conda").map(Path::of))
                .flatMap(prefix -> prefix);
        return prefixes.flatMap(prefix -> children(prefix.resolve("lib"), "python3*"))
                .flatMap(python -> children(python, "*-packages"))
                .flatMap(packages -> children(packages.resolve("nvidia"), "*"))
                .map(nvidia -> nvidia.resolve("lib"));
    }

    private static Stream<Path> children(Path folder, String glob) {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(folder, glob)) {
                children.forEach(found::add);
            } catch (IOException | DirectoryIteratorException e) {
                return Stream.empty(); // not readable: nothing to be found there
            }
        }
        return found.stream().sorted();
    }
}
