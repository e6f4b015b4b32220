package io.linreg.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path folder;

    private static AtomicFile.Content text(String text) {
        return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertRefused(ThrowingCallable action, String... parts) {
        Throwable thrown = catchThrowable(action);
        assertThat(thrown).isInstanceOf(LinregException.class);
        assertThat(thrown.getMessage()).contains(parts).doesNotContainPattern("[\\p{Cntrl}\u2028\u2029]");
    }

    private void assertHolds(String... names) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder(names);
        }
    }

    @Test
    void aNameWithoutAFolderIsOneInTheCurrentFolder() {
        assertThatCode(() -> AtomicFile.check(Path.of("README.md"))).doesNotThrowAnyException();
        assertThatCode(() -> AtomicFile.check(Path.of("not-there-yet"))).doesNotThrowAnyException();
        assertThat(Path.of("not-there-yet")).doesNotExist();
    }

    @Test
    void newFile() throws IOException {
        Path file = folder.resolve("größe.json");
        AtomicFile.check(file);
        assertThat(file).doesNotExist();
        AtomicFile.write(file, text("new"));
        assertThat(file).hasContent("new");
        assertHolds("größe.json");
    }

    @Test
    void relativePath() throws IOException {
        Path file =
                Path.of("").toAbsolutePath().relativize(folder.toAbsolutePath()).resolve("file");
        AtomicFile.write(file, text("new"));
        assertThat(folder.resolve("file")).hasContent("new");
    }

    @Test
    void largeContent() {
        Path file = folder.resolve("file");
        byte[] bytes = new byte[1_000_003];
        Arrays.fill(bytes, (byte) 7);
        AtomicFile.write(file, out -> out.write(bytes));
        assertThat(file).hasBinaryContent(bytes);
    }

    @Test
    void nameAsLongAsNamesCanBe() throws IOException {
        String name = "x".repeat(255);
        AtomicFile.check(folder.resolve(name));
        AtomicFile.write(folder.resolve(name), text("new"));
        assertHolds(name);
    }

    @Test
    void replacedFileKeepsItsPermissions() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old and longer");
        for (String permissions : new String[] {"rw-r-----", "r--r--r--", "rwxrwxrwx"}) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
            AtomicFile.write(file, text("new"));
            assertThat(file).hasContent("new");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo(permissions);
        }
        assertHolds("file");
    }

    @Test
    void linkStaysALink() throws IOException {
        Path file =
                Files.writeString(Files.createDirectory(folder.resolve("sub")).resolve("file"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("sub", "file"));
        Path second = Files.createSymbolicLink(folder.resolve("second"), link);
        AtomicFile.write(second, text("new"));
        assertThat(second).isSymbolicLink();
        assertThat(link).isSymbolicLink();
        assertThat(file).isRegularFile().hasContent("new");
        assertHolds("sub", "link", "second");
    }

    @Test
    void linkToAFileThatIsNotThereYetStaysALink() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("file"));
        AtomicFile.check(link);
        AtomicFile.write(link, text("new"));
        assertThat(link).isSymbolicLink();
        assertThat(folder.resolve("file")).isRegularFile().hasContent("new");
    }

    @Test
    void linksInACircle() throws IOException {
        Path a = Files.createSymbolicLink(folder.resolve("a"), Path.of("b"));
        Files.createSymbolicLink(folder.resolve("b"), Path.of("a"));
        assertRefused(() -> AtomicFile.write(a, text("new")), "cannot write " + a, "circle");
        assertHolds("a", "b");
    }

    @Test
    void contentThatFailsLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");
        assertRefused(
                () -> AtomicFile.write(file, out -> {
                    out.write(new byte[200_000]);
                    throw new IOException("half\nway");
                }),
                "cannot write " + file + ": half");
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
                    out.write(1);
                    throw new IllegalStateException("a bug");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(file).hasContent("old");
        assertHolds("file");
    }

    @Test
    void contentThatFailsLeavesNoNewFile() throws IOException {
        assertRefused(
                () -> AtomicFile.write(folder.resolve("file"), out -> {
                    throw new IOException("no");
                }),
                "cannot write");
        assertHolds();
    }

    @Test
    void contentMayCloseItsStream() throws IOException {
        Path file = folder.resolve("file");
        AtomicFile.write(file, out -> {
            try (Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
                writer.write("new");
            }
        });
        assertThat(file).hasContent("new");
        assertHolds("file");
    }

    /** Processes of the same number, each in its container, may share a folder. */
    @Test
    void writersOfOneProcessAndThreadDoNotMeet() throws IOException {
        AtomicFile.write(folder.resolve("outer"), out -> {
            out.write(new byte[100_000]); // more than is held back
            AtomicFile.check(folder.resolve("inner"));
            AtomicFile.write(folder.resolve("inner"), text("new"));
        });
        assertThat(folder.resolve("inner")).hasContent("new");
        assertThat(folder.resolve("outer")).hasSize(100_000);
        assertHolds("inner", "outer");
    }

    @Test
    void anOpenFileIsWrittenToAndNotReplaced() throws IOException {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "no /proc here");
        Path file = Files.writeString(folder.resolve("file"), "old,");
        try (FileOutputStream open = new FileOutputStream(file.toFile(), true)) {
            AtomicFile.check(nameOf(file));
            AtomicFile.write(nameOf(file), text("new,"));
            open.write("newer".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(file).hasContent("old,new,newer");
        assertHolds("file");
    }

    /** The name of a file that is open, such as /proc/self/fd/3. */
    private static Path nameOf(Path file) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(link -> link.toFile().exists())
                    .filter(link -> {
                        try {
                            return Files.isSameFile(link, file);
                        } catch (IOException e) {
                            return false; // closed in between
                        }
                    })
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void directory() throws IOException {
        Path sub = Files.createDirectory(folder.resolve("sub"));
        boolean[] asked = {false};
        assertRefused(() -> AtomicFile.write(sub, out -> asked[0] = true), "cannot write " + sub, "is a directory");
        assertRefused(() -> AtomicFile.check(sub), "cannot write " + sub, "is a directory");
        assertRefused(() -> AtomicFile.check(Path.of("/")), "is a directory");
        assertThat(asked[0]).isFalse();
        assertHolds("sub");
    }

    @Test
    void missingFolder() {
        Path file = folder.resolve("none").resolve("file");
        assertRefused(() -> AtomicFile.write(file, text("new")), "cannot write " + file, "folder does not exist");
        assertRefused(() -> AtomicFile.check(file), "cannot write " + file, "folder does not exist");
    }

    @Test
    void folderThatIsAFile() throws IOException {
        Path file = Files.createFile(folder.resolve("plain")).resolve("file");
        assertRefused(() -> AtomicFile.write(file, text("new")), "cannot write " + file);
        assertRefused(() -> AtomicFile.check(file), "cannot write " + file);
    }

    @Test
    void nameWithALineBreakStaysOnOneLine() {
        Path file = folder.resolve("no\nfolder").resolve("file");
        assertRefused(() -> AtomicFile.write(file, text("new")), "cannot write", "folder does not exist");
        assertRefused(() -> AtomicFile.check(file), "cannot write", "folder does not exist");
    }

    @Test
    void specialFilesAreWrittenTo() {
        Path sink = Path.of("/dev/null");
        assumeTrue(Files.exists(sink), "no /dev/null here");
        AtomicFile.check(sink);
        AtomicFile.write(sink, text("new"));
        assertThat(Files.isRegularFile(sink)).isFalse();
        assertThat(sink).exists();
    }

    @Test
    void pipeThatIsOnlyKnownByItsNumberIsWrittenTo() throws Exception {
        Path self = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(self), "no /proc here");
        // A shell's >(command) names such a pipe; here it is a child's standard input, seen from this process.
        Process reader = new ProcessBuilder("cat").start();
        try (Stream<Path> open = Files.list(self)) {
            Path pipe = open.filter(fd -> leadsTo(fd, reader)).findFirst().orElseThrow();
            AtomicFile.check(pipe);
            AtomicFile.write(pipe, text("new"));
        }
        reader.getOutputStream().close();
        assertThat(reader.getInputStream()).hasContent("new");
    }

    private static boolean leadsTo(Path fd, Process reader) {
        try {
            Path itsInput = Path.of("/proc", Long.toString(reader.pid()), "fd", "0");
            return Files.readSymbolicLink(fd).equals(Files.readSymbolicLink(itsInput));
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    @Test
    void specialFileThatIsFull() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "no /dev/full here");
        assertRefused(() -> AtomicFile.write(full, text("new")), "cannot write /dev/full: ");
        assertRefused(() -> AtomicFile.write(full, out -> out.write(new byte[1 << 20])), "cannot write /dev/full: ");
    }

    @Test
    void readOnlyFolder() throws IOException {
        assumeFalse("root".equals(System.getProperty("user.name")), "root writes everywhere");
        Path sub = Files.createDirectory(folder.resolve("sub"));
        Files.setPosixFilePermissions(sub, PosixFilePermissions.fromString("r-xr-xr-x"));
        Path file = sub.resolve("file");
        assertRefused(() -> AtomicFile.write(file, text("new")), "cannot write " + file, "permission denied");
        assertRefused(() -> AtomicFile.check(file), "cannot write " + file, "permission denied");
    }
}
