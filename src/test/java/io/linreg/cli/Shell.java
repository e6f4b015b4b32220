package io.linreg.cli;

import io.linreg.base.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Runs a command line in this process. */
record Shell(int exit, String out, String err) {

    static Shell run(String... args) {
        return run(InputStream.nullInputStream(), args);
    }

    static Shell runWithInput(String input, String... args) {
        return run(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), args);
    }

    static Shell run(InputStream in, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Cli.run(new Streams(in, out, new PrintStream(err, true, StandardCharsets.UTF_8), false), args);
        return new Shell(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    Map<String, Object> json() {
        try {
            return Json.read(new ByteArrayInputStream(out.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What is found by going down the keys. */
    Object json(String... keys) {
        Object value = json();
        for (String key : keys) {
            value = ((Map<?, ?>) value).get(key);
        }
        return value;
    }

    double number(String... keys) {
        return ((Number) json(keys)).doubleValue();
    }
}
