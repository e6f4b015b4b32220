package io.linreg.spark;

import java.io.Serializable;
import java.util.List;
import java.util.function.Predicate;
import scala.runtime.AbstractFunction1;

/** What a param may be. Where Spark only says that a value is invalid, this says what is allowed. */
final class Limit<T> extends AbstractFunction1<T, Object> implements Serializable {
    private static final long serialVersionUID = 1L;

    private interface Test<T> extends Predicate<T>, Serializable {}

    private final Test<T> test;
    private final String rule;

    private Limit(Test<T> test, String rule) {
        this.test = test;
        this.rule = rule;
    }

    /** A number in a range, ends included. */
    static Limit<Object> of(String param, double least, double largest) {
        boolean open = largest >= Integer.MAX_VALUE;
        return new Limit<>(
                value -> {
                    double number = ((Number) value).doubleValue();
                    return number >= least && number <= largest;
                },
                param + " is a number from " + brief(least) + (open ? "" : " to " + brief(largest)));
    }

    /** One of some words. */
    static Limit<String> of(String param, List<String> words) {
        return new Limit<>(words::contains, param + " is " + String.join(", ", words));
    }

    /** A device of a task. */
    static Limit<String> device() {
        return new Limit<>(
                value -> value.equals(TaskDevice.GPU)
                        || value.equals("auto")
                        || value.equals("cpu")
                        || value.matches("\\d{1,4}"),
                "device is auto, cpu, gpu, or the number of a CUDA device");
    }

    private static String brief(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    @Override
    public Object apply(T value) {
        if (!test.test(value)) {
            throw new IllegalArgumentException(rule + ", not " + value);
        }
        return true;
    }
}
