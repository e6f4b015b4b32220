package io.linreg.testing;

import io.linreg.data.Dataset;
import io.linreg.data.DatasetBuilder;
import io.linreg.data.Precision;
import io.linreg.data.Term;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A set of NIST's Statistical Reference Datasets for linear regression.
 *
 * @param degree of the polynomial in x; 1 for columns as they are
 * @param certified parameters by feature, then the intercept where there is one
 * @param errors their certified standard errors
 * @param residual the certified residual standard deviation
 */
public record Nist(
        String name,
        int degree,
        boolean intercept,
        double[] certified,
        double[] errors,
        double residual,
        Dataset data) {
    private static final int MOST_DIGITS = 15;

    /** All eleven. */
    public static List<Nist> sets() {
        try (InputStream in = Nist.class.getResourceAsStream("/io/linreg/nist.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return Arrays.stream(text.split("\nset ")).skip(1).map(Nist::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Nist parse(String text) {
        List<String[]> lines = text.lines()
                .filter(line -> !line.isEmpty())
                .map(line -> line.split(" "))
                .toList();
        List<double[]> parameters = new ArrayList<>();
        int at = 2;
        boolean intercept = lines.get(at)[0].equals("B0");
        for (; lines.get(at)[0].startsWith("B"); at++) {
            parameters.add(numbers(lines.get(at)));
        }
        if (intercept) {
            parameters.add(parameters.remove(0));
        }
        double residual = Double.parseDouble(lines.get(at++)[1]);
        List<String> columns = List.of(lines.get(at++));
        DatasetBuilder data = Dataset.builder(columns.subList(1, columns.size()), "y", Precision.DOUBLE);
        for (; at < lines.size(); at++) {
            data.add(numbers(lines.get(at)), Double.parseDouble(lines.get(at)[0]));
        }
        return new Nist(
                lines.get(0)[0],
                Integer.parseInt(lines.get(1)[1]),
                intercept,
                parameters.stream().mapToDouble(p -> p[0]).toArray(),
                parameters.stream().mapToDouble(p -> p[1]).toArray(),
                residual,
                data.build());
    }

    /** All words but the first. */
    private static double[] numbers(String[] words) {
        return Arrays.stream(words).skip(1).mapToDouble(Double::parseDouble).toArray();
    }

    /** The model's terms. */
    public List<Term> terms() {
        return degree == 1
                ? Term.columns(data.features())
                : IntStream.rangeClosed(1, degree)
                        .mapToObj(power -> Term.power("x", power))
                        .toList();
    }

    /** Correct digits of the worst of some numbers: log relative errors, at most the 15 that are certified. */
    public static double digits(double[] numbers, double[] certified) {
        return IntStream.range(0, certified.length)
                .mapToDouble(j -> digits(numbers[j], certified[j]))
                .min()
                .orElseThrow();
    }

    /** -log10(|c - q| / |q|), or -log10(|c|) where q is 0; from 0 to 15. */
    public static double digits(double number, double certified) {
        double error = Math.abs(number - certified) / (certified == 0 ? 1 : Math.abs(certified));
        return Math.max(0, Math.min(MOST_DIGITS, -Math.log10(error)));
    }
}
