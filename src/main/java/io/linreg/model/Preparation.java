package io.linreg.model;

import io.linreg.backend.Backend;
import io.linreg.backend.ExactMoments;
import io.linreg.backend.Gradient;
import io.linreg.backend.InterceptAsFeature;
import io.linreg.backend.JointLeastSquares;
import io.linreg.backend.LeastSquares;
import io.linreg.backend.Moments;
import io.linreg.backend.MomentsLeastSquares;
import io.linreg.base.LinregException;
import io.linreg.data.Dataset;
import io.linreg.data.Design;
import io.linreg.data.DesignFit;
import io.linreg.data.Precision;
import io.linreg.data.Standardizer;
import io.linreg.data.Term;
import io.linreg.data.Unseen;
import io.linreg.solver.Solver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The training rows that a solver learns from.
 *
 * @param rows in the data's own units
 * @param terms the columns of the design matrix, made of theirs
 * @param design how these came from the columns of the data
 * @param constant features that were left out because they never vary
 * @param moments of the rows, shared with other targets
 * @param target which of the targets this one is, from 0
 * @param given how the rows are standardised; null to find out from them
 */
record Preparation(
        TrainingRows rows,
        List<Term> terms,
        Design design,
        List<String> constant,
        SharedMoments moments,
        int target,
        Standardizer given) {
    /**
     * Prepares the same rows for one target after another.
     *
     * @param train with the first target
     * @param others the other targets, features of the data set so far
     */
    static List<Preparation> of(Dataset train, List<String> others, Settings settings, TrainingListener listener) {
        if (train.rows() == 0) {
            throw new LinregException("there are no rows to train on");
        }
        Dataset counting = counting(train, listener);
        List<String> features = new ArrayList<>(counting.features());
        features.removeAll(others);
        DesignFit fit = DesignFit.of(counting.project(features), settings.terms());
        DataWarnings.levels(fit, listener);
        boolean exact = settings.solver().reads() == Solver.Reads.EXACT_MOMENTS; // of terms that are not rounded
        Design columns = exact ? fit.design().withoutProducts() : fit.design();
        Dataset all = columns.with(others).apply(counting, Unseen.ERROR);
        List<String> ofDesign = new ArrayList<>(all.features());
        ofDesign.removeAll(others);
        Dataset rows = all.project(ofDesign);
        List<String> constant = idleFeatures(rows, settings, listener);
        List<Term> terms = exact ? fit.design().terms() : Term.columns(rows.features());
        List<Term> varying = terms.stream()
                .filter(term -> term.factors().stream().noneMatch(factor -> constant.contains(factor.column())))
                .toList();
        DataWarnings.shape(rows.rows(), varying.size(), settings, listener);
        List<String> kept = new ArrayList<>(rows.features());
        kept.removeAll(constant);
        Design design = fit.design().keep(varying.stream().map(Term::name).toList());
        constant.addAll(fit.constant());

        List<String> wanted = new ArrayList<>(kept);
        wanted.addAll(others);
        all = all.project(wanted);
        SharedMoments moments = new SharedMoments(all, varying, others);
        List<Preparation> each = new ArrayList<>();
        for (int t = 0; t <= others.size(); t++) {
            Dataset ofTarget = t == 0 ? all : all.withTarget(others.get(t - 1));
            each.add(new Preparation(
                    new RowsInMemory(ofTarget.project(kept)), varying, design, constant, moments, t, null));
        }
        return each;
    }

    /** More rows for a model: its design matrix, and its way of standardising. */
    static Preparation of(Dataset more, LinearModel model, Standardizer given, TrainingListener listener) {
        if (more.rows() == 0) {
            throw new LinregException("there are no rows to train on");
        }
        Dataset rows = model.design().apply(counting(more, listener), Unseen.ERROR);
        List<Term> terms = Term.columns(rows.features());
        SharedMoments moments = new SharedMoments(rows, terms, List.of());
        return new Preparation(new RowsInMemory(rows), terms, model.design(), List.of(), moments, 0, given);
    }

    static Dataset counting(Dataset train, TrainingListener listener) {
        Dataset counting = train.counting();
        DataWarnings.weights(train.rows() - counting.rows(), listener);
        return counting;
    }

    /** The names of the design matrix's columns. */
    List<String> features() {
        return terms.stream().map(Term::name).toList();
    }

    /**
     * What a solver sees, and the way back from there.
     *
     * @param objective the squared error on a device
     * @param standardizer what became of the rows for it
     * @param folds the moments of the parts that a search for alpha takes, in the data's units; empty where there is none
     */
    record Loaded(LeastSquares objective, Standardizer standardizer, List<ExactMoments> folds)
            implements AutoCloseable {
        Loaded(LeastSquares objective, Standardizer standardizer) {
            this(objective, standardizer, List.of());
        }

        @Override
        public void close() {
            objective.close();
        }
    }

    /** Puts the rows onto a device, or what has to be known of them. */
    Loaded load(Backend backend, Settings settings, TrainingListener listener) {
        Solver.Reads reads = settings.solver().reads();
        if (given != null) {
            return new Loaded(rows.load(backend, given, settings.gradient(), settings), given);
        }
        if (reads == Solver.Reads.EXACT_MOMENTS) {
            return new Loaded(new MomentsLeastSquares(moments.exact(target, backend)), asTheyAre());
        }
        if (settings.search() != null) {
            return inFolds(backend, settings, listener);
        }
        Gradient gradient = reads == Solver.Reads.ROWS ? settings.gradient() : Gradient.GRAM;
        if (gradient == Gradient.GRAM) {
            Moments ofTarget = moments.of(target, backend, settings.precision());
            if (ofTarget.areInRange()) {
                return standardized(ofTarget, settings, listener);
            }
        }
        return onDevice(backend, gradient, settings, listener);
    }

    /** One pass for both: what trains in the end is the folds' moments, merged. */
    private Loaded inFolds(Backend backend, Settings settings, TrainingListener listener) {
        List<ExactMoments> folds = moments.folds(target, settings.search().parts(), backend, settings.precision());
        Moments all = folds.stream().reduce(ExactMoments::merge).orElseThrow().rounded();
        if (all.yy() > 0 && !all.areInRange()) {
            throw new LinregException("the squares of a column vanish or overflow; give its numbers in other units");
        }
        Loaded loaded = standardized(all, settings, listener);
        return new Loaded(loaded.objective(), loaded.standardizer(), folds);
    }

    private Loaded onDevice(Backend backend, Gradient gradient, Settings settings, TrainingListener listener) {
        Standardizer standardizer = fitted(settings, listener);
        return new Loaded(rows.load(backend, standardizer, gradient, settings), standardizer);
    }

    /** From the rows as they are. */
    private Standardizer fitted(Settings settings, TrainingListener listener) {
        Standardizer standardizer = settings.standardize() ? rows.standardizer(settings.intercept()) : asTheyAre();
        if ((settings.standardize() ? rows.precision() : settings.precision()) == Precision.FLOAT) {
            boolean centred = settings.standardize() && settings.intercept();
            DataWarnings.rounding(rows.features(), centred ? standardizer : rows.standardizer(true), listener);
        }
        return standardizer;
    }

    /**
     * What solvers see of several targets, and the way back from there for each.
     *
     * @param joint the squared errors on a device
     */
    record Together(JointLeastSquares joint, List<Standardizer> standardizers, boolean interceptAsFeature)
            implements AutoCloseable {
        /** One target. */
        Loaded of(int target, LeastSquares objective) {
            return new Loaded(
                    interceptAsFeature ? new InterceptAsFeature(objective) : objective, standardizers.get(target));
        }

        @Override
        public void close() {
            joint.close();
        }
    }

    /** Puts rows in memory with several targets onto a device, X once; nothing where it takes one target after another. */
    static Optional<Together> together(
            List<Preparation> works, Backend backend, Settings settings, TrainingListener listener) {
        Standardizer standardizer = works.get(0).fitted(settings, listener);
        List<Standardizer> standardizers = new ArrayList<>();
        List<Dataset> targets = new ArrayList<>();
        for (Preparation work : works) {
            RowsInMemory rows = (RowsInMemory) work.rows;
            Standardizer own =
                    settings.standardize() ? standardizer.forTarget(rows.data(), settings.intercept()) : standardizer;
            standardizers.add(own);
            targets.add(
                    targets.isEmpty()
                            ? rows.ready(own, settings.intercept(), settings.precision())
                            : rows.retarget(targets.get(0), own));
        }
        boolean weighted = works.get(0).rows.weights() != null;
        return backend.loadTogether(targets, settings.gradient())
                .map(joint -> new Together(joint, standardizers, weighted && settings.intercept()));
    }

    /** Rows that are not learnt from, standardised as those that are. */
    LeastSquares loadOthers(Backend backend, Dataset others, Standardizer standardizer, Settings settings) {
        return new RowsInMemory(design.apply(others, Unseen.ZERO))
                .load(backend, standardizer, settings.gradient(), settings);
    }

    /** The rows themselves are not needed any more, and what standardising does to their moments is exact. */
    private Loaded standardized(Moments ofTarget, Settings settings, TrainingListener listener) {
        if (rows.precision() == Precision.FLOAT) {
            DataWarnings.rounding(rows.features(), ofTarget.standardizer(true), listener);
        }
        Standardizer standardizer = settings.standardize() ? ofTarget.standardizer(settings.intercept()) : asTheyAre();
        return new Loaded(new MomentsLeastSquares(ofTarget.standardized(standardizer)), standardizer);
    }

    private Standardizer asTheyAre() {
        return Standardizer.identity(terms.size());
    }

    /** The features that add nothing: constants beside an intercept, zeros without one. */
    private static List<String> idleFeatures(Dataset train, Settings settings, TrainingListener listener) {
        List<String> idle = new ArrayList<>(train.constantFeatures());
        if (!settings.intercept()) {
            idle.removeIf(name -> train.x(0, train.features().indexOf(name)) != 0);
        }
        DataWarnings.idle(idle, idle.size() == train.features().size(), train.rows(), listener);
        return idle;
    }
}
