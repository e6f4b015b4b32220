package io.linreg.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RebindingTest {
    private static byte[] library;

    @BeforeAll
    static void readTheBridgeToCublas() throws IOException {
        try (InputStream in = RebindingTest.class.getResourceAsStream("/lib/libJCublas2-12.6.0-linux-x86_64.so")) {
            library = in.readAllBytes();
        }
    }

    @Test
    void theOtherNameStandsWhereTheFirstStood() {
        byte[] rebound = Rebinding.rebind(library, "libcublas.so.12", "libcublas.so.13");

        assertThat(count(library, "\0libcublas.so.12\0")).isPositive();
        assertThat(count(rebound, "\0libcublas.so.12\0")).isZero();
        assertThat(count(rebound, "\0libcublas.so.13\0")).isEqualTo(count(library, "\0libcublas.so.12\0"));
    }

    @Test
    void nothingElseChangesButTheHash() {
        byte[] rebound = Rebinding.rebind(library, "libcublas.so.12", "libcublas.so.13");
        int changed = 0;
        for (int i = 0; i < library.length; i++) {
            changed += library[i] == rebound[i] ? 0 : 1;
        }

        // The last digit of the name, and the low byte of its hash: the digit is what the hash adds last.
        assertThat(rebound).hasSameSizeAs(library);
        assertThat(changed).isEqualTo(count(library, "\0libcublas.so.12\0") + 1);
    }

    @Test
    void thereAndBackIsTheSame() {
        byte[] rebound = Rebinding.rebind(library, "libcublas.so.12", "libcublas.so.13");

        assertThat(Rebinding.rebind(rebound, "libcublas.so.13", "libcublas.so.12"))
                .isEqualTo(library);
    }

    @Test
    void namesOfUnequalLengthAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Rebinding.rebind(library, "libcublas.so.12", "libx.so"));
    }

    private static int count(byte[] in, String text) {
        String content = new String(in, StandardCharsets.ISO_8859_1);
        int count = 0;
        for (int at = content.indexOf(text); at >= 0; at = content.indexOf(text, at + 1)) {
            count++;
        }
        return count;
    }
}
