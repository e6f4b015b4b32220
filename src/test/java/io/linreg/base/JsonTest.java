package io.linreg.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    private static Map<String, Object> read(String text) throws IOException {
        return Json.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void orderIsKept() throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        for (String key : List.of("z", "a", "m", "b", "größe", "😀", "\"\n\\")) {
            object.put(key, key.length());
        }
        String text = Json.text(object);
        assertThat(text).startsWith("{").endsWith("}\n");
        assertThat(List.copyOf(read(text).keySet())).isEqualTo(List.copyOf(object.keySet()));
        assertThat(read(text)).isEqualTo(object);
    }

    @Test
    void nestedObjectsAndLists() throws IOException {
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("y", List.of(1, 2.5, "x", true));
        inner.put("x", null);
        Map<String, Object> object = Map.of("o", inner);
        assertThat(read(Json.text(object))).isEqualTo(object);
    }

    @Test
    void whatIsNoNumberIsNull() throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("nan", Json.number(Double.NaN));
        object.put("inf", Json.number(Double.NEGATIVE_INFINITY));
        object.put("one", Json.number(1.5));
        assertThat(Json.text(object)).contains("\"nan\" : null", "\"inf\" : null", "\"one\" : 1.5");
        assertThat(read(Json.text(object))).isEqualTo(object).containsKeys("nan", "inf");
    }

    @Test
    void doublesKeepEveryBit() throws IOException {
        Random random = new Random(1);
        List<Double> values = new ArrayList<>();
        while (values.size() < 1000) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                values.add(value);
            }
        }
        assertThat(read(Json.text(Map.of("v", values))).get("v")).isEqualTo(values);
    }

    @Test
    void theStreamStaysOpen() throws IOException {
        boolean[] closed = {false};
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        Json.write(Map.of("größe", 1), out);
        assertThat(closed[0]).isFalse();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(Json.text(Map.of("größe", 1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  \n",
                "null",
                "1",
                "true",
                "\"text\"",
                "[1]",
                "[]",
                "{",
                "{]",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{'a':1}",
                "{a:1}",
                "{\"a\":1",
                "{\"a\":NaN}",
                "{\"a\":01}",
                "{\"a\":\"\n\"}",
                "{\"a\":1}}",
                "{\"a\":1} x",
                "{\"a\":1}{\"b\":2}",
                "{\"a\":1} // remark",
                "a,b\n1,2\n",
                "<html>",
                "\0\0\0\0",
                "{\"a\":1}\0",
                "\u0000{\u0000\"",
                "{\"a\":tru}",
                "{\"a\":\"\\x\"}",
                "{\"a\":1,\"a\":2}",
                "{\"o\":{\"a\":1,\"b\":2,\"a\":1}}",
                "{\"a\":[1,{\"b\":1,\"b\":1}]}"
            })
    void garbageAndDuplicateKeysAreRefused(String text) {
        assertRefused(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void otherEncodingsAndBytesAreRefused() {
        assertRefused("{\"a\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(new byte[] {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF});
        assertRefused(new byte[] {0, 0, (byte) 0xFF, (byte) 0xFE, 1, 2, 3});
        assertRefused(new byte[] {'{', 0, 0, 0, '"', 1});
    }

    @Test
    void depthIsBounded() {
        assertRefused(("{\"a\":" + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8));
        assertRefused("{\"a\":".repeat(100_000).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsWrittenIsReadHoweverLongItsNames() throws IOException {
        String name = "n".repeat(60_000);
        assertThat(read(Json.text(Map.of(name, 1)))).containsEntry(name, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":", "{\"a\":NaN}", "{} // remark", "{\"a\":tru}"})
    void theParsersOwnTermsAreNotShown(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(LinregException.class)
                .message()
                .startsWith("line 1: ")
                .doesNotContainIgnoringCase("feature")
                .doesNotContain("token", "Source");
    }

    @Test
    void theLineIsNamed() {
        assertThatThrownBy(() -> read("{\n\"a\": 1,\n\"b\": x\n}"))
                .isInstanceOf(LinregException.class)
                .hasMessageStartingWith("line 3: ");
        assertThatThrownBy(() -> read("{}\n\n{}"))
                .isInstanceOf(LinregException.class)
                .hasMessageStartingWith("line 3: ");
    }

    @Test
    void damagedObjectsAreReadOrRefused() throws IOException {
        byte[] whole = "{\"version\": 1, \"w\": [0.5, -1e-7, null], \"größe\": {\"a\": true, \"b\": \"x\\u00e9\"}}\n"
                .getBytes(StandardCharsets.UTF_8);
        Random random = new Random(2);
        int refused = 0;
        for (int n = 0; n < 3000; n++) {
            byte[] bytes = Arrays.copyOf(whole, random.nextInt(3) == 0 ? random.nextInt(whole.length) : whole.length);
            for (int k = random.nextInt(4); k > 0 && bytes.length > 0; k--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(Json.read(new ByteArrayInputStream(bytes))).isNotNull();
            } catch (LinregException e) {
                assertThat(e.getMessage()).isNotBlank().doesNotContainPattern("[\\p{Cntrl}\u2028\u2029]");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(1000);
    }

    @Test
    void streamThatFailsIsNoGarbage() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }

            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                return read();
            }
        };
        assertThatThrownBy(() -> Json.read(broken)).isExactlyInstanceOf(IOException.class);
    }

    private static void assertRefused(byte[] bytes) {
        Throwable thrown = catchThrowable(() -> Json.read(new ByteArrayInputStream(bytes)));
        assertThat(thrown).isInstanceOf(LinregException.class);
        assertThat(thrown.getMessage()).isNotBlank().doesNotContainPattern("[\\p{Cntrl}\u2028\u2029]");
    }
}
