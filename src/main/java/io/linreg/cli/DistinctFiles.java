package io.linreg.cli;

import io.linreg.base.AtomicFile;
import io.linreg.base.LinregException;
import io.linreg.data.sql.SqlSource;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/** Keeps an output from replacing an input or another output. */
final class DistinctFiles {
    private final Map<Path, String> taken = new HashMap<>();
    private final List<PathMatcher> patterns = new ArrayList<>();

    /** Takes note of an input: a word of the command line, perhaps no file at all. */
    DistinctFiles input(String what, String word) {
        if (word != null && !word.equals("-")) {
            taken.put(canonical(Path.of(word)), what);
            if (SqlSource.isPattern(word)) {
                pattern(word).ifPresent(patterns::add);
            }
        }
        return this;
    }

    /** Nothing of what only looks like a pattern, and matches no file. */
    private static Optional<PathMatcher> pattern(String word) {
        String glob = "glob:" + Path.of(word).toAbsolutePath().normalize();
        try {
            return Optional.of(FileSystems.getDefault().getPathMatcher(glob));
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }

    /**
     * Checks an output before anything is computed.
     *
     * @param option the option that names it
     * @param file the output, or null if none is wanted
     * @throws LinregException if it cannot be written, or would replace another file of this run
     */
    DistinctFiles output(String option, Path file) {
        if (file != null) {
            take(option, file);
            requireName(option, file, "file");
            AtomicFile.check(file);
        }
        return this;
    }

    /** Outputs of one option in a folder; the caller checks whether they can be written. */
    DistinctFiles outputs(String option, Path folder, List<Path> files) {
        requireName(option, folder, "folder");
        files.forEach(file -> take(option, file));
        return this;
    }

    private static void requireName(String option, Path path, String what) {
        if (path.toString().equals("-")) {
            String other = what.equals("file") ? "; standard output is /dev/stdout" : "";
            throw new LinregException(option + " takes a " + what + ", not -" + other);
        }
    }

    private void take(String option, Path file) {
        if (patterns.stream()
                .anyMatch(pattern -> pattern.matches(file.toAbsolutePath().normalize()))) {
            throw new LinregException(option + " would overwrite the data, " + file + "; give another name");
        }
        String other = taken.putIfAbsent(canonical(file), option);
        if (other != null) {
            throw new LinregException(option + " would overwrite " + other + ", " + file + "; give another name");
        }
    }

    private static Path canonical(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return AtomicFile.destination(path); // not there yet
        }
    }
}
