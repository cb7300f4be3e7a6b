package io.convoy.spark.cli;

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
    @SuppressWarnings("SystemOut") // results go to standard output
    public static void main(String[] words) {
        var spark = new SparkConf();
        var outcome = new Convoy(System.out, System.err, Console.isTerminal(), spark).run(words);
        System.out.flush();
        System.err.flush();
        boolean cluster = spark.get("spark.submit.deployMode", "client").equals("cluster");
        // A thrown failure earns a second attempt on YARN; a rejected model would be rejected again.
        if (outcome.exitCode() == 0 || (cluster && outcome.exitCode() == Outcome.REJECTED)) {
            return;
        }
        if (cluster) {
            throw new IllegalStateException(String.join("; ", outcome.lines()));
        }
        System.exit(outcome.exitCode());
    }
}
