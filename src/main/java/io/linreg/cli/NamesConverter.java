package io.linreg.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Column names between commas; one that has a comma itself stands in quotes, as in the data. */
final class NamesConverter implements ITypeConverter<NamesConverter.Names> {
    /** Column names, as given. */
    record Names(List<String> list) {
        static final Names NONE = new Names(List.of());
    }

    @Override
    public Names convert(String text) {
        try (CSVParser parser = CSVParser.parse(text, CSVFormat.DEFAULT)) {
            List<CSVRecord> records = parser.getRecords();
            if (records.size() != 1 || records.get(0).stream().anyMatch(String::isBlank)) {
                throw new TypeConversionException("column names between commas are wanted, not '" + text + "'");
            }
            return new Names(records.get(0).stream().map(String::strip).toList());
        } catch (IOException | UncheckedIOException e) { // a quote that never closes
            throw new TypeConversionException("column names between commas are wanted, not '" + text + "'");
        }
    }
}
