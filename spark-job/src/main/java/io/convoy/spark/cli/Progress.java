package io.convoy.spark.cli;

import io.convoy.spark.round.EpochReport;

/** Shows people how training goes on. */
interface Progress extends AutoCloseable {

    void completed(EpochReport report);

    @Override
    void close();

    static Progress on(Console console, String task, int epochs) {
        return console.terminal() && !console.json()
                ? new ProgressOnTerminal(console, task, epochs)
                : new ProgressInLines(console);
    }
}
