package io.linreg.cli;

import io.linreg.data.CellRules;
import io.linreg.data.Missing;
import io.linreg.data.Term;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** How a table's columns become those of the design matrix. */
final class ColumnOptions {
    private static final String AUTO = "auto";

    @Option(
            names = "--categorical",
            paramLabel = "A,B|auto",
            converter = NamesConverter.class,
            description =
                    "columns of levels, which become an indicator each but the first, sorted; auto: all whose cells"
                            + " are words")
    private NamesConverter.Names categorical = NamesConverter.Names.NONE;

    @Option(
            names = "--missing",
            paramLabel = "M",
            defaultValue = "error",
            description =
                    "a missing cell: error, drop its row, or mean: fill it with the training rows' mean, or their most"
                            + " frequent level (${DEFAULT-VALUE})")
    private Missing missing;

    @Option(
            names = "--poly",
            paramLabel = "X:N",
            converter = PowersConverter.class,
            description = "powers of a column as features: x:3 adds x^2 and x^3; several between commas")
    private List<Terms> powers = new ArrayList<>();

    @Option(
            names = "--interact",
            paramLabel = "A:B",
            converter = ProductsConverter.class,
            description =
                    "products of columns as features, of a categorical one with each indicator; several between commas")
    private List<Terms> products = new ArrayList<>();

    /** What cells may hold. */
    CellRules rules() {
        Set<String> names = new LinkedHashSet<>(categorical.list());
        boolean auto = names.remove(AUTO);
        return new CellRules(names, auto, missing);
    }

    /**
     * The features that are not columns as they are.
     *
     * @throws ParameterException if one stands twice
     */
    List<Term> terms(CommandSpec spec) {
        List<Term> terms = new ArrayList<>();
        powers.forEach(given -> terms.addAll(given.list()));
        products.forEach(given -> terms.addAll(given.list()));
        Set<Object> seen = new HashSet<>();
        for (Term term : terms) {
            if (!seen.add(term.powers())) {
                throw new ParameterException(
                        spec.commandLine(), "--poly and --interact give " + term.name() + " twice; leave one out");
            }
        }
        return terms;
    }

    /** Terms, as one option gives them. */
    private record Terms(List<Term> list) {}

    /** x:3 as x^2 and x^3; x itself is a feature already. */
    static final class PowersConverter implements ITypeConverter<Terms> {
        @Override
        public Terms convert(String text) {
            List<Term> terms = new ArrayList<>();
            for (String part : new NamesConverter().convert(text).list()) {
                int colon = part.lastIndexOf(':');
                int most = colon < 1 ? 0 : power(part.substring(colon + 1));
                if (most < 1 || most > Term.MOST_POWER) {
                    throw new TypeConversionException("a column and its highest power, from 1 to " + Term.MOST_POWER
                            + ", are wanted, such as x:3, not '" + part + "'");
                }
                for (int power = 2; power <= most; power++) {
                    terms.add(Term.power(part.substring(0, colon).strip(), power));
                }
            }
            return new Terms(terms);
        }

        private static int power(String text) {
            try {
                return Integer.parseInt(text.strip());
            } catch (NumberFormatException e) {
                return 0;
            }
        }
    }

    /** a:b as the product of a and b. */
    static final class ProductsConverter implements ITypeConverter<Terms> {
        @Override
        public Terms convert(String text) {
            List<Term> terms = new ArrayList<>();
            for (String part : new NamesConverter().convert(text).list()) {
                List<String> names =
                        List.of(part.split(":", -1)).stream().map(String::strip).toList();
                if (names.size() < 2 || names.size() > Term.MOST_POWER || names.contains("")) {
                    throw new TypeConversionException(
                            "columns with colons between are wanted, such as a:b, not '" + part + "'");
                }
                terms.add(Term.interaction(names));
            }
            return new Terms(terms);
        }
    }
}
