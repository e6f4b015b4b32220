package io.linreg.data;

import io.linreg.base.LinregException;
import java.util.ArrayList;
import java.util.List;

/** Reads a data set from a source of CSV. */
public final class DatasetReader {
    private DatasetReader() {}

    /**
     * What was read.
     *
     * @param source what messages call the source
     * @param dataset the rows
     * @param leftOut the columns left out: those asked for, then the index column, if there is one
     */
    public record Result(String source, Dataset dataset, List<LeftOut> leftOut) {}

    /**
     * Reads the chosen columns, in double precision.
     *
     * @param delimiter the character between fields, or null to find it out
     * @param training the precision that the numbers are to be trained in, and have to fit
     * @throws LinregException if the source cannot be read, a column is unknown, or a cell is not a number
     */
    public static Result read(Source source, Character delimiter, ColumnChoice choice, Precision training) {
        try (CsvReader csv = new CsvReader(source, delimiter)) {
            String target = choice.targetIn(csv);
            List<String> features = new ArrayList<>(choice.featuresIn(csv));
            if (csv.header().size() < 2) {
                throw new LinregException(csv.name()
                        + " has one column; a target and at least one feature are needed (is --delimiter right?)");
            }
            List<String> wanted = new ArrayList<>(features);
            wanted.add(target);
            Table table = Table.read(csv, wanted, 0);
            List<LeftOut> leftOut = new ArrayList<>();
            choice.drop().stream().distinct().forEach(name -> leftOut.add(new LeftOut(name, LeftOut.Reason.WISH)));
            if (features.removeIf(name -> choice.isIndex(name, csv, table))) {
                leftOut.add(new LeftOut(csv.header().get(0), LeftOut.Reason.INDEX));
            }
            if (features.isEmpty()) {
                throw new LinregException(csv.name() + ": no feature is left to learn from");
            }
            return new Result(csv.name(), table.dataset(features, target, training), leftOut);
        }
    }
}
