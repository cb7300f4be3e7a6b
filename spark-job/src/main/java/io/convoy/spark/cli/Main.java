package io.convoy.spark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import org.apache.spark.SparkConf;

/** Where spark-submit and {@code java -cp} begin. */
public final class Main {

    private Main() {}

    /**
     * Ends the process with the documented exit code where this process is the user's own.
     *
     * @throws IllegalStateException in YARN's cluster mode, where an exit code 0 would count as a failure and another
     *     is best told by an exception
     */
    public static void main(String[] words) {
        var spark = new SparkConf();
        var outcome = new Convoy(stream(FileDescriptor.out), stream(FileDescriptor.err), Console.isTerminal(), spark)
                .run(words);
        boolean cluster = spark.get("spark.submit.deployMode", "client").equals("cluster");
        if (outcome.exitCode() == 0 || (cluster && outcome.exitCode() == Outcome.REJECTED)) {
            return;
        }
        if (cluster) {
            var diagnostics = "exit code " + outcome.exitCode() + ": " + String.join("; ", outcome.lines());
            // A thrown failure earns a second attempt on YARN.
            if (!outcome.mayPass() && spark.get("spark.master", "").equals("yarn")) {
                FinalFailure.tell(diagnostics, spark);
            }
            throw new IllegalStateException(diagnostics);
        }
        System.exit(outcome.exitCode());
    }

    /** Speaks UTF-8 whatever the locale, which is POSIX on a bare machine and under most schedulers. */
    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, UTF_8);
    }
}
