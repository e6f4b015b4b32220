package io.linreg.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds the ends of lines in bytes. */
final class LineFeeds {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private LineFeeds() {}

    /** How many there are among the first bytes; eight bytes at a time, as this is what threads wait for. */
    static long count(byte[] bytes, int length) {
        long count = 0;
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            long others = (long) LONGS.get(bytes, i) ^ 0x0A0A0A0A0A0A0A0AL; // a line feed becomes a zero
            long low = 0x7F7F7F7F7F7F7F7FL;
            count += Long.BYTES - Long.bitCount((((others & low) + low) | others) & ~low);
        }
        for (; i < length; i++) {
            count += bytes[i] == '\n' ? 1 : 0;
        }
        return count;
    }

    /** Behind the last one among the first bytes; 0 if there is none. */
    static int behindLast(byte[] bytes, int length) {
        int end = length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    /** Behind so many, which there have to be. */
    static int behind(byte[] bytes, long lines) {
        int end = 0;
        for (long line = 0; line < lines; end++) {
            line += bytes[end] == '\n' ? 1 : 0;
        }
        return end;
    }
}
