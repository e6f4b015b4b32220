package io.linreg.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random tables through the reader, a split and a design, against the same done naively, cell by cell. */
class DesignPropertiesTest {
    private static final List<String> COLUMNS = List.of("u", "v", "c", "d");
    private static final String NONE = "";

    private final Random random = new Random();

    /** u and v are numbers, c and d words; some cells are missing. */
    private List<Map<String, String>> table() {
        List<Map<String, String>> rows = new ArrayList<>();
        int levels = 1 + random.nextInt(5);
        boolean gaps = random.nextBoolean();
        for (int i = 3 + random.nextInt(40); i > 0; i--) {
            Map<String, String> row = new LinkedHashMap<>();
            for (String column : COLUMNS) {
                boolean number = column.equals("u") || column.equals("v");
                String cell = number
                        ? Double.toString(random.nextInt(9) == 0 ? random.nextGaussian() * 1e6 : random.nextInt(5))
                        : "l" + random.nextInt(levels);
                row.put(column, gaps && random.nextInt(5) == 0 ? NONE : cell);
            }
            rows.add(row);
        }
        COLUMNS.forEach(column -> rows.get(0).put(column, column.compareTo("e") < 0 ? "l0" : "1.5")); // to have a fill
        return rows;
    }

    private static String csv(List<Map<String, String>> rows) {
        StringBuilder csv = new StringBuilder(String.join(",", COLUMNS)).append(",y\n");
        rows.forEach(row -> csv.append(String.join(",", row.values())).append(",0\n"));
        return csv.toString();
    }

    private List<Term> terms() {
        List<Term> terms = new ArrayList<>(Term.columns(COLUMNS));
        for (List<String> names : List.of(
                List.of("u", "v"), List.of("c", "u"), List.of("v", "d"), List.of("c", "d"), List.of("d", "u", "c"))) {
            if (random.nextBoolean()) {
                terms.add(Term.interaction(names));
            }
        }
        for (int power = 2; power <= random.nextInt(5); power++) {
            terms.add(Term.power("u", power));
        }
        return terms;
    }

    @Property(tries = 300)
    void designsAreWhatTheyAreNaively(@ForAll long seed) {
        random.setSeed(seed);
        List<Map<String, String>> rows = table();
        List<Term> terms = terms();
        int[] train = IntStream.range(0, rows.size())
                .filter(i -> i == 0 || random.nextInt(3) > 0)
                .toArray();
        ColumnChoice last = new ColumnChoice(null, List.of(), List.of());
        CellRules rules = new CellRules(Set.of(), true, Missing.MEAN);
        Dataset data = DatasetReader.read(Csv.of(csv(rows)), null, last, rules, Precision.DOUBLE)
                .dataset();

        Design design = DesignFit.of(data.select(train), terms).design();

        Naive naive = new Naive(rows, train, terms);
        assertThat(design.features()).containsExactlyElementsOf(naive.features());
        Dataset matrix = design.apply(data, Unseen.ZERO);
        DesignCells cells = new DesignCells(design, Unseen.ZERO);
        double[] x = new double[matrix.features().size()];
        for (int i = 0; i < rows.size(); i++) {
            matrix.copyRow(i, x);
            double[] expected = naive.row(rows.get(i));
            for (int j = 0; j < x.length; j++) {
                // naive powers are rounded more often
                assertThat(x[j])
                        .as("%s of row %d", design.features().get(j), i)
                        .isCloseTo(expected[j], ulps(expected[j]));
            }
            Map<String, String> row = rows.get(i);
            assertThat(cells.row(row)).as("of cells").containsExactly(x);
        }
        assertThat(new HashSet<>(design.unseen(data))).isEqualTo(naive.unseen());
        assertThat(DesignJson.parse(DesignJson.of(design), design.features())).isEqualTo(design);
    }

    private static org.assertj.core.data.Offset<Double> ulps(double value) {
        return org.assertj.core.data.Offset.offset(64 * Math.ulp(value));
    }

    /** The table as text, and plain loops. */
    private record Naive(List<Map<String, String>> rows, int[] train, List<Term> terms) {
        private boolean isNumber(String column) {
            return column.compareTo("e") > 0;
        }

        private List<String> present(String column) {
            return Arrays.stream(train)
                    .mapToObj(i -> rows.get(i).get(column))
                    .filter(cell -> !cell.equals(NONE))
                    .toList();
        }

        private List<String> levels(String column) {
            return List.copyOf(new TreeSet<>(present(column)));
        }

        private String filled(String column, String cell) {
            if (!cell.equals(NONE)) {
                return cell;
            }
            List<String> present = present(column);
            if (isNumber(column)) {
                // Exactly: numbers of both signs cancel, and a stream's own sum keeps too few digits of what is left.
                BigDecimal sum = present.stream()
                        .map(number -> new BigDecimal(Double.parseDouble(number)))
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
                return Double.toString(sum.divide(new BigDecimal(present.size()), new MathContext(40))
                        .doubleValue());
            }
            String most = null;
            for (String level : levels(column)) {
                boolean more = most == null || count(present, level) > count(present, most);
                most = more ? level : most;
            }
            return most;
        }

        private static long count(List<String> cells, String level) {
            return cells.stream().filter(level::equals).count();
        }

        /** The encoded columns of a term's factors, all combinations. */
        private List<List<String>> products(Term term) {
            List<List<String>> products = List.of(List.of());
            for (Term.Factor factor : term.factors()) {
                List<List<String>> longer = new ArrayList<>();
                for (List<String> product : products) {
                    List<String> levels = isNumber(factor.column()) ? List.of("?", "") : levels(factor.column());
                    for (String level : levels.subList(1, levels.size())) {
                        List<String> one = new ArrayList<>(product);
                        one.add(level);
                        longer.add(one);
                    }
                }
                products = longer;
            }
            return products;
        }

        List<String> features() {
            List<String> features = new ArrayList<>();
            for (Term term : terms) {
                for (List<String> levels : products(term)) {
                    List<String> names = new ArrayList<>();
                    for (int f = 0; f < levels.size(); f++) {
                        Term.Factor factor = term.factors().get(f);
                        String power = factor.power() > 1 ? "^" + factor.power() : "";
                        names.add(factor.column() + (levels.get(f).isEmpty() ? power : "=" + levels.get(f)));
                    }
                    features.add(String.join(":", names));
                }
            }
            return features;
        }

        double[] row(Map<String, String> cells) {
            List<Double> row = new ArrayList<>();
            for (Term term : terms) {
                for (List<String> levels : products(term)) {
                    double product = 1;
                    for (int f = 0; f < levels.size(); f++) {
                        Term.Factor factor = term.factors().get(f);
                        String cell = filled(factor.column(), cells.get(factor.column()));
                        product *= isNumber(factor.column())
                                ? Math.pow(Double.parseDouble(cell), factor.power())
                                : cell.equals(levels.get(f)) ? 1 : 0;
                    }
                    row.add(product);
                }
            }
            return row.stream().mapToDouble(Double::doubleValue).toArray();
        }

        Set<String> unseen() {
            Set<String> unseen = new HashSet<>();
            for (String column : List.of("c", "d")) {
                for (Map<String, String> row : rows) {
                    String cell = row.get(column);
                    boolean used = levels(column).size() > 1; // a column of one level is no part of the design
                    if (used && !cell.equals(NONE) && !levels(column).contains(cell)) {
                        unseen.add(column + "=" + cell);
                    }
                }
            }
            return unseen;
        }
    }
}
