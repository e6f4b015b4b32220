package io.linreg.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import smile.data.DataFrame;
import smile.data.formula.Formula;
import smile.regression.LinearModel;
import smile.regression.OLS;

/**
 * Correct digits of other Java packages on NIST's linear sets; accuracy/nist.py has those of Python and R, and says what is counted
 * and how. Argument: nist.txt, as the tests have it.
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
final class NistDigits {
    private static final int MOST_DIGITS = 15;

    /** A set: powers of x are columns like others. The intercept is the first parameter, where there is one. */
    private record Set(
            String name, boolean intercept, double[] coefficients, double[] errors, double[][] x, double[] y) {
        static Set parse(String text) {
            List<double[]> certified = new ArrayList<>();
            List<double[]> rows = new ArrayList<>();
            String[] lines = text.strip().split("\n", -1);
            int degree = Integer.parseInt(lines[1].split(" ", -1)[1]);
            for (String line : Arrays.asList(lines).subList(2, lines.length)) {
                String[] words = line.split(" ", -1);
                if (words[0].startsWith("B")) {
                    certified.add(new double[] {Double.parseDouble(words[1]), Double.parseDouble(words[2])});
                } else if (!words[0].equals("residual") && !words[0].equals("y")) {
                    rows.add(Arrays.stream(words)
                            .mapToDouble(Double::parseDouble)
                            .toArray());
                }
            }
            return new Set(
                    lines[0],
                    lines[2].startsWith("B0"),
                    certified.stream().mapToDouble(c -> c[0]).toArray(),
                    certified.stream().mapToDouble(c -> c[1]).toArray(),
                    rows.stream().map(row -> columns(row, degree)).toArray(double[][]::new),
                    rows.stream().mapToDouble(row -> row[0]).toArray());
        }

        private static double[] columns(double[] row, int degree) {
            double[] columns = new double[degree == 1 ? row.length - 1 : degree];
            for (int j = 0; j < columns.length; j++) {
                columns[j] = degree == 1 ? row[1 + j] : Math.pow(row[1], 1 + j);
            }
            return columns;
        }
    }

    /** Coefficients and their standard errors. */
    private record Fit(double[] coefficients, double[] errors) {}

    private NistDigits() {}

    private static Fit commonsMath(Set set) {
        OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
        regression.setNoIntercept(!set.intercept());
        regression.newSampleData(set.y(), set.x());
        return new Fit(
                regression.estimateRegressionParameters(), regression.estimateRegressionParametersStandardErrors());
    }

    /** Smile's models always have an intercept. */
    private static Fit smile(Set set, String method) {
        if (!set.intercept()) {
            throw new UnsupportedOperationException("no model without intercept");
        }
        int d = set.x()[0].length;
        double[][] table = new double[set.y().length][];
        for (int i = 0; i < table.length; i++) {
            table[i] = Arrays.copyOf(set.x()[i], d + 1);
            table[i][d] = set.y()[i];
        }
        String[] names = new String[d + 1];
        Arrays.setAll(names, j -> j < d ? "x" + j : "y");
        LinearModel model = OLS.fit(Formula.lhs("y"), DataFrame.of(table, names), method, true, true);
        double[][] tests = model.ttest();
        double[] coefficients = new double[d + 1];
        double[] errors = new double[d + 1];
        for (int j = 0; j <= d; j++) {
            coefficients[j] = tests[j][0]; // the intercept is its first
            errors[j] = tests[j][1];
        }
        return new Fit(coefficients, errors);
    }

    public static void main(String[] args) throws IOException {
        String[] texts = Files.readString(Path.of(args[0])).split("\nset ", -1);
        List<Set> sets = Arrays.stream(texts, 1, texts.length).map(Set::parse).toList();
        print("commons-math", sets, NistDigits::commonsMath);
        print("Smile, QR", sets, set -> smile(set, "qr"));
        print("Smile, SVD", sets, set -> smile(set, "svd"));
    }

    private static void print(String name, List<Set> sets, Function<Set, Fit> fitter) {
        System.out.println(name);
        for (Set set : sets) {
            String digits;
            try {
                Fit fit = fitter.apply(set);
                digits = String.format(
                        Locale.ROOT,
                        "%6.1f %6.1f",
                        digits(fit.coefficients(), set.coefficients()),
                        digits(fit.errors(), set.errors()));
            } catch (RuntimeException e) {
                digits = "  " + e.getMessage();
            }
            System.out.printf(Locale.ROOT, "  %-10s %s%n", set.name(), digits);
        }
    }

    private static double digits(double[] numbers, double[] certified) {
        double least = MOST_DIGITS;
        for (int j = 0; j < certified.length; j++) {
            double error = Math.abs(numbers[j] - certified[j]) / (certified[j] == 0 ? 1 : Math.abs(certified[j]));
            least = Math.min(least, Double.isNaN(error) ? 0 : Math.max(0, -Math.log10(error)));
        }
        return least;
    }
}
