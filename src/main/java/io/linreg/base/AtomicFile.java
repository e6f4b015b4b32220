package io.linreg.base;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;

/**
 * Writes a file beside its target and renames it when it is whole: whatever happens on the way, the target is either
 * the old file or the new one. A link stays a link (what it points to is replaced); a device or a pipe, which cannot be
 * replaced, is written to directly.
 */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Replaces the target by the content.
     *
     * @throws LinregException if it cannot be written; the old file is then untouched
     */
    public static void write(Path target, Content content) {
        try {
            Path file = resolve(target);
            if (isSpecial(file)) {
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                    content.writeTo(out);
                }
            } else {
                replace(file, content);
            }
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    /**
     * Checks that the target can be written, before hours are spent on what shall go there.
     *
     * @throws LinregException if not
     */
    public static void check(Path target) {
        try {
            Path file = resolve(target);
            if (Files.isDirectory(file)) {
                throw new LinregException("cannot write " + target + ": it is a directory; give a file name");
            }
            if (!isSpecial(file)) {
                Path trial = beside(file);
                Files.createFile(trial);
                Files.delete(trial);
            }
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    private static void replace(Path file, Content content) throws IOException {
        Path fresh = beside(file);
        try {
            try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
                BufferedOutputStream buffered = new BufferedOutputStream(out, 1 << 16);
                content.writeTo(buffered);
                buffered.flush();
                out.getFD().sync(); // so that the rename never outlives the bytes
            }
            keepPermissions(file, fresh);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh); // gone already if it was renamed
        }
    }

    private static Path resolve(Path target) throws IOException {
        return Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
    }

    private static boolean isSpecial(Path file) {
        return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
    }

    private static Path beside(Path file) {
        String name = "." + file.getFileName() + "." + ProcessHandle.current().pid() + "."
                + Thread.currentThread().getId();
        return file.resolveSibling(name + ".tmp");
    }

    private static void keepPermissions(Path old, Path fresh) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
        if (view != null && Files.exists(old)) {
            view.setPermissions(Files.getPosixFilePermissions(old));
        }
    }

    private static LinregException unwritable(Path target, IOException e) {
        String reason;
        if (e instanceof NoSuchFileException) {
            reason = "its folder does not exist; create it first";
        } else if (e instanceof AccessDeniedException) {
            reason = "permission denied; choose another place";
        } else if (e instanceof FileSystemException f && f.getReason() != null) {
            reason = Text.oneLine(f.getReason());
        } else {
            reason = Text.reason(e);
        }
        return new LinregException("cannot write " + target + ": " + reason, e);
    }
}
