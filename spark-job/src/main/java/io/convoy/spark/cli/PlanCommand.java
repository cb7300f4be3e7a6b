package io.convoy.spark.cli;

import io.convoy.kernels.KernelChoice;
import io.convoy.spark.plan.Calibration;
import io.convoy.spark.plan.Cluster;
import io.convoy.spark.plan.PlanTable;
import io.convoy.spark.plan.TimeModel;
import io.convoy.spark.plan.Workload;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

/** Foretells how long an epoch takes on clusters that need not be there. */
final class PlanCommand implements Command<PlanCommand.Request> {

    /**
     * @param largest the cluster with the most executors
     * @param shards empty for one for each core
     */
    record Request(
            Function<Configuration, Workload> workload,
            Cluster largest,
            Optional<Integer> shards,
            KernelChoice kernels) {}

    @Override
    public String name() {
        return "plan";
    }

    @Override
    public String summary() {
        return "Measures the training on this machine for some 20 seconds and foretells, as a table, how long an epoch"
                + " takes on clusters of one to a thousand executors.";
    }

    @Override
    public List<Option<?>> options() {
        return CommonOptions.after(
                TrainOptions.NETWORK,
                NetworkOptions.ATTENTION,
                NetworkOptions.WIDTH,
                NetworkOptions.DROPOUT,
                NetworkOptions.CLASSES,
                NetworkOptions.IMAGE,
                PlanOptions.IMAGES,
                PlanOptions.TEST_IMAGES,
                TrainOptions.BATCH_SIZE,
                AveragingOptions.AVERAGE_EVERY,
                PlanOptions.SHARDS,
                PlanOptions.EXECUTORS,
                PlanOptions.CORES,
                PlanOptions.BANDWIDTH,
                PlanOptions.LATENCY,
                SparkOptions.KERNELS);
    }

    @Override
    public List<String> examples() {
        return List.of(
                "plan --images 60000",
                "plan --images 5000000 --executors 200 --cores 8 --bandwidth 25 --latency 0.1",
                "plan --shards 16 --average-every 50 --executors 8 --cores 2 --json");
    }

    @Override
    public void check(Session session) {
        PlanOptions.check(session);
    }

    @Override
    public Request request(Settings settings) {
        var choice = NetworkOptions.choice(settings, TrainOptions.NETWORK);
        var image = settings.get(NetworkOptions.IMAGE);
        int classes = settings.get(NetworkOptions.CLASSES);
        return new Request(
                hadoop -> new Workload(
                        choice.create(image, classes, hadoop),
                        settings.get(PlanOptions.IMAGES),
                        settings.get(PlanOptions.TEST_IMAGES),
                        settings.get(TrainOptions.BATCH_SIZE),
                        settings.get(AveragingOptions.AVERAGE_EVERY)),
                new Cluster(
                        settings.get(PlanOptions.EXECUTORS),
                        settings.get(PlanOptions.CORES),
                        settings.get(PlanOptions.BANDWIDTH) * 1e9 / Byte.SIZE,
                        settings.get(PlanOptions.LATENCY) / 1e3),
                settings.find(PlanOptions.SHARDS),
                settings.get(SparkOptions.KERNELS));
    }

    @Override
    public void run(Request request, Session session) {
        var workload = request.workload().apply(session.hadoop());
        var network = workload.network();
        int cores =
                Math.min(request.largest().executorCores(), Runtime.getRuntime().availableProcessors());
        try (var spark = new JavaSparkContext(SparkOptions.local(session, cores, "convoy plan " + network.name()))) {
            var console = session.console();
            console.say(String.format(
                    Locale.ROOT,
                    "Measuring how %s (%,d parameters) learns on %s of this machine; that takes some 20 s",
                    network.name(),
                    network.trainableParameterCount(),
                    cores == 1 ? "1 core" : "1 and " + cores + " cores"));
            console.say(SparkOptions.description(spark, request.kernels()));
            var machine = Calibration.measure(spark, workload, request.kernels(), cores);
            var table = new PlanTable(new TimeModel(workload, machine), request.largest(), request.shards());
            console.tell(table.document());
            if (!console.json()) {
                console.say(table.lines());
            }
        }
    }
}
