package io.linreg.export;

import io.linreg.base.Version;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * An ONNX model as it grows, node by node. The numbers are those that onnx.proto gives to the fields of its messages. Opset 13
 * is of 2020: what reads ONNX today reads it.
 */
final class OnnxGraph {
    private static final int IR_VERSION = 7;
    private static final int OPSET = 13;
    /** The operators of classical machine learning: a domain of their own. */
    private static final String ML = "ai.onnx.ml";

    private static final int ML_OPSET = 1;

    /** Types of elements. */
    enum ElementType {
        FLOAT(1),
        INT64(7),
        STRING(8),
        BOOL(9),
        DOUBLE(11);

        private final int number;

        ElementType(int number) {
            this.number = number;
        }
    }

    private final ProtoMessage graph = new ProtoMessage();
    private final Set<String> domains = new TreeSet<>(Set.of(""));

    /** A matrix that goes in, of any number of rows. */
    String input(String name, ElementType type, int columns) {
        graph.message(11, matrix(name, type, columns));
        return name;
    }

    /** Makes a matrix what comes out. */
    void output(String name, ElementType type, int columns) {
        graph.message(12, matrix(name, type, columns));
    }

    private static ProtoMessage matrix(String name, ElementType type, int columns) {
        ProtoMessage shape = new ProtoMessage()
                .message(1, new ProtoMessage().text(2, "rows"))
                .message(1, new ProtoMessage().number(1, columns));
        ProtoMessage tensor = new ProtoMessage().number(1, type.number).message(2, shape);
        return new ProtoMessage().text(1, name).message(2, new ProtoMessage().message(1, tensor));
    }

    /** A constant tensor, in row-major order. */
    String constant(String name, double[] values, long... shape) {
        ByteBuffer raw = ByteBuffer.allocate(Math.multiplyExact(values.length, Double.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        raw.asDoubleBuffer().put(values);
        return constant(name, tensor(ElementType.DOUBLE, shape).bytes(9, raw.array()));
    }

    /** A constant vector of positions. */
    String constant(String name, int[] values) {
        return constant(name, positions(values, values.length));
    }

    /** A constant position. */
    String constant(String name, int value) {
        return constant(name, positions(new int[] {value}));
    }

    private static ProtoMessage positions(int[] values, long... shape) {
        ByteBuffer raw = ByteBuffer.allocate(Math.multiplyExact(values.length, Long.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            raw.putLong(value);
        }
        return tensor(ElementType.INT64, shape).bytes(9, raw.array());
    }

    /** A constant text. */
    String constant(String name, String value) {
        return constant(name, tensor(ElementType.STRING).text(6, value));
    }

    private static ProtoMessage tensor(ElementType type, long... shape) {
        ProtoMessage tensor = new ProtoMessage();
        for (long length : shape) {
            tensor.number(1, length);
        }
        return tensor.number(2, type.number);
    }

    private String constant(String name, ProtoMessage tensor) {
        graph.message(5, tensor.text(8, name));
        return name;
    }

    /** A node of an operator. */
    String node(String output, String operator, List<String> inputs, ProtoMessage... attributes) {
        return node("", output, operator, inputs, attributes);
    }

    /** A node of an operator of classical machine learning. */
    String nodeOfMl(String output, String operator, List<String> inputs, ProtoMessage... attributes) {
        return node(ML, output, operator, inputs, attributes);
    }

    private String node(
            String domain, String output, String operator, List<String> inputs, ProtoMessage... attributes) {
        domains.add(domain);
        ProtoMessage node = new ProtoMessage();
        inputs.forEach(input -> node.text(1, input));
        node.text(2, output).text(3, output).text(4, operator).text(7, domain);
        for (ProtoMessage attribute : attributes) {
            node.message(5, attribute);
        }
        graph.message(1, node);
        return output;
    }

    static ProtoMessage attribute(String name, long value) {
        return new ProtoMessage().text(1, name).number(20, 2).number(3, value);
    }

    static ProtoMessage attribute(String name, ElementType type) {
        return attribute(name, type.number);
    }

    static ProtoMessage attribute(String name, int[] values) {
        ProtoMessage attribute = new ProtoMessage().text(1, name).number(20, 7);
        for (int value : values) {
            attribute.number(8, value);
        }
        return attribute;
    }

    static ProtoMessage attribute(String name, List<String> values) {
        ProtoMessage attribute = new ProtoMessage().text(1, name).number(20, 8);
        values.forEach(value -> attribute.text(9, value));
        return attribute;
    }

    /** The model, with texts beside it. */
    ProtoMessage model(Map<String, String> metadata) {
        ProtoMessage model = new ProtoMessage()
                .number(1, IR_VERSION)
                .text(2, "linreg-gpu")
                .text(3, Version.current().number())
                .message(7, graph.text(2, "linear_model"));
        domains.forEach(domain ->
                model.message(8, new ProtoMessage().text(1, domain).number(2, domain.equals(ML) ? ML_OPSET : OPSET)));
        metadata.forEach((key, value) ->
                model.message(14, new ProtoMessage().text(1, key).text(2, value)));
        return model;
    }
}
