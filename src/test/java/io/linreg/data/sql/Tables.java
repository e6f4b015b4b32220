package io.linreg.data.sql;

import io.linreg.data.CellRules;
import io.linreg.data.ColumnChoice;
import io.linreg.data.Dataset;
import io.linreg.data.DatasetReader;
import io.linreg.data.Missing;
import io.linreg.data.Precision;
import io.linreg.data.Source;
import io.linreg.data.TableSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Tables read as training reads them. */
final class Tables {
    static final Drivers DRIVERS = new Drivers(List.of());
    static final ColumnChoice LAST = new ColumnChoice(null, List.of(), List.of());
    static final CellRules WORDS = new CellRules(Set.of(), true, Missing.DROP);

    private Tables() {}

    static TableSource file(Path file) {
        return SqlSource.files(file.toString(), DRIVERS);
    }

    static TableSource csv(Path file) {
        return new TableSource.Csv(Source.file(file), null);
    }

    static TableSource query(String sql) {
        return SqlSource.query(sql, (Path) null, DRIVERS);
    }

    static DatasetReader.Result read(TableSource table) {
        return read(table, LAST, CellRules.NUMBERS);
    }

    static DatasetReader.Result read(TableSource table, ColumnChoice choice, CellRules rules) {
        return DatasetReader.read(table, choice, rules, Precision.DOUBLE);
    }

    /** All that there is to tell of what was read but the source's name: equal only if every bit is. */
    static String bits(DatasetReader.Result result) {
        Dataset data = result.dataset();
        List<Integer> rows = new ArrayList<>();
        double[] x = new double[data.features().size()];
        for (long i = 0; i < data.rows(); i++) {
            data.copyRow(i, x);
            rows.add(31 * Arrays.hashCode(x) + Objects.hash(data.y(i), data.weight(i)));
        }
        return data.features() + " -> " + data.target() + " " + data.weights() + " " + data.frame() + " "
                + result.others() + " " + result.leftOut() + " "
                + Arrays.toString(result.dropped().rows()) + " " + rows;
    }
}
