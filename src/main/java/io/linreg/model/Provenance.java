package io.linreg.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies JSON values into the form that reading a file gives them: whole numbers are Integer where they fit, other numbers
 * Double. So a model equals what is loaded from its file, and no part of it can be changed from outside.
 */
final class Provenance {
    private Provenance() {}

    static Map<String, Object> copy(Map<?, ?> json) {
        Map<String, Object> copy = new LinkedHashMap<>();
        json.forEach((key, value) -> copy.put(String.valueOf(key), value(value)));
        return Collections.unmodifiableMap(copy);
    }

    private static Object value(Object json) {
        if (json instanceof Map<?, ?> object) {
            return copy(object);
        }
        if (json instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(element -> copy.add(value(element)));
            return Collections.unmodifiableList(copy);
        }
        if (json instanceof Long number && number == number.intValue()) {
            return number.intValue();
        }
        return json instanceof Float number ? (Object) number.doubleValue() : json;
    }
}
