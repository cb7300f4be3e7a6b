package io.convoy.spark.cli;

import io.convoy.spark.registry.RunStatus;
import io.convoy.spark.retrain.RetrainRequest;
import io.convoy.spark.retrain.Retraining;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;

/** One step of a schedule: a model from new data, published if it is good enough. */
final class RetrainCommand implements Command<RetrainRequest> {

    /** Options of {@code train} that have no meaning here: model and checkpoints go into the run's folder. */
    private static final Set<String> OF_THE_RUN =
            Set.of(TrainOptions.OUTPUT.key(), TrainOptions.OVERWRITE.key(), CheckpointOptions.CHECKPOINT.key());

    @Override
    public String name() {
        return "retrain";
    }

    @Override
    public String summary() {
        return "Trains a model for a registry and publishes it if it is good enough; repeating a run is safe.";
    }

    @Override
    public List<Option<?>> options() {
        var own = Stream.<Option<?>>of(
                RetrainOptions.RUN_ID,
                RetrainOptions.REGISTRY,
                RetrainOptions.KEEP,
                RetrainOptions.MIN_ACCURACY,
                RetrainOptions.MAX_DROP,
                RetrainOptions.INIT_FROM,
                RetrainOptions.IF_UNCHANGED,
                RetrainOptions.IF_ROLLED_BACK,
                RetrainOptions.ON_LOCKED,
                RetrainOptions.LOCK_EXPIRY,
                RetrainOptions.LOCK_PATIENCE,
                RetrainOptions.WEBHOOK);
        var training = new TrainCommand().options().stream().filter(option -> !OF_THE_RUN.contains(option.key()));
        return Stream.concat(own, training).toList();
    }

    @Override
    public List<String> examples() {
        return List.of(
                "retrain --run-id 2026-01-31 --registry hdfs:///models/digits --data hdfs:///data/digits --shards 16",
                "retrain --run-id 2026-01-31 --registry models --data digits --min-accuracy 0.88 --on-locked wait");
    }

    @Override
    public void check(Session session) {
        var settings = session.settings();
        settings.require(RetrainOptions.RUN_ID);
        settings.require(RetrainOptions.REGISTRY);
        TrainCommand.checkTraining(session);
    }

    @Override
    public RetrainRequest request(Settings settings) {
        return RetrainOptions.request(settings);
    }

    /** On YARN even a run that has nothing to do needs a SparkContext, or it would count as failed. */
    @Override
    public void run(RetrainRequest request, Session session) throws IOException, InterruptedException {
        try (var spark = new JavaSparkContext(SparkOptions.training(session, "convoy retrain " + request.runId()));
                var training = new TrainingView(session.console(), spark, Optional.empty())) {
            var view = new NightView(session.console(), request, training);
            Presets.advice(session.settings(), spark.defaultParallelism()).ifPresent(session.console()::say);
            var night = Retraining.run(spark, request, view);
            view.conclude(night);
            if (night.outcome() == RunStatus.Outcome.REJECTED && !night.repeated()) {
                throw new RejectedException("the model of run %s is not published: %s. It stays in %s"
                        .formatted(request.runId(), night.message(), night.run() + "/model"));
            }
        }
    }
}
