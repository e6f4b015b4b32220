package io.linreg.data;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What the cells of the columns that are read are. */
final class Cells {
    private final List<String> features;
    private final CellRules rules;
    private final Precision training;
    private final List<CellColumn> columns = new ArrayList<>();
    private final CellColumn target;

    /**
     * Prepares for reading.
     *
     * @param columns features first, then other targets, then weights, if there are any
     * @throws LinregException if a column is said to be categorical that is no feature
     */
    Cells(
            RowReader table,
            List<String> features,
            List<String> targets,
            List<String> columns,
            CellRules rules,
            Precision training) {
        this.features = features;
        this.rules = rules;
        this.training = training;
        for (String name : rules.categorical()) {
            if (!features.contains(name)) {
                throw new LinregException(table.name() + ": column " + Text.quote(name)
                        + " is said to be categorical, but is no feature; the features are " + Text.names(features));
            }
        }
        target = CellColumn.of(BadCell.Use.TARGET, rules, training);
        for (String name : features) {
            this.columns.add(CellColumn.feature(name, rules, training));
        }
        for (String name : columns.subList(features.size(), columns.size())) {
            boolean isTarget = targets.contains(name);
            this.columns.add(CellColumn.of(isTarget ? BadCell.Use.TARGET : BadCell.Use.WEIGHTS, rules, training));
        }
    }

    /** What the numbers have to fit. */
    Precision training() {
        return training;
    }

    /** One of the columns, or the target. */
    CellColumn column(int position) {
        return position == Position.TARGET ? target : columns.get(position);
    }

    /** Takes a look at the first row, so that columns are known which begin with a word. */
    void peek(CsvReader csv) {
        if (rules.auto() && csv.next()) {
            for (int j = 0; j < features.size(); j++) {
                columns.get(j).peek(csv.field(csv.position(features.get(j))));
            }
        }
    }

    /** What is known shall come from rows that were kept. */
    void settle(DatasetBuilder rows) {
        for (int j = 0; j < features.size(); j++) {
            columns.get(j).settle(rows, j);
        }
    }

    /** A table's rows but for those to drop; codes become positions in the order of the levels. */
    Dataset framed(Dataset rows, DroppedRows dropped) {
        Map<String, List<String>> levels = new LinkedHashMap<>();
        for (int j = 0; j < features.size(); j++) {
            if (columns.get(j).isCategorical()) {
                levels.put(features.get(j), columns.get(j).sorted(rows, j));
            }
        }
        boolean gaps = rules.missing() == Missing.MEAN;
        Dataset kept = dropped.from(rows);
        return levels.isEmpty() && !gaps ? kept : kept.with(new Frame(levels, gaps));
    }

    /** The rows that are to go, as a cell is missing in them. */
    DroppedRows dropped(Dataset rows) {
        boolean drops = rules.missing() == Missing.DROP;
        double[] x = new double[rows.features().size()];
        return new DroppedRows(IntStream.range(0, drops ? (int) rows.rows() : 0)
                .filter(i -> misses(rows, i, x))
                .toArray());
    }

    private static boolean misses(Dataset rows, int i, double[] x) {
        rows.copyRow(i, x);
        double all = rows.y(i);
        for (double value : x) {
            all += 0 * value; // finite numbers change nothing, and no number stays none
        }
        return Double.isNaN(all);
    }
}
