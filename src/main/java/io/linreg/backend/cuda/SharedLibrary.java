package io.linreg.backend.cuda;

import io.linreg.base.Text;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A look at a library before it is loaded. The loader believes what a library says of itself: the process ends where the
 * file is shorter than that, or where a function is missing, when it is called. (System V ABI, gABI chapters 4 and 5.)
 */
final class SharedLibrary {
    private static final int MAGIC = 0x464c457f; // 0x7f ELF
    private static final int HEADER_BYTES = 0x40;
    private static final int LOADED = 1; // PT_LOAD
    private static final int SYMBOLS = 11; // SHT_DYNSYM
    private static final int DYNAMIC = 6; // SHT_DYNAMIC
    private static final int OWN_NAME = 14; // DT_SONAME
    private static final String DAMAGED = "it is damaged; install it again";
    private static final int LONGEST_TABLE = 1 << 26;

    private SharedLibrary() {}

    /**
     * Lets a library pass that is whole, is what others that depend on it ask for, and has the functions.
     *
     * @param name what it calls itself: the loader does not go by the name of the file
     * @throws IOException if it is not, or cannot be read; the message says why
     */
    static void check(Path library, String name, Collection<String> functions) throws IOException {
        try (FileChannel file = FileChannel.open(library)) {
            if (!isForThisMachine(file)) {
                throw new IOException("it is no library for Linux on x86-64");
            }
            if (isCutOff(file)) {
                throw new IOException("it is cut off; install it again");
            }
            Contents contents = contents(file);
            if (!contents.name().equals(name)) {
                throw new IOException("it calls itself " + Text.quote(contents.name()));
            }
            Set<String> missing = new LinkedHashSet<>(functions);
            missing.removeAll(contents.functions());
            if (!missing.isEmpty()) {
                throw new IOException("it lacks " + String.join(", ", missing));
            }
        } catch (IndexOutOfBoundsException e) {
            throw new IOException(DAMAGED, e);
        }
    }

    /** Whether this is a library, but only the beginning of one. */
    static boolean isCutOff(Path library) {
        try (FileChannel file = FileChannel.open(library)) {
            return isForThisMachine(file) && isCutOff(file);
        } catch (IOException | IndexOutOfBoundsException e) {
            return false; // whoever cannot read it cannot load it
        }
    }

    private static boolean isForThisMachine(FileChannel file) throws IOException {
        if (file.size() < HEADER_BYTES) {
            return false;
        }
        ByteBuffer header = read(file, 0, HEADER_BYTES);
        boolean is64Bit = header.get(4) == 2;
        boolean isLittleEndian = header.get(5) == 1;
        return header.getInt(0) == MAGIC && is64Bit && isLittleEndian && header.getShort(0x12) == 62;
    }

    /** Whether it ends before what would be mapped into memory does. */
    private static boolean isCutOff(FileChannel file) throws IOException {
        ByteBuffer header = read(file, 0, HEADER_BYTES);
        long start = header.getLong(0x20);
        int size = header.getShort(0x36);
        int count = header.getShort(0x38);
        if (start + (long) size * count > file.size()) {
            return true;
        }
        ByteBuffer segments = read(file, start, (long) size * count);
        for (int segment = 0; segment < count * size; segment += size) {
            long end = segments.getLong(segment + 0x08) + segments.getLong(segment + 0x20);
            if (segments.getInt(segment) == LOADED && end > file.size()) {
                return true;
            }
        }
        return false;
    }

    /**
     * What a library offers.
     *
     * @param name its own
     * @param functions the names that it has something for, others than those that it wants of other libraries
     */
    private record Contents(String name, Set<String> functions) {}

    private static Contents contents(FileChannel file) throws IOException {
        ByteBuffer header = read(file, 0, HEADER_BYTES);
        int size = header.getShort(0x3a);
        ByteBuffer sections = read(file, header.getLong(0x28), (long) size * header.getShort(0x3c));
        String name = "";
        Set<String> functions = new LinkedHashSet<>();
        for (int section = 0; section < sections.limit(); section += size) {
            int type = sections.getInt(section + 4);
            if (type != SYMBOLS && type != DYNAMIC) {
                continue;
            }
            ByteBuffer entries = content(file, sections, section);
            ByteBuffer strings = content(file, sections, size * sections.getInt(section + 0x28));
            for (int entry = 0; type == SYMBOLS && entry < entries.limit(); entry += 24) {
                boolean isDefined = entries.getShort(entry + 6) != 0;
                if (isDefined) {
                    functions.add(text(strings, entries.getInt(entry)));
                }
            }
            for (int entry = 0; type == DYNAMIC && entry < entries.limit(); entry += 16) {
                if (entries.getLong(entry) == OWN_NAME) {
                    name = text(strings, (int) entries.getLong(entry + 8));
                }
            }
        }
        return new Contents(name, functions);
    }

    private static ByteBuffer content(FileChannel file, ByteBuffer sections, int section) throws IOException {
        return read(file, sections.getLong(section + 0x18), sections.getLong(section + 0x20));
    }

    private static String text(ByteBuffer strings, int from) {
        int to = from;
        while (strings.get(to) != 0) {
            to++;
        }
        byte[] name = new byte[to - from];
        strings.get(from, name);
        return new String(name, StandardCharsets.ISO_8859_1);
    }

    private static ByteBuffer read(FileChannel file, long from, long length) throws IOException {
        if (from < 0 || length < 0 || length > LONGEST_TABLE || from > file.size() - length) {
            throw new IOException(DAMAGED);
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && file.read(bytes, from + bytes.position()) >= 0) {}
        return bytes.flip();
    }
}
