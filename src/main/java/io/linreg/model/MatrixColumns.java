package io.linreg.model;

import io.linreg.data.Design;
import io.linreg.data.Term;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns that the moments of streamed rows are of.
 *
 * @param design what a row's features become
 * @param others the targets but for the first
 * @param exact whether terms are formed, and moments summed, in double-double
 */
record MatrixColumns(Design design, List<String> others, boolean exact) {
    /** What rows become before their moments are taken: the design matrix, or where exact what it is made of; then other targets. */
    Design computed() {
        return (exact ? design.withoutProducts() : design).with(others);
    }

    /** The columns of the design matrix, made of those. */
    List<Term> terms() {
        return exact ? design.terms() : Term.columns(design.features());
    }

    /** The columns of the moments: these, then the other targets. */
    List<Term> all() {
        List<Term> all = new ArrayList<>(terms());
        all.addAll(Term.columns(others));
        return all;
    }
}
