package io.convoy.spark.cli;

import io.convoy.spark.fit.TrainedModel;
import io.convoy.spark.fit.TrainingEvents;
import io.convoy.spark.fit.TrainingRequest;
import io.convoy.spark.report.Count;
import io.convoy.spark.report.TrainingMetrics;
import io.convoy.spark.round.EpochReport;
import io.convoy.spark.round.WarmUp;
import io.convoy.trainer.averaging.TrainingState;
import io.convoy.trainer.model.WeightsDigest;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/** Shows a training to people, while it goes on and at its end. */
final class TrainingView implements TrainingEvents, AutoCloseable {

    private final Console console;
    private final JavaSparkContext spark;
    private final Optional<WarmUp> warmUp;
    private @Nullable Progress progress;
    private @Nullable Interruption interruption;
    private boolean goesOn;
    private String task = "";
    private int epochs;

    /** @param warmUp is ended when the first round is about to begin, or none does */
    TrainingView(Console console, JavaSparkContext spark, Optional<WarmUp> warmUp) {
        this.console = console;
        this.spark = spark;
        this.warmUp = warmUp;
    }

    @Override
    public void passedOver(String line) {
        console.say(line);
    }

    @Override
    public void goingOn(int epoch) {
        console.say("Going on after epoch " + epoch);
    }

    @Override
    public void began(TrainingRequest request, int shards) {
        var network = request.network();
        task = network.name();
        epochs = request.epochs();
        console.say(String.format(
                Locale.ROOT,
                "Training %s (%,d parameters) for %s on %s of %s in %s and %s",
                network.name(),
                network.trainableParameterCount(),
                Count.of(epochs, "epoch"),
                Count.of(request.trainImages(), "image"),
                network.input(),
                Count.of(network.classes(), "class"),
                Count.of(shards, "shard")));
        ExecutorNews.begin(console, spark);
        console.say(SparkOptions.description(spark, request.kernels()));
        interruption = new Interruption(spark);
        goesOn = request.checkpoint().isPresent();
    }

    @Override
    public void learning() {
        warmUp.ifPresent(WarmUp::end);
        progress = Progress.on(console, task, epochs);
    }

    @Override
    public void completed(EpochReport report, TrainingState state) {
        if (progress != null) {
            progress.completed(report);
        }
        TrainingMetrics.show(spark, report);
    }

    @Override
    public void stays(EpochReport model, String folder) {
        console.say("The model of epoch " + model.epoch() + " stays in " + folder
                + (goesOn && Interruption.underWay() ? "; the same command goes on after it" : ""));
    }

    /** @param seconds that the run took from its start on */
    void conclude(TrainingRequest request, TrainedModel trained, double seconds) {
        close();
        trained.time().ifPresent(time -> console.say(new TimeTable(time).lines(seconds)));
        var model = trained.report();
        if (model.epoch() < trained.epochs()) {
            console.say("The model is that of epoch " + model.epoch()
                    + ", the best one on the images set aside for validation");
        }
        request.test()
                .ifPresent(test -> console.say(String.format(
                        Locale.ROOT,
                        "Test accuracy %.4f on %s after %s in %.1f s; weights %s",
                        model.measuredTestAccuracy(),
                        Count.of(test.count(), "image"),
                        Count.of(trained.epochs(), "epoch"),
                        seconds,
                        WeightsDigest.abbreviate(model.weightsDigest()))));
        request.output().ifPresent(folder -> console.say("Model: " + folder));
    }

    @Override
    public void close() {
        warmUp.ifPresent(WarmUp::end);
        if (progress != null) {
            progress.close();
            progress = null;
        }
        if (interruption != null) {
            interruption.close();
            interruption = null;
        }
    }
}
