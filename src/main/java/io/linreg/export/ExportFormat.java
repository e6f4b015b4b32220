package io.linreg.export;

import io.linreg.base.AtomicFile;
import io.linreg.base.LinregException;
import io.linreg.base.Text;
import io.linreg.data.Unseen;
import io.linreg.model.LinearModel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A format in which other programs take models. */
public enum ExportFormat {
    /**
     * PMML 4.4, XML of the Data Mining Group: a regression model, which takes columns by name. A missing cell that nothing
     * fills is invalid, and so is an unseen level unless it is to be taken for the reference.
     */
    PMML {
        @Override
        void write(Scoring scoring, OutputStream out) throws IOException {
            PmmlDocument.of(scoring).writeTo(out);
        }
    },
    /**
     * ONNX, opset 13, in double. Inputs: {@code x} [rows, columns of numbers] and, where there are categorical columns,
     * {@code levels} [rows, categorical columns] of text; output: {@code prediction} [rows, targets]. The columns' names stand
     * in the metadata's entry {@code columns}, as JSON. A missing number is NaN, a missing level an empty text; where nothing
     * fills it, and where a level is unseen that must not be, the prediction is NaN or the run fails.
     */
    ONNX {
        @Override
        void write(Scoring scoring, OutputStream out) throws IOException {
            OnnxModel.of(scoring).writeTo(out);
        }
    };

    /**
     * The format that the file's name asks for, by its ending: .pmml or .onnx.
     *
     * @throws IllegalArgumentException if it ends otherwise
     */
    public static ExportFormat of(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        for (ExportFormat format : values()) {
            if (name.endsWith("." + format.name().toLowerCase(Locale.ROOT))) {
                return format;
            }
        }
        throw new IllegalArgumentException(Text.oneLine(file.toString())
                + " ends neither in .pmml nor in .onnx, which are the formats that models are exported in");
    }

    /**
     * Writes a model, which then takes no level that it has not seen; an older file stays whole until the new one is.
     *
     * @throws LinregException if it cannot be written, or has a name that the format cannot
     */
    public void write(LinearModel model, Path file) {
        write(List.of(model), Unseen.ERROR, file);
    }

    /**
     * Writes models as one, with an output for each; an older file stays whole until the new one is.
     *
     * @param models of the same features and of different targets
     * @param unseen what becomes of a level that no training row had
     * @throws IllegalArgumentException if the models do not go together
     * @throws LinregException if it cannot be written, or has a name that the format cannot
     */
    public void write(List<LinearModel> models, Unseen unseen, Path file) {
        Scoring scoring = new Scoring(models, unseen);
        AtomicFile.write(file, out -> write(scoring, out));
    }

    abstract void write(Scoring scoring, OutputStream out) throws IOException;
}
