package io.linreg.model;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import io.linreg.data.Dataset;
import io.linreg.data.Split;
import java.util.List;

/**
 * Training rows of which some are held back, to tell when to stop.
 *
 * @param learning the rows to learn from
 * @param judging the others; null where none are held back
 */
record HeldBack(Dataset learning, Dataset judging) {
    /** As the settings have it. */
    static HeldBack of(Dataset train, Settings settings) {
        EarlyStopping stopping = settings.earlyStopping();
        if (stopping == null) {
            return new HeldBack(train, null);
        }
        if (Math.ceil(stopping.share() * train.rows()) >= train.rows()) {
            throw new LinregException("holding " + stopping.share() + " of " + Text.count(train.rows(), "training row")
                    + " back to stop early leaves none to learn from; add rows or leave --early-stopping out");
        }
        Split split = Split.of(train, stopping.share(), settings.seed());
        Dataset judging = train.select(split.test()).counting();
        if (judging.rows() == 0) {
            throw new LinregException("all rows held back to stop early have weight 0; use another --seed, or a larger"
                    + " --validation-share");
        }
        return new HeldBack(train.select(split.train()), judging);
    }

    /** The rows held back, with one of several targets: 0 for the first, or one of the others. */
    Dataset judging(int target, List<String> others) {
        return judging == null || target == 0 ? judging : judging.withTarget(others.get(target - 1));
    }
}
