package io.linreg.backend;

import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.data.Term;
import io.linreg.testing.Nist;
import io.linreg.testing.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Exact moments of a CUDA device, real or simulated, beside the CPU's: prints what is off. The argument is the device, or several;
 * a second one names a case.
 */
public final class ExactOnDevice {
    /** Of a column's size: what 106 bits leave of a sum of thousands, with some for centres that are not the means. */
    private static final double SHARE = 1e-28;

    private static int wrong;

    private ExactOnDevice() {}

    private record Case(String name, Dataset rows, List<Term> terms) {
        Case(String name, Dataset rows) {
            this(name, rows, Term.columns(rows.features()));
        }
    }

    public static void main(String[] args) {
        List<Case> cases = cases();
        try (Backend device = Backend.open(DeviceChoice.parse(args[0]))) {
            for (Case one : cases) {
                if (args.length > 1 && !one.name().equals(args[1])) {
                    continue;
                }
                ExactMoments moments = device.exactMoments(one.rows(), one.terms());
                compare(one.name(), moments, ExactMoments.of(one.rows(), one.terms()), false);
                compare(one.name() + ", again", device.exactMoments(one.rows(), one.terms()), moments, true);
            }
        }
        System.out.println(wrong + " wrong");
        System.exit(wrong == 0 ? 0 : 1);
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (int rows : new int[] {1, 2, 33, 513, 3000}) {
            cases.add(new Case(rows + " x 5", Problems.random(rows, 5, Precision.DOUBLE, rows)));
        }
        cases.add(new Case("wide", Problems.random(70, 70, Precision.DOUBLE, 7)));
        cases.add(new Case("floats", Problems.random(200, 3, Precision.FLOAT, 8)));
        Dataset some = Problems.random(2000, 4, Precision.DOUBLE, 9);
        int[] chosen = new SplittableRandom(10).ints(1500, 0, 2000).toArray();
        cases.add(new Case("a view", some.select(chosen).project(List.of("x3", "x1"))));
        List<Term> terms = List.of(
                Term.column("x2"), Term.power("x0", 3), Term.interaction(List.of("x1", "x3")), Term.power("x1", 12));
        cases.add(new Case("terms", some, terms));
        cases.add(new Case("weighted terms", weighted(1), terms.subList(0, 2)));
        cases.add(new Case("one row outweighs all", weighted(1e20)));
        Nist filip = Nist.sets().get(4);
        cases.add(new Case(filip.name(), filip.data(), filip.terms()));
        cases.add(new Case("means far from 0", far()));
        return cases;
    }

    /** The first row weighs so much; but it is not among those that tell the centres. */
    private static Dataset weighted(double most) {
        SplittableRandom random = new SplittableRandom(11);
        double[][] x = Problems.normal(random, 3000, 4);
        for (int i = 0; i < x.length; i++) {
            x[i][3] = i == 1 ? most : random.nextDouble();
        }
        return Problems.of(x, Problems.normal(random, 3000)).withWeights("x3");
    }

    private static Dataset far() {
        SplittableRandom random = new SplittableRandom(12);
        double[][] x = Problems.normal(random, 1000, 2);
        for (double[] row : x) {
            row[0] += 1e6;
            row[1] = 1e-6 * (row[1] - 100);
        }
        return Problems.of(x, Problems.normal(random, 1000));
    }

    private static void compare(String what, ExactMoments actual, ExactMoments expected, boolean sameBits) {
        int columns = expected.features() + 1;
        double worst = off(actual.weight(), expected.weight(), expected.weight().value());
        for (int j = 0; j < columns; j++) {
            double size = Math.sqrt(expected.uncentred(j, j).value());
            double weight = Math.sqrt(expected.weight().value());
            worst = Math.max(worst, off(actual.mean(j), expected.mean(j), size / weight));
            for (int k = 0; k < columns; k++) {
                double scale = size * Math.sqrt(expected.product(k, k).value())
                        + Math.sqrt(expected.product(j, j).value()
                                * expected.uncentred(k, k).value());
                worst = Math.max(worst, off(actual.product(j, k), expected.product(j, k), scale));
            }
        }
        if (actual.rows() != expected.rows() || !(worst <= (sameBits ? 0 : SHARE))) {
            System.out.printf("%s: off by %.2g of its scale%n", what, worst);
            wrong++;
        }
    }

    private static double off(DoubleDouble actual, DoubleDouble expected, double scale) {
        double error = Math.abs(actual.minus(expected).value());
        return error == 0 ? 0 : error / Math.max(scale, 1e-300);
    }
}
