package io.linreg.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A message in the wire format of protocol buffers: fields, each a key and a value, one after another. It has the two kinds of
 * fields that ONNX models need, which is little enough to write by hand: Google's runtime and ONNX's generated classes are
 * larger than the rest of the program.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Encoding of protocol buffers</a>
 */
final class ProtoMessage {
    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Adds a whole number, not negative. */
    ProtoMessage number(int field, long value) {
        key(field, VARINT);
        varint(value);
        return this;
    }

    /** Adds bytes; a field that is there already is then a repeated one. */
    ProtoMessage bytes(int field, byte[] value) {
        key(field, LENGTH_DELIMITED);
        varint(value.length);
        bytes.writeBytes(value);
        return this;
    }

    /** Adds a text. */
    ProtoMessage text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a message as it is now. */
    ProtoMessage message(int field, ProtoMessage value) {
        return bytes(field, value.toByteArray());
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }

    void writeTo(OutputStream out) throws IOException {
        bytes.writeTo(out);
    }

    private void key(int field, int type) {
        varint(((long) field << 3) | type);
    }

    /** Seven bits a byte, the lowest first; the eighth says that more follow. */
    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }
}
