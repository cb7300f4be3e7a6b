package io.convoy.spark.cli;

/** The options that describe a cluster that need not be there, and what it is to learn. */
final class PlanOptions {

    static final Option<Integer> IMAGES = Option.wholeNumber(
                    "images", 1, 1_000_000_000, "60000", "Training images of an epoch.")
            .withDefault("60000");
    static final Option<Integer> TEST_IMAGES = Option.wholeNumber(
                    "testImages", 1, 1_000_000_000, "10000", "Test images that are evaluated after it.")
            .withDefault("10000");
    static final Option<Integer> EXECUTORS = Option.wholeNumber(
                    "executors", 1, 100_000, "50", "The most executors to plan for; the table has fewer ones, too.")
            .withDefault("1000");
    static final Option<Integer> CORES =
            Option.wholeNumber("cores", 1, 1024, "4", "Cores of an executor. Default: those of this machine.");
    static final Option<Integer> SHARDS = Option.wholeNumber(
            "shards", 1, 1_000_000, "16", "Shards on every cluster. Default: one for each core of the cluster.");
    static final Option<Double> BANDWIDTH = Option.number(
                    "bandwidth", Range.above(0, 100_000), "1", "What a machine's link carries each way, in Gbit/s.")
            .withDefault("10");
    static final Option<Double> LATENCY = Option.number(
                    "latency", Range.from(0, 10_000), "0.2", "How long a message takes, in milliseconds.")
            .withDefault("0.5");

    private PlanOptions() {}

    /** What is measured here cannot be measured elsewhere. */
    static void check(Session session) {
        var settings = session.settings();
        settings.supply(CORES, Integer.toString(Runtime.getRuntime().availableProcessors()));
        var master = session.spark().get("spark.master", "local");
        if (!master.startsWith("local")) {
            settings.problem("--master %s: plan measures the machine that it is started on; leave the master out and"
                            .formatted(master)
                    + " describe the cluster by " + EXECUTORS.flag() + " and " + CORES.flag());
        }
        NetworkOptions.checkWithImage(session, TrainOptions.NETWORK);
    }
}
