package io.linreg.model;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import io.linreg.data.DesignFit;
import io.linreg.data.RowTally;
import java.util.TreeSet;

/**
 * What a reading of rows has left: moments where they are rows of a design matrix by now, and otherwise what has to be known before.
 *
 * @param learner what levels and means there are; null in a second reading, and where no row was kept
 * @param gathered null where levels and means have to be known first, and where no row was kept
 */
record Reading(DesignFit.Learner learner, GatheredRows gathered, RowTally tally) implements Mergeable<Reading> {
    @Override
    public Reading merge(Reading behind) {
        RowTally both = tally.merge(behind.tally);
        if (isEmpty() || behind.isEmpty()) {
            Reading other = isEmpty() ? behind : this;
            return new Reading(other.learner, other.gathered, both);
        }
        if ((gathered == null) != (behind.gathered == null)) { // no level, and no gap, in one of them
            throw new LinregException(tally.table() + ": column "
                    + Text.names(new TreeSet<>((gathered == null ? this : behind).learner.categorical()))
                    + " has words in some rows and numbers in others; correct"
                    + " them, or name the column with --categorical");
        }
        return gathered == null
                ? new Reading(learnt(behind), null, both)
                : new Reading(learner, gathered.merge(behind.gathered), both);
    }

    private DesignFit.Learner learnt(Reading behind) {
        try {
            return learner.merge(behind.learner);
        } catch (LinregException e) {
            throw new LinregException(tally.table() + ": " + e.getMessage(), e);
        }
    }

    private boolean isEmpty() {
        return learner == null && gathered == null;
    }
}
