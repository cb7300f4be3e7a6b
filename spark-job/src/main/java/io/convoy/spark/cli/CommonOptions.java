package io.convoy.spark.cli;

import java.util.List;
import java.util.stream.Stream;

/** The options that every command understands. */
final class CommonOptions {

    static final Option<String> CONFIG = Option.uri(
            "config",
            "FILE",
            "a properties file",
            "train.properties",
            "Takes further options from this file, one key=value a line, such as learningRate=0.1.");
    static final Option<Boolean> DRY_RUN =
            Option.toggle("dryRun", "Checks and prints every option with its source, and does nothing else.");
    static final Option<Boolean> JSON = Option.toggle(
            "json", "Prints one JSON document for machines to stdout; lines for people then go to stderr.");
    static final Option<Boolean> VERBOSE = Option.toggle("verbose", "Shows the stack trace of an error.");

    private static final List<Option<?>> ALL = List.of(CONFIG, DRY_RUN, JSON, VERBOSE);

    private CommonOptions() {}

    /** A command's own options followed by these. */
    static List<Option<?>> after(Option<?>... own) {
        return Stream.concat(Stream.of(own), ALL.stream()).toList();
    }
}
