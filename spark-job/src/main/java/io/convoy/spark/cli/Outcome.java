package io.convoy.spark.cli;

import io.convoy.spark.data.DataException;
import io.convoy.spark.fit.Field;
import io.convoy.spark.fit.RequestException;
import io.convoy.spark.retrain.InitialModelException;
import io.convoy.spark.store.LockedException;
import io.convoy.spark.store.StoreException;
import io.convoy.trainer.model.ModelFormatException;
import io.convoy.trainer.training.DivergenceException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.apache.spark.SparkException;

/**
 * How a command line ended: the process's exit code, and what to tell, a line for each mistake.
 *
 * @param mayPass whether the same command may succeed by itself at another time, as where a file system did not answer;
 *     a user's mistake stays one
 */
record Outcome(int exitCode, List<String> lines, boolean mayPass) {

    Outcome {
        lines = lines.stream()
                .map(DataException::withoutUserInfo)
                .map(DataException::printable)
                .toList();
    }

    static final Outcome DONE = new Outcome(0, List.of(), true);

    static final int FAILURE = 1;
    static final int USAGE = 2;
    static final int BAD_DATA = 3;
    static final int REJECTED = 4;
    static final int LOCKED = 5;

    static Outcome of(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(Outcome::isKnown)
                .findFirst()
                .map(known -> new Outcome(exitCode(known), lines(known), mayPass(known)))
                .or(() -> SettingAtFault.in(failure).map(line -> new Outcome(USAGE, List.of(line), false)))
                .orElseGet(() -> unknown(failure));
    }

    private static boolean isKnown(Throwable failure) {
        return failure instanceof UsageException
                || failure instanceof RequestException
                || failure instanceof RejectedException
                || failure instanceof StoreException
                || failure instanceof DivergenceException
                || isBadData(failure);
    }

    private static boolean isBadData(Throwable failure) {
        return failure instanceof DataException
                || failure instanceof InitialModelException
                || failure instanceof ModelFormatException;
    }

    private static int exitCode(Throwable known) {
        if (known instanceof UsageException || known instanceof RequestException) {
            return USAGE;
        }
        if (isBadData(known)) {
            return BAD_DATA;
        }
        if (known instanceof RejectedException) {
            return REJECTED;
        }
        return known instanceof LockedException ? LOCKED : FAILURE;
    }

    private static List<String> lines(Throwable known) {
        if (known instanceof UsageException usage) {
            return usage.problems();
        }
        if (known instanceof RequestException request) {
            return request.problems(Outcome::flag);
        }
        return List.of(
                known instanceof InitialModelException model
                        ? model.problem().text(Outcome::flag)
                        : String.valueOf(known.getMessage()));
    }

    /** A field of a request is spelled as the option's key. */
    private static String flag(Field field) {
        return Option.flag(field.name());
    }

    private static boolean mayPass(Throwable known) {
        var cause = known.getCause();
        return cause instanceof IOException
                && !(cause instanceof StoreException
                        || cause instanceof FileNotFoundException
                        || cause instanceof EOFException
                        || cause instanceof ZipException);
    }

    private static Outcome unknown(Throwable aborted) {
        var failure = aborted;
        // Spark tells of a job that was aborted, and of the task, stage and host, before it comes to the cause.
        while (failure instanceof SparkException && failure.getCause() != null) {
            failure = failure.getCause();
        }
        var message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        var line = message.lines().findFirst().orElse("") + " (" + CommonOptions.VERBOSE.flag()
                + " shows the stack trace)";
        return new Outcome(FAILURE, List.of(line), true);
    }
}
