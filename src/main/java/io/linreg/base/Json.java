package io.linreg.base;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** JSON objects as ordered maps. */
public final class Json {
    private static final JSON PRETTY = JSON.builder()
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
        try {
            return PRETTY.mapFrom(in);
        } catch (JsonProcessingException e) {
            String place =
                    e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
            throw new LinregException(place + Text.reason(new IOException(e.getOriginalMessage())), e);
        }
    }

    /** The number, or null where JSON has none: NaN and the infinities. */
    public static Double number(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
