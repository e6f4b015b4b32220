package io.linreg.data;

import io.linreg.base.Text;
import java.util.List;
import java.util.Optional;

/**
 * A column that is not learnt from, and why.
 *
 * @param column its name
 * @param reason why
 */
public record LeftOut(String column, Reason reason) {
    /** Why a column is left out. */
    public enum Reason {
        WISH("as asked"),
        INDEX("it only numbers the rows"),
        CONSTANT("constant in the training rows");

        private final String words;

        Reason(String words) {
            this.words = words;
        }
    }

    /** The name of the column among these that only numbers the rows, if there is one. */
    public static Optional<String> index(List<LeftOut> leftOut) {
        return leftOut.stream()
                .filter(one -> one.reason == Reason.INDEX)
                .map(LeftOut::column)
                .findFirst();
    }

    @Override
    public String toString() {
        return Text.quote(column) + " (" + reason.words + ")";
    }
}
