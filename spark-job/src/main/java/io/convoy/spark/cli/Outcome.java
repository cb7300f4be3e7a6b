package io.convoy.spark.cli;

import io.convoy.spark.data.DataException;
import io.convoy.spark.registry.LockedException;
import io.convoy.spark.registry.RegistryException;
import io.convoy.trainer.model.ModelFormatException;
import io.convoy.trainer.training.DivergenceException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** How a command line ended: the process's exit code, and what to tell, a line for each mistake. */
record Outcome(int exitCode, List<String> lines) {

    static final Outcome DONE = new Outcome(0, List.of());

    static final int FAILURE = 1;
    static final int USAGE = 2;
    static final int BAD_DATA = 3;
    static final int REJECTED = 4;
    static final int LOCKED = 5;

    static Outcome of(Throwable failure) {
        if (failure instanceof UsageException usage) {
            return new Outcome(USAGE, usage.problems());
        }
        if (failure instanceof RejectedException || failure instanceof RegistryException) {
            return new Outcome(exitCode(failure), List.of(String.valueOf(failure.getMessage())));
        }
        var known = Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(cause -> isBadData(cause) || cause instanceof DivergenceException)
                .findFirst();
        if (known.isPresent()) {
            var cause = known.get();
            return new Outcome(isBadData(cause) ? BAD_DATA : FAILURE, List.of(String.valueOf(cause.getMessage())));
        }
        var message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return new Outcome(
                FAILURE,
                List.of(message.lines().findFirst().orElse("") + " (" + CommonOptions.VERBOSE.flag()
                        + " shows the stack trace)"));
    }

    private static int exitCode(Throwable failure) {
        if (failure instanceof RejectedException) {
            return REJECTED;
        }
        return failure instanceof LockedException ? LOCKED : FAILURE;
    }

    private static boolean isBadData(Throwable failure) {
        return failure instanceof DataException || failure instanceof ModelFormatException;
    }
}
