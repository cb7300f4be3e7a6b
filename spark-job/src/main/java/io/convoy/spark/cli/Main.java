package io.convoy.spark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;

/** Where spark-submit and {@code java -cp} begin. */
public final class Main {

    private static final int FILTER_PATIENCE_SECONDS = 2;

    private Main() {}

    /**
     * Ends the process with the documented exit code where this process is the user's own.
     *
     * @throws IllegalStateException in YARN's cluster mode, where an exit code 0 would count as a failure and another
     *     is best told by an exception
     */
    public static void main(String[] words) {
        var spark = new SparkConf();
        var err = new FileOutputStream(FileDescriptor.err);
        boolean json = "json".equals(System.getenv("CONVOY_LOG"));
        var outcome = new Convoy(
                        stream(new FileOutputStream(FileDescriptor.out)),
                        stream(json ? new JsonLines(err) : err),
                        Console.isTerminal(),
                        spark)
                .run(words);
        boolean cluster = spark.get("spark.submit.deployMode", "client").equals("cluster");
        if (!cluster) {
            awaitFilter();
        }
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

    /** {@code scripts/convoy} filters standard error: who waits for this process finds all lines there. */
    private static void awaitFilter() {
        var filter = System.getenv("CONVOY_FILTER");
        if (filter == null) {
            return;
        }
        System.err.close(); // now nothing more can come
        ProcessHandle.of(Long.parseLong(filter))
                .ifPresent(process -> process.onExit()
                        .completeOnTimeout(process, FILTER_PATIENCE_SECONDS, TimeUnit.SECONDS)
                        .join());
    }

    /** Speaks UTF-8 whatever the locale, which is POSIX on a bare machine and under most schedulers. */
    private static PrintStream stream(OutputStream out) {
        return new PrintStream(out, true, UTF_8);
    }
}
