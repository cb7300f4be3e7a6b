package io.convoy.spark.cli;

import org.apache.spark.api.java.JavaSparkContext;

/**
 * Until it ends, a signal that ends this JVM silences Spark first: it stops beneath running tasks, and logs with a
 * stack trace what they then run into. What Convoy itself says is still said.
 */
record QuietShutdown(Thread hook) {

    static QuietShutdown begin(JavaSparkContext spark) {
        var hook = new Thread(() -> spark.setLogLevel("OFF"), "quiet-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        return new QuietShutdown(hook);
    }

    void end() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending, the hook has done or does its work.
        }
    }
}
