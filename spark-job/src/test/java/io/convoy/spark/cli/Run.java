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

    /** The names of the networks as a refusal lists them. */
    static String networks() {
        var names = Networks.names();
        int last = names.size() - 1;
        return String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
