package io.linreg.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that another program writes to while it is read is refused, not half read. */
class WatchedFileTest {
    private static final String TEXT = "a,b\n" + "1,2\n".repeat(300_000);

    /** Read by the parser of record alone, and directly. */
    private static final int[] CHUNKS = {0, 1 << 16, PlainRows.CHUNK};

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"grown", "shrunk", "shrunk to nothing", "written again"})
    void changesAreFound(String change) throws IOException {
        for (int chunk : CHUNKS) {
            Csv.assertRefused(
                    () -> changedWhileRead(change, chunk), "cannot read data.csv: it changed while it was read");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"deleted", "replaced"})
    void whatWasOpenedIsReadToItsEnd(String change) throws IOException {
        for (int chunk : CHUNKS) {
            assertThat(changedWhileRead(change, chunk).rows()).isEqualTo(300_000);
        }
    }

    private Dataset changedWhileRead(String change, int chunk) throws IOException {
        Path path = Files.writeString(folder.resolve("data.csv"), TEXT);
        try (InputStream opened = Source.file(path).open()) {
            change(path, change);
            return DatasetReader.read(
                            Csv.of(opened), null, ColumnChoice.target("b"), CellRules.NUMBERS, Precision.DOUBLE, chunk)
                    .dataset();
        }
    }

    private static void change(Path path, String change) throws IOException {
        switch (change) {
            case "grown" -> Files.writeString(path, "3,4\n", StandardOpenOption.APPEND);
            case "shrunk" ->
                Files.newByteChannel(path, StandardOpenOption.WRITE)
                        .truncate(700_001)
                        .close();
            case "shrunk to nothing" -> Files.writeString(path, "");
            case "written again" -> Files.setLastModifiedTime(path, FileTime.fromMillis(1));
            case "replaced" -> {
                Path other = Files.writeString(path.resolveSibling("other.csv"), "c,d\n5,6\n");
                Files.move(other, path, StandardCopyOption.ATOMIC_MOVE);
            }
            default -> Files.delete(path);
        }
    }
}
