package io.linreg.testing;

import jakarta.xml.bind.JAXBException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.dmg.pmml.Model;
import org.dmg.pmml.PMML;
import org.jpmml.evaluator.Evaluator;
import org.jpmml.evaluator.EvaluatorUtil;
import org.jpmml.evaluator.FieldValue;
import org.jpmml.evaluator.InputField;
import org.jpmml.evaluator.ModelEvaluatorBuilder;
import org.jpmml.model.metro.MetroJAXBSerializer;
import org.xml.sax.SAXException;

/** JPMML's evaluator, one for each model of a file that the schema of PMML allows. */
final class PmmlScorer implements Scorer {
    private static final Schema SCHEMA = schema();
    private static final MetroJAXBSerializer SERIALIZER = serializer();

    private final List<Evaluator> evaluators = new ArrayList<>();

    PmmlScorer(Path file) throws Exception {
        SCHEMA.newValidator().validate(new StreamSource(file.toFile()));
        PMML pmml;
        try (InputStream in = Files.newInputStream(file)) {
            pmml = (PMML) SERIALIZER.deserialize(in);
        }
        for (Model model : pmml.getModels()) {
            evaluators.add(new ModelEvaluatorBuilder(pmml, model.getModelName())
                    .build()
                    .verify());
        }
    }

    /** The schema of PMML 4.4, as JPMML brings it. */
    private static Schema schema() {
        try {
            return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                    .newSchema(Evaluator.class.getResource("/pmml.xsd"));
        } catch (SAXException e) {
            throw new AssertionError(e);
        }
    }

    private static MetroJAXBSerializer serializer() {
        try {
            return new MetroJAXBSerializer();
        } catch (JAXBException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public double[][] score(List<Map<String, Object>> rows) {
        return rows.stream().map(this::score).toArray(double[][]::new);
    }

    private double[] score(Map<String, Object> row) {
        return evaluators.stream()
                .mapToDouble(evaluator -> score(evaluator, row))
                .toArray();
    }

    private static double score(Evaluator evaluator, Map<String, Object> row) {
        Map<String, FieldValue> arguments = new LinkedHashMap<>();
        for (InputField field : evaluator.getInputFields()) {
            arguments.put(field.getName(), field.prepare(row.get(field.getName())));
        }
        Map<String, ?> results = EvaluatorUtil.decodeAll(evaluator.evaluate(arguments));
        return (double) results.get(evaluator.getTargetFields().get(0).getName());
    }

    @Override
    public void close() {}
}
