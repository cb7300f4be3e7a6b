package io.convoy.spark.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What stands after {@code convoy}.
 *
 * @param <R> the record of all that the command needs
 */
interface Command<R> {

    String name();

    /** One sentence. */
    String summary();

    /** Its own options and those of {@link CommonOptions}, in the order of the help. */
    List<Option<?>> options();

    /** The option that a plain word after the command stands for. */
    default Optional<Option<?>> operand() {
        return Optional.empty();
    }

    /** Command lines without the leading {@code convoy}. */
    List<String> examples();

    /** Adds to the session's settings what no option can say alone: what is missing, what contradicts another. */
    void check(Session session);

    /** @param settings without problems */
    R request(Settings settings);

    /**
     * @throws IOException if data or models cannot be read or written
     * @throws InterruptedException if the thread was interrupted
     */
    void run(R request, Session session) throws IOException, InterruptedException;

    default void run(Session session) throws IOException, InterruptedException {
        run(request(session.settings()), session);
    }
}
