package io.convoy.spark.cli;

import io.convoy.trainer.network.Networks;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.spark.SparkConf;

/** A command line that ran in this process, and what it said. */
record Run(int exitCode, String out, String err) {

    static Run of(String... words) {
        return with(new SparkConf(false), words);
    }

    static Run with(SparkConf spark, String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var outcome = new Convoy(stream(out), stream(err), false, spark).run(words);
        return new Run(outcome.exitCode(), out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The problems it told of, a line each. */
    List<String> problems() {
        return err.lines().map(line -> line.replaceFirst("^convoy: ", "")).toList();
    }

    /** What {@code --network} may be, as a refusal tells it. */
    static String networks() {
        return String.join(", ", Networks.names()) + ", or a network's JSON file at any Hadoop URI";
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
