package io.linreg.backend.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Makes a shared library ask for another version of one that it depends on: the name in its string tables, and the hash
 * of that name among the versions it needs (System V ABI, gABI chapter 5; Linux Standard Base, symbol versioning).
 */
final class Rebinding {
    private static final int SECTION_TABLE = 0x28;
    private static final int SECTION_SIZE = 0x3a;
    private static final int SECTION_COUNT = 0x3c;
    private static final int VERSION_NEEDS = 0x6ffffffe; // SHT_GNU_verneed

    private Rebinding() {}

    /**
     * A copy of the library that depends on another name.
     *
     * @param library an ELF file, 64 bits, little-endian
     * @param from the name that it depends on
     * @param to the other name, as long as the first
     */
    static byte[] rebind(byte[] library, String from, String to) {
        if (from.length() != to.length()) {
            throw new IllegalArgumentException(from + " and " + to + " differ in length");
        }
        byte[] rebound = library.clone();
        replaceNames(rebound, bytes("\0" + from + "\0"), bytes("\0" + to + "\0"));
        ByteBuffer elf = ByteBuffer.wrap(rebound).order(ByteOrder.LITTLE_ENDIAN);
        int sections = (int) elf.getLong(SECTION_TABLE);
        for (int s = 0; s < elf.getShort(SECTION_COUNT); s++) {
            int section = sections + s * elf.getShort(SECTION_SIZE);
            if (elf.getInt(section + 4) == VERSION_NEEDS) {
                replaceHashes(elf, (int) elf.getLong(section + 0x18), elf.getInt(section + 0x2c), hash(from), hash(to));
            }
        }
        return rebound;
    }

    private static void replaceNames(byte[] in, byte[] from, byte[] to) {
        for (int i = 0; i + from.length <= in.length; i++) {
            int length = 0;
            while (length < from.length && in[i + length] == from[length]) {
                length++;
            }
            if (length == from.length) {
                System.arraycopy(to, 0, in, i, length);
            }
        }
    }

    /** A list of libraries, each with a list of versions; the links are offsets from the entry that holds them. */
    private static void replaceHashes(ByteBuffer elf, int first, int libraries, int from, int to) {
        int library = first;
        for (int i = 0; i < libraries; i++) {
            int version = library + elf.getInt(library + 8);
            for (int j = 0; j < elf.getShort(library + 2); j++) {
                if (elf.getInt(version) == from) {
                    elf.putInt(version, to);
                }
                version += elf.getInt(version + 12);
            }
            library += elf.getInt(library + 12);
        }
    }

    /** The hash function of ELF. */
    private static int hash(String name) {
        int hash = 0;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash << 4) + name.charAt(i);
            int top = hash & 0xf0000000;
            hash = (hash ^ (top >>> 24)) & ~top;
        }
        return hash;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
