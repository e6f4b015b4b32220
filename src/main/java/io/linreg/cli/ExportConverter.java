package io.linreg.cli;

import io.linreg.export.ExportFormat;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The name of a file to export a model to; one that tells no format is wrong usage. */
final class ExportConverter implements ITypeConverter<Path> {
    @Override
    public Path convert(String word) {
        Path file = DataOptions.PathConverter.path(word);
        try {
            ExportFormat.of(file);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
        return file;
    }
}
