package io.linreg.model;

import io.linreg.backend.Backend;
import io.linreg.base.LinregException;
import io.linreg.base.Text;
import io.linreg.data.Dataset;
import io.linreg.data.Design;
import io.linreg.data.DesignFit;
import io.linreg.data.HashSplit;
import io.linreg.data.Precision;
import io.linreg.data.RowStream;
import io.linreg.data.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads rows: gathers what training needs of them; or, where they have words or gaps, learns which numbers these become, with which a
 * second reading gathers.
 *
 * @param exact whether moments are in double-double
 * @param folds how many parts the training rows have
 * @param shown how many rows to keep, at the most
 * @param repeatable whether there can be a second reading
 * @param known what a row's features become; null if that is still to be found out
 * @param categorical the columns that are known to have levels by then
 */
record ReadingWork(
        HashSplit split,
        Precision precision,
        List<Term> products,
        boolean exact,
        int folds,
        int shown,
        boolean repeatable,
        Design known,
        Set<String> categorical)
        implements BlockWork<Reading> {
    /** The same with what a first reading has found out. */
    ReadingWork with(Design design, Set<String> columns) {
        return new ReadingWork(split, precision, products, exact, folds, shown, repeatable, design, columns);
    }

    @Override
    public Reading on(RowStream rows, Backend backend) {
        RowStream.Block first = rows.next();
        while (first != null && first.rows().rows() == 0) { // all of it dropped: it does not tell what its columns are
            first = rows.next();
        }
        if (first == null) {
            return new Reading(null, null, rows.tally());
        }
        if (known != null) {
            return new Reading(null, gathered(known, first, rows, backend), rows.tally());
        }
        DesignFit.Learner learner = learner(first.rows(), rows.others());
        if (first.rows().frame().isPlain()) {
            Design design = learner.fit().design();
            return new Reading(learner, gathered(design, first, rows, backend), rows.tally());
        }
        requireRepeatable(rows);
        for (RowStream.Block block = first; block != null; block = rows.next()) {
            int[] train = MomentsPass.parts(split, block, 1)[0];
            learner.add(features(block.rows(), rows.others()).select(train));
        }
        return new Reading(learner, null, rows.tally());
    }

    private GatheredRows gathered(Design design, RowStream.Block first, RowStream rows, Backend backend) {
        boolean plain = first.rows().frame().isPlain();
        MatrixColumns matrix = new MatrixColumns(design, rows.others(), exact);
        MomentsPass pass = new MomentsPass(backend, split, precision, matrix, folds, shown);
        for (RowStream.Block block = first; block != null; block = rows.next()) {
            if (plain && !block.rows().frame().isPlain()) {
                throw new LinregException(rows.tally().table() + ": words in a column of which the first "
                        + Text.count(block.first() - first.first(), "row")
                        + " have nothing; name it with --categorical");
            }
            pass.add(block);
        }
        return pass.gathered();
    }

    private DesignFit.Learner learner(Dataset first, List<String> others) {
        Dataset features = features(first, others);
        List<Term> terms = new ArrayList<>(Term.columns(features.features()));
        terms.addAll(products);
        return new DesignFit.Learner(features, terms);
    }

    private static Dataset features(Dataset rows, List<String> others) {
        List<String> features = new ArrayList<>(rows.features());
        features.removeAll(others);
        return rows.project(features);
    }

    private void requireRepeatable(RowStream rows) {
        if (!repeatable) {
            throw new LinregException(rows.tally().table()
                    + " has words, or gaps to fill: it would be read once to know which, and once"
                    + " more to learn from it, but can be read only once; save it to a file");
        }
    }
}
