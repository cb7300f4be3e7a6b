package io.convoy.spark.cli;

import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;

/** Tells people that the application waits for executors, and of each one that it loses, in a line. */
final class ExecutorNews extends SparkListener {

    private static final int POLL_MILLISECONDS = 50;
    private static final long REPEAT_SECONDS = 60;
    private static final int LONGEST_REASON = 120;

    private final Console console;
    private final JavaSparkContext spark;

    private ExecutorNews(Console console, JavaSparkContext spark) {
        this.console = console;
        this.spark = spark;
    }

    static void begin(Console console, JavaSparkContext spark) {
        if (!spark.isLocal()) {
            var news = new ExecutorNews(console, spark);
            spark.sc().addSparkListener(news);
            news.awaitFirst();
        }
    }

    /** As a job would, but with words. Ends with the SparkContext or the thread's interruption, too. */
    private void awaitFirst() {
        long begin = System.nanoTime();
        long told = -1;
        try {
            while (!hasExecutor() && !spark.sc().isStopped()) {
                long minutes = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin) / REPEAT_SECONDS;
                if (minutes > told) {
                    console.say("Waiting for executors of " + spark.master()
                            + (minutes == 0 ? "" : ", for " + minutes + " min by now; see what else its queue runs"));
                    told = minutes;
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Among the executors Spark counts the driver. */
    private boolean hasExecutor() {
        return spark.sc().statusTracker().getExecutorInfos().length > 1;
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
        var told = told(removed.executorId(), removed.reason());
        if (!told.isEmpty() && !spark.sc().isStopped()) {
            console.say(told);
        }
    }

    /** @return nothing where the driver gave the executor back, as it was idle */
    static String told(String executor, String reason) {
        if (reason.contains("killed by driver") || reason.contains("was killed by the driver")) {
            return "";
        }
        var line = reason.lines().findFirst().orElse("").strip();
        var brief = line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) + "…" : line;
        return "Lost executor " + executor + (brief.isEmpty() ? "" : " (" + brief + ")") + ", going on";
    }
}
