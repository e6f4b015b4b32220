package io.linreg.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of the format's own documentation, and the edges of its numbers. */
class ProtoMessageTest {
    @Test
    void theExamplesOfTheDocumentation() {
        assertThat(hex(new ProtoMessage().number(1, 150))).isEqualTo("089601");
        assertThat(hex(new ProtoMessage().text(2, "testing"))).isEqualTo("120774657374696e67");
        assertThat(hex(new ProtoMessage().message(3, new ProtoMessage().number(1, 150))))
                .isEqualTo("1a03089601");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "1, 01",
        "127, 7f",
        "128, 8001",
        "16383, ff7f",
        "16384, 808001",
        "2147483648, 8080808008",
        "9223372036854775807, ffffffffffffffff7f"
    })
    void numbersOfAllLengths(long number, String encoded) {
        assertThat(hex(new ProtoMessage().number(1, number))).isEqualTo("08" + encoded);
    }

    @Test
    void fieldsBeyondFifteenTakeTwoBytes() {
        assertThat(hex(new ProtoMessage().number(16, 1))).isEqualTo("800101");
        assertThat(hex(new ProtoMessage().text(20, "é").text(20, ""))).isEqualTo("a20102c3a9" + "a20100");
    }

    @Test
    void longBytesHaveALongLength() {
        byte[] encoded = new ProtoMessage().bytes(9, new byte[300]).toByteArray();

        assertThat(encoded).hasSize(1 + 2 + 300).startsWith(0x4a, 0xac, 0x02);
    }

    private static String hex(ProtoMessage message) {
        return HexFormat.of().formatHex(message.toByteArray());
    }
}
