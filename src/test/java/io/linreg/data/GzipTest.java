package io.linreg.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GzipTest {
    private static final String TEXT = "a,b\n1,2\n3,4\n5,6\n";

    @Test
    void foundByItsFirstBytesWhateverTheName(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("data.csv"), Csv.gzip(Csv.utf8(TEXT)));
        assertThat(Csv.records(Source.file(file))).isEqualTo(Csv.records(TEXT));
        Path plain = Files.writeString(folder.resolve("plain.csv.gz"), TEXT);
        assertThat(Csv.records(Source.file(plain))).isEqualTo(Csv.records(TEXT));
    }

    @Test
    void onStandardInput() {
        byte[] bytes = Csv.gzip(Csv.utf8(TEXT));
        assertThat(Csv.records(Csv.of(bytes))).isEqualTo(Csv.records(TEXT));
        assertThat(Csv.records(Csv.of(Csv.trickle(bytes)))).isEqualTo(Csv.records(TEXT));
    }

    @Test
    void everyMemberIsRead() {
        byte[] bytes = members("a,b\n1,", "2\n3,4", "", "\n5,6\n");
        assertThat(Csv.records(Csv.of(bytes))).isEqualTo(Csv.records(TEXT));
    }

    @Test
    void everyMemberIsReadFromAPipeThatPauses() {
        byte[] bytes = members("a,b\n1,", "2\n3,4", "", "\n5,6\n");
        assertThat(Csv.records(Csv.of(Csv.trickle(bytes)))).isEqualTo(Csv.records(TEXT));
    }

    @Test
    void membersOfEverySizeRoundTheBuffers() {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder("a,b\n");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(Csv.gzip(Csv.utf8("a,b\n")));
        for (int i = 0; i < 60; i++) {
            StringBuilder part = new StringBuilder();
            for (int rows = random.nextInt(600); rows > 0; rows--) {
                part.append(random.nextDouble())
                        .append(',')
                        .append(random.nextInt())
                        .append('\n');
            }
            text.append(part);
            bytes.writeBytes(Csv.gzip(Csv.utf8(part.toString())));
        }
        assertThat(Csv.records(Csv.of(bytes.toByteArray())).equals(Csv.records(text.toString())))
                .isTrue();
    }

    @Test
    void headerWithNameCommentExtraAndChecksum() throws IOException {
        assertThat(Csv.records(Csv.of(withFullHeader()))).isEqualTo(Csv.records(TEXT));
    }

    @Test
    void cutAnywhereIsRefused() throws IOException {
        for (byte[] whole : List.of(Csv.gzip(Csv.utf8(TEXT)), withFullHeader())) {
            for (int kept = 2; kept < whole.length; kept++) {
                byte[] cut = Arrays.copyOf(whole, kept);
                Csv.assertRefused(() -> Csv.records(Csv.of(cut)), Csv.NAME, "cut short; fetch it again");
                Csv.assertRefused(() -> Csv.records(Csv.of(Csv.trickle(cut))), Csv.NAME, "cut short; fetch it again");
            }
        }
    }

    @Test
    void cutWithinAFurtherMemberIsRefused() {
        byte[] first = Csv.gzip(Csv.utf8("a,b\n1,2\n"));
        byte[] second = Csv.gzip(Csv.utf8("3,4\n"));
        for (int kept = 1; kept < second.length; kept++) {
            byte[] cut = Csv.concat(first, Arrays.copyOf(second, kept));
            Csv.assertRefused(() -> Csv.records(Csv.of(cut)), Csv.NAME, "fetch it again");
            Csv.assertRefused(() -> Csv.records(Csv.of(Csv.trickle(cut))), Csv.NAME, "fetch it again");
        }
    }

    @Test
    void whatFollowsAndIsNoGzipIsRefused() {
        for (int length : new int[] {1, 7, 8, 9, 17, 18, 19, 30, 100_000}) {
            byte[] junk = new byte[length];
            Arrays.fill(junk, (byte) 'x');
            byte[] bytes = Csv.concat(Csv.gzip(Csv.utf8(TEXT)), junk);
            Csv.assertRefused(() -> Csv.records(Csv.of(bytes)), Csv.NAME, "damaged");
        }
    }

    @Test
    void everyFlippedByteOfTheContentIsRefused() {
        byte[] whole = Csv.gzip(Csv.utf8(TEXT));
        for (int i = 10; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 0x55;
            Csv.assertRefused(() -> Csv.records(Csv.of(damaged)), Csv.NAME);
        }
    }

    @Test
    void unknownMethodIsRefused() {
        byte[] bytes = Csv.gzip(Csv.utf8(TEXT));
        bytes[2] = 7;
        Csv.assertRefused(() -> Csv.records(Csv.of(bytes)), Csv.NAME, "damaged", "fetch it again");
    }

    @Test
    void emptyContentIsAnEmptyFile() {
        Csv.assertRefused(() -> Csv.records(Csv.of(Csv.gzip(new byte[0]))), "is empty");
    }

    private static byte[] members(String... parts) {
        return Csv.concat(
                Arrays.stream(parts).map(part -> Csv.gzip(Csv.utf8(part))).toArray(byte[][]::new));
    }

    /** All the optional fields that RFC 1952 has. */
    private static byte[] withFullHeader() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 0x1e, 1, 2, 3, 4, 0, 3});
        out.writeBytes(new byte[] {4, 0, 'x', 'y', 0, 0});
        out.writeBytes(Csv.utf8("data.csv\0a comment\0"));
        CRC32 header = new CRC32();
        header.update(out.toByteArray());
        little(out, header.getValue(), 2);
        try (OutputStream deflated = new DeflaterOutputStream(out, new Deflater(9, true))) {
            deflated.write(Csv.utf8(TEXT));
        }
        CRC32 content = new CRC32();
        content.update(Csv.utf8(TEXT));
        little(out, content.getValue(), 4);
        little(out, TEXT.length(), 4);
        return out.toByteArray();
    }

    private static void little(ByteArrayOutputStream out, long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >>> (8 * i)));
        }
    }
}
