package io.linreg.base;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** JSON objects as ordered maps. */
public final class Json {
    /** What is written here can be read here: names of columns may be of any length. */
    private static final StreamReadConstraints ANY_LENGTH = StreamReadConstraints.builder()
            .maxNameLength(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .build();

    private static final JSON PRETTY = JSON.builder(
                    JsonFactory.builder().streamReadConstraints(ANY_LENGTH).build())
            .enable(JSON.Feature.PRETTY_PRINT_OUTPUT)
            .enable(JSON.Feature.WRITE_NULL_PROPERTIES)
            .enable(JSON.Feature.FAIL_ON_DUPLICATE_MAP_KEYS)
            .build();

    private Json() {}

    /** The object as indented text. */
    public static String text(Map<String, ?> object) {
        try {
            return PRETTY.asString(object) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the object as indented text; the stream stays open. */
    public static void write(Map<String, ?> object, OutputStream out) throws IOException {
        out.write(text(object).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads one object.
     *
     * @throws IOException if the stream cannot be read
     * @throws LinregException if it holds no JSON object; the message gives the place and the reason, not the file
     */
    public static Map<String, Object> read(InputStream in) throws IOException {
        byte[] text = in.readAllBytes();
        try (JsonParser parser = PRETTY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new LinregException("there is no JSON object");
            }
            Map<String, Object> object = PRETTY.mapFrom(parser);
            if (parser.nextToken() != null) {
                throw new LinregException(
                        "line " + parser.currentTokenLocation().getLineNr() + ": something follows the JSON object");
            }
            return object;
        } catch (JsonProcessingException e) {
            String place =
                    e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
            throw new LinregException(place + reason(e), e);
        } catch (IOException e) {
            throw new LinregException(Text.reason(e), e); // of bytes in memory: their encoding is at fault
        }
    }

    /** Without the parser's own terms, which name its options. */
    private static String reason(JsonProcessingException e) {
        if (e instanceof JsonEOFException) {
            return "the JSON ends in the middle";
        }
        return e instanceof JsonParseException
                ? "this is no JSON"
                : Text.reason(new IOException(e.getOriginalMessage()));
    }

    /** The number, or null where JSON has none: NaN and the infinities. */
    public static Double number(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
