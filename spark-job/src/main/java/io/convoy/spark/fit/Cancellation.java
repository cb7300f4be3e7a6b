package io.convoy.spark.fit;

import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Objects;
import java.util.stream.Stream;

/** What comes out of a training whose thread was interrupted: Spark, Hadoop and Java each tell it in their own way. */
final class Cancellation {

    private Cancellation() {}

    static boolean isCauseOf(Throwable failure) {
        return Thread.currentThread().isInterrupted()
                || Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                        .anyMatch(cause -> cause instanceof InterruptedException
                                || cause instanceof InterruptedIOException
                                || cause instanceof ClosedByInterruptException);
    }

    /** Takes the thread's interruption back, as whoever throws such an exception does. */
    static InterruptedException of(Exception failure) {
        Thread.interrupted();
        if (failure instanceof InterruptedException interrupted) {
            return interrupted;
        }
        var cancelled = new InterruptedException("the training was cancelled");
        cancelled.initCause(failure);
        return cancelled;
    }
}
