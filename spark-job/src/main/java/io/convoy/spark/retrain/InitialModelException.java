package io.convoy.spark.retrain;

import io.convoy.spark.fit.Problem;

/** The model to begin with is of another architecture, or tells other classes apart. */
public final class InitialModelException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Problem problem;

    InitialModelException(Problem problem) {
        super(problem.toString());
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
