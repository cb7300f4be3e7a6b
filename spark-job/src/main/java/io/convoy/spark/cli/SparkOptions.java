package io.convoy.spark.cli;

import io.convoy.kernels.KernelChoice;
import io.convoy.spark.data.DataException;
import io.convoy.spark.report.TrainingMetrics;
import io.convoy.spark.round.ConvoyKryoRegistrator;
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
    /** Spark's own default and what of Convoy's may hold a secret: not shown in its UI, event log and dumps. */
    private static final String SECRETS = "(?i)secret|password|token|access[.]?key|webhook";

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
        return spark.setIfMissing("spark.app.name", application)
                .setIfMissing(
                        "spark.hadoop." + Session.CONNECT_RETRIES,
                        session.hadoop().get(Session.CONNECT_RETRIES))
                .setIfMissing("spark.ui.showConsoleProgress", "false")
                .setIfMissing("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
                .setIfMissing("spark.kryo.registrator", ConvoyKryoRegistrator.class.getName())
                // Weights hardly shrink.
                .setIfMissing("spark.broadcast.compress", "false")
                .setIfMissing("spark.redaction.regex", SECRETS)
                .setIfMissing("spark.redaction.string.regex", DataException.USER_INFO.pattern())
                .setIfMissing("spark.executor.defaultJavaOptions", "--add-modules=jdk.incubator.vector");
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
