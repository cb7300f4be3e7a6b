package io.convoy.spark.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What happens to a training when a signal ends this JVM. Spark is silenced before it stops beneath running tasks,
 * which it would log with stack traces. Then the thread that trains has time to come to its end, while file systems are
 * open: it says what stays, writes its status and gives locks back.
 */
final class Interruption implements AutoCloseable {

    private static final int BEFORE_SPARK_STOPS = FileSystem.SHUTDOWN_HOOK_PRIORITY + 50;
    private static final int BEFORE_FILE_SYSTEMS_CLOSE = FileSystem.SHUTDOWN_HOOK_PRIORITY + 10;
    private static final int PATIENCE_SECONDS = 10;

    private static final Logger LOG = LogManager.getLogger(Interruption.class);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Runnable silence;
    private final Runnable await = this::await;

    Interruption(JavaSparkContext spark) {
        silence = () -> spark.setLogLevel("OFF");
        ShutdownHookManager.get().addShutdownHook(silence, BEFORE_SPARK_STOPS);
        ShutdownHookManager.get()
                .addShutdownHook(await, BEFORE_FILE_SYSTEMS_CLOSE, PATIENCE_SECONDS + 1, TimeUnit.SECONDS);
    }

    /** Whether this JVM is ending. */
    static boolean underWay() {
        return ShutdownHookManager.get().isShutdownInProgress();
    }

    private void await() {
        try {
            boolean inTime = ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            LOG.debug("the training came to its end in time: {}", inTime);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ended.countDown();
        if (!underWay()) {
            ShutdownHookManager.get().removeShutdownHook(silence);
            ShutdownHookManager.get().removeShutdownHook(await);
        }
    }
}
