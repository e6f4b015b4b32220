package io.linreg.export;

import io.linreg.base.Version;
import io.linreg.data.InputColumn;
import io.linreg.data.Numbers;
import io.linreg.data.Term;
import io.linreg.data.Unseen;
import io.linreg.model.LinearModel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Models as PMML 4.4: a RegressionModel for each target, called after it.
 *
 * @see <a href="https://dmg.org/pmml/v4-4/Regression.html">Regression in PMML 4.4</a>
 */
final class PmmlDocument {
    private static final String NAMESPACE = "http://www.dmg.org/PMML-4_4";

    /** An indicator of the design: a level of a column of the table. */
    private record Indicator(String column, String level) {}

    /** What a term is to PMML, in the order of its schema. */
    private enum Kind {
        NUMBER,
        LEVEL,
        PRODUCT
    }

    private final Scoring scoring;
    private final XmlElement root = XmlElement.root(NAMESPACE, "PMML").with("version", "4.4");
    private final Map<String, Indicator> indicators = new HashMap<>();
    /** What the derived fields of the indicators that are multiplied are called. */
    private final Map<String, String> derived = new LinkedHashMap<>();

    private PmmlDocument(Scoring scoring) {
        this.scoring = scoring;
        for (InputColumn.Categorical column : scoring.categories()) {
            List<String> encoded = column.encoded();
            for (int k = 0; k < encoded.size(); k++) {
                String level = column.levels().get(k + 1);
                indicators.put(encoded.get(k), new Indicator(column.name(), level));
            }
        }
        nameDerivedFields();
    }

    static XmlElement of(Scoring scoring) {
        PmmlDocument document = new PmmlDocument(scoring);
        document.root
                .child("Header")
                .child("Application")
                .with("name", "linreg-gpu")
                .with("version", Version.current().number());
        document.dictionary();
        document.transformations();
        scoring.models().forEach(document::regression);
        return document.root;
    }

    /** As the indicators, unless a field is called so. */
    private void nameDerivedFields() {
        Set<String> taken = new HashSet<>(scoring.design().inputs());
        taken.addAll(scoring.targets());
        for (Term term : scoring.design().terms()) {
            if (kind(term) == Kind.PRODUCT) {
                term.factors().forEach(factor -> nameDerivedField(factor.column(), taken));
            }
        }
    }

    private void nameDerivedField(String column, Set<String> taken) {
        if (indicators.containsKey(column) && !derived.containsKey(column)) {
            String name = column;
            while (!taken.add(name)) {
                name += "'";
            }
            derived.put(column, name);
        }
    }

    private void dictionary() {
        XmlElement dictionary = root.child("DataDictionary");
        for (String target : scoring.targets()) {
            field(dictionary, "DataField", target, "continuous", "double");
        }
        for (InputColumn column : scoring.design().columns()) {
            if (column instanceof InputColumn.Categorical categorical) {
                XmlElement field = field(dictionary, "DataField", column.name(), "categorical", "string");
                categorical.levels().forEach(level -> field.child("Value").with("value", level));
                Numbers.missing()
                        .forEach(
                                word -> field.child("Value").with("value", word).with("property", "missing"));
            } else {
                field(dictionary, "DataField", column.name(), "continuous", "double");
            }
        }
    }

    private static XmlElement field(XmlElement parent, String kind, String name, String optype, String type) {
        return parent.child(kind).with("name", name).with("optype", optype).with("dataType", type);
    }

    /** The indicators that are multiplied; PMML multiplies fields. */
    private void transformations() {
        if (!derived.isEmpty()) {
            XmlElement transformations = root.child("TransformationDictionary");
            derived.forEach((indicator, name) -> indicate(transformations, name, indicators.get(indicator)));
        }
    }

    private static void indicate(XmlElement transformations, String name, Indicator indicator) {
        field(transformations, "DerivedField", name, "continuous", "double")
                .child("NormDiscrete")
                .with("field", indicator.column())
                .with("value", indicator.level());
    }

    private void regression(LinearModel model) {
        XmlElement regression =
                root.child("RegressionModel").with("modelName", model.target()).with("functionName", "regression");
        schema(regression.child("MiningSchema"), model.target());
        table(regression.child("RegressionTable"), model);
    }

    private void schema(XmlElement schema, String target) {
        schema.child("MiningField").with("name", target).with("usageType", "target");
        for (InputColumn column : scoring.design().columns()) {
            XmlElement field = schema.child("MiningField").with("name", column.name());
            if (column instanceof InputColumn.Categorical categorical) {
                missing(field, categorical.usual(), "asMode");
                if (scoring.unseen() == Unseen.ZERO) {
                    field.with("invalidValueTreatment", "asIs");
                }
            } else {
                missing(field, Double.isNaN(column.fill()) ? null : Double.toString(column.fill()), "asMean");
            }
        }
    }

    private static void missing(XmlElement field, String fill, String treatment) {
        if (fill == null) {
            field.with("missingValueTreatment", "returnInvalid");
        } else {
            field.with("missingValueReplacement", fill).with("missingValueTreatment", treatment);
        }
    }

    /** The terms: first those of one number, then those of one level, then products, as PMML's schema has them. */
    private void table(XmlElement table, LinearModel model) {
        table.with("intercept", Double.toString(model.intercept()));
        List<Term> terms = scoring.design().terms();
        double[] coefficients = model.coefficients();
        for (Kind kind : Kind.values()) {
            for (int t = 0; t < coefficients.length; t++) {
                if (kind(terms.get(t)) == kind) {
                    predictor(table, kind, terms.get(t)).with("coefficient", Double.toString(coefficients[t]));
                }
            }
        }
    }

    private Kind kind(Term term) {
        boolean indicator = indicators.containsKey(term.factors().get(0).column());
        if (term.isColumn() && indicator) {
            return Kind.LEVEL;
        }
        return term.factors().size() == 1 && !indicator ? Kind.NUMBER : Kind.PRODUCT;
    }

    private XmlElement predictor(XmlElement table, Kind kind, Term term) {
        Term.Factor first = term.factors().get(0);
        return switch (kind) {
            case NUMBER -> {
                XmlElement number = table.child("NumericPredictor").with("name", first.column());
                yield first.power() == 1 ? number : number.with("exponent", Integer.toString(first.power()));
            }
            case LEVEL -> {
                Indicator indicator = indicators.get(first.column());
                yield table.child("CategoricalPredictor")
                        .with("name", indicator.column())
                        .with("value", indicator.level());
            }
            case PRODUCT -> {
                XmlElement product = table.child("PredictorTerm");
                term.factors().forEach(factor -> repeat(product, factor));
                yield product;
            }
        };
    }

    private void repeat(XmlElement product, Term.Factor factor) {
        String field = derived.getOrDefault(factor.column(), factor.column());
        for (int power = 0; power < factor.power(); power++) {
            product.child("FieldRef").with("field", field);
        }
    }
}
