package io.convoy.spark.cli;

import io.convoy.kernels.KernelChoice;
import io.convoy.spark.data.DataException;
import io.convoy.spark.report.TrainingMetrics;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** The options of the commands that run on Spark. */
final class SparkOptions {

    static final Option<String> MASTER = new Option<>(
            "master",
            "MASTER",
            SparkOptions::master,
            "a Spark master such as local[2], local[*], yarn or spark://host:7077",
            List.of(),
            "local[*]",
            "local[*]",
            "Where Spark runs.");
    static final Option<KernelChoice> KERNELS = Option.choice(
                    "kernels",
                    kernelChoices(),
                    "auto",
                    "Computes by SIMD instructions, by plain loops, or by what the machine has. All give the same bits.")
            .withDefault("auto");

    private static final Pattern KNOWN_MASTER =
            Pattern.compile("yarn|local(-cluster)?(\\[[0-9*, ]+])?|(spark|k8s)://.+");
    /**
     * In names of options and properties: Spark's own default, the keys of Azure's stores, and what of Convoy's may
     * hold a secret. Not shown in dumps, on Spark's pages and in its event log.
     */
    private static final String SECRETS =
            "(?i)secret|password|passwd|token|credential|access[.]?key|account[.]?key|[.]sas[.]|webhook";

    private static final String REDACTION = "spark.redaction.regex";
    private static final String APPLICATION_NAME = "spark.app.name";

    private static final String PLUGINS = "spark.plugins";
    private static final String SPARK_MASTER = "spark.master";

    private SparkOptions() {}

    /** Whether the value of an option or property must not be shown. */
    static boolean isSecret(String key) {
        return Pattern.compile(SECRETS).matcher(key).find();
    }

    /** Spark on a cluster was started by spark-submit for that cluster: the master is settled by then. */
    static void check(Session session) {
        var settings = session.settings();
        var submitted = session.spark().get(SPARK_MASTER, "local");
        if (settings.isChosen(MASTER) && !submitted.startsWith("local")) {
            settings.find(MASTER)
                    .filter(master -> !master.equals(submitted))
                    .ifPresent(master ->
                            settings.problem("%s %s: spark-submit runs this on %s; give the master to one of them"
                                    .formatted(MASTER.flag(), master, submitted)));
        }
    }

    /** The configuration for a SparkContext: a master that the user named wins over that of spark-submit. */
    static SparkConf configuration(Session session, String application) {
        var spark = session.spark().clone();
        if (session.settings().isChosen(MASTER)) {
            spark.setMaster(session.settings().get(MASTER));
        }
        return defaults(
                session, spark.setIfMissing(SPARK_MASTER, session.settings().get(MASTER)), application);
    }

    /** The same for a training, whose figures are among Spark's metrics. */
    static SparkConf training(Session session, String application) {
        var spark = configuration(session, application);
        var plugins = new LinkedHashSet<>(List.of(spark.get(PLUGINS, "").split(",")));
        plugins.remove("");
        plugins.add(TrainingMetrics.class.getName());
        return spark.set(PLUGINS, String.join(",", plugins));
    }

    /** The configuration for a SparkContext on so many cores of this machine. */
    static SparkConf local(Session session, int cores, String application) {
        return defaults(session, session.spark().clone().setMaster("local[" + cores + "]"), application);
    }

    private static SparkConf defaults(Session session, SparkConf spark, String application) {
        // spark-submit takes the class's name for want of another.
        if (spark.get(APPLICATION_NAME, Main.class.getName()).equals(Main.class.getName())) {
            spark.setAppName(application);
        }
        return redacting(spark)
                .setIfMissing(
                        "spark.hadoop." + Session.CONNECT_RETRIES,
                        session.hadoop().get(Session.CONNECT_RETRIES))
                .setIfMissing("spark.ui.showConsoleProgress", "false")
                .setIfMissing("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
                // Weights hardly shrink.
                .setIfMissing("spark.broadcast.compress", "false")
                .setIfMissing("spark.redaction.string.regex", DataException.USER_INFO.pattern())
                .setIfMissing("spark.executor.defaultJavaOptions", "--add-modules=jdk.incubator.vector");
    }

    /**
     * Spark hides properties whose name or value matches, besides those that the user's own pattern does. The command
     * line is one of them: {@code sun.java.command}.
     */
    private static SparkConf redacting(SparkConf spark) {
        var hidden = "(" + SECRETS + ")|" + DataException.PASSWORD.pattern();
        var chosen = spark.get(REDACTION, "");
        return spark.set(REDACTION, chosen.isEmpty() ? hidden : "(" + chosen + ")|" + hidden);
    }

    /** For people: which Spark, where, and which kernels its executors have and why. */
    static String description(JavaSparkContext spark, KernelChoice choice) {
        var kernels = spark.isLocal()
                ? kernels(choice)
                : spark.parallelize(List.of(0), 1)
                        .map(x -> choice.choose().description())
                        .first();
        return "Spark %s on %s, Java %s, kernels: %s"
                .formatted(spark.version(), spark.master(), Runtime.version().feature(), kernels);
    }

    private static String kernels(KernelChoice choice) {
        try {
            return choice.choose().description();
        } catch (IllegalStateException e) {
            throw new UsageException(List.of(KERNELS.flag() + " " + choice + ": " + e.getMessage()));
        }
    }

    private static String master(String text) {
        if (!KNOWN_MASTER.matcher(text).matches()) {
            throw new IllegalArgumentException();
        }
        return text;
    }

    private static Map<String, KernelChoice> kernelChoices() {
        var choices = new LinkedHashMap<String, KernelChoice>();
        choices.put("auto", KernelChoice.AUTO);
        choices.put("vector", KernelChoice.VECTOR);
        choices.put("scalar", KernelChoice.SCALAR);
        return choices;
    }
}
