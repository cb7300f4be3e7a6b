package io.convoy.spark.fit;

import io.convoy.spark.checkpoint.Checkpoint;
import io.convoy.spark.checkpoint.CheckpointFolder;
import io.convoy.spark.data.ShardedImages;
import io.convoy.spark.model.ModelFolder;
import io.convoy.spark.round.Assessment;
import io.convoy.spark.round.DistributedTraining;
import io.convoy.spark.round.JobScope;
import io.convoy.spark.round.TrainingPlan;
import io.convoy.spark.store.Json;
import io.convoy.trainer.averaging.TrainingState;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.model.Model;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;

/** One training: identity, resume, load, rounds, checkpoints, result. */
public final class Fit {

    private final JobScope scope;
    private final JavaSparkContext spark;
    private final TrainingRequest request;
    private final TrainingEvents events;
    private final long begin = System.nanoTime();

    private Fit(JobScope scope, TrainingRequest request, TrainingEvents events) {
        this.scope = scope;
        this.spark = scope.spark();
        this.request = request;
        this.events = events;
    }

    /**
     * Trains, on the thread that calls. Any number of trainings may run in one SparkContext at a time. However this one
     * ends, it leaves no job, broadcast, cached data or thread behind, and the caller's job group as it was.
     *
     * <p>Who interrupts that thread cancels the training: its jobs are cancelled, and tasks stop after the minibatch
     * they are at.
     *
     * @throws RequestException if the request asks for what cannot be
     * @throws io.convoy.spark.data.DataException if the data are damaged
     * @throws io.convoy.trainer.training.DivergenceException if a shard meets a loss or a weight that is not finite
     * @throws IOException if model or checkpoints cannot be read or written
     * @throws InterruptedException if the thread was interrupted
     */
    public static TrainedModel run(JavaSparkContext spark, TrainingRequest request, TrainingEvents events)
            throws IOException, InterruptedException {
        return run(spark, () -> request, events);
    }

    /** @param request makes the request; the jobs that it needs for that are the training's */
    public static TrainedModel run(JavaSparkContext spark, Supplier<TrainingRequest> request, TrainingEvents events)
            throws IOException, InterruptedException {
        try {
            return JobScope.run(spark, scope -> new Fit(scope, request.get(), events).run());
        } catch (Exception e) { // not only those that are declared: Spark declares none of its checked ones
            if (Cancellation.isCauseOf(e)) {
                throw Cancellation.of(e);
            }
            throw e;
        }
    }

    private TrainedModel run() throws IOException {
        requireValidationImages();
        if (request.checkpoint().isEmpty()) {
            return run(Optional.empty());
        }
        var hadoop = spark.hadoopConfiguration();
        try (var taken = request.checkpoint().get().take(hadoop, spark.sc().applicationId())) {
            return run(Optional.of(taken));
        }
    }

    private TrainedModel run(Optional<CheckpointFolder> taken) throws IOException {
        var resumed = taken.isPresent() ? resumed(taken.get()) : Optional.<Checkpoint>empty();
        int shards = request.shards().or(() -> resumed.map(RunIdentity::shards)).orElse(TrainingRequest.DEFAULT_SHARDS);
        events.began(request, shards);
        var folder = request.output().map(uri -> new ModelFolder(uri, spark.hadoopConfiguration()));
        var log = train(shards, folder, resumed, taken);
        var kept = log.kept().orElseThrow();
        var document = new RunDocument(request, log.data(), spark, shards);
        var time = document.explanation(log.ofThisAttempt());
        double seconds = (System.nanoTime() - begin) / 1e9;
        var entries = document.of(kept.report(), log.history().size(), time, seconds);
        if (folder.isPresent()) {
            folder.get().writeRun(Json.indented(entries));
        }
        return new TrainedModel(kept.model(), kept.report(), log.history(), time, entries);
    }

    private Optional<Checkpoint> resumed(CheckpointFolder taken) throws IOException {
        var settings = request.checkpoint().orElseThrow();
        var found = settings.find(taken, events);
        if (found.isPresent()) {
            var checkpoint = found.get();
            int shards = request.shards().orElseGet(() -> RunIdentity.shards(checkpoint));
            RunIdentity.requireSame(settings, checkpoint, RunIdentity.of(request, shards), request.epochs());
            if (request.test().isPresent()) {
                RunLog.requireMeasured(checkpoint, request.epochs());
            }
        }
        return found;
    }

    /** @throws RequestException if the run cannot go on from its checkpoint with these data */
    private Optional<Checkpoints> checkpoints(
            Optional<CheckpointFolder> taken, int shards, DataIdentity data, Optional<Checkpoint> resumed)
            throws IOException {
        if (taken.isEmpty()) {
            return Optional.empty();
        }
        var settings = request.checkpoint().orElseThrow();
        var identity = data.in(RunIdentity.of(request, shards));
        resumed.ifPresent(checkpoint -> RunIdentity.requireSameData(settings, checkpoint, identity));
        return Optional.of(new Checkpoints(settings, taken.get(), identity, request.epochs()));
    }

    private void requireValidationImages() {
        var split = request.assessment().split();
        int count = request.train().count();
        int setAside = split.setAside(count);
        if (split.fraction() > 0 && (setAside == 0 || setAside == count)) {
            throw new RequestException(
                    "%s %s: sets aside %d of %d training images; choose one that leaves some on either side",
                    Field.VALIDATION_FRACTION, split.fraction(), setAside, count);
        }
    }

    private RunLog train(
            int shards, Optional<ModelFolder> folder, Optional<Checkpoint> resumed, Optional<CheckpointFolder> taken)
            throws IOException {
        var split = request.assessment().split();
        var images = scope.keep(
                request.train().forTraining(spark, shards, request.settings().seed(), split));
        var assessment = assessment();
        var plan = plan(images);
        var data = DataIdentity.of(images, assessment);
        events.read(data);
        var log = new RunLog(folder, plan, request.classNames(), data, checkpoints(taken, shards, data, resumed));
        if (resumed.isPresent()) {
            log.goOn(resumed.get());
            events.goingOn(resumed.get().state().epochs());
        }
        var first = resumed.map(Checkpoint::state)
                .or(() -> request.initialModel().map(Model::parameters).map(plan::start))
                .orElseGet(plan::start);
        events.learning();
        learn(plan, first, images, assessment, log);
        return log;
    }

    private void learn(
            TrainingPlan plan, TrainingState first, ShardedImages images, Assessment assessment, RunLog log) {
        try {
            DistributedTraining.train(scope, plan, first, images, assessment, (report, state) -> {
                log.completed(report, state);
                events.completed(report, state);
            });
        } catch (Exception e) { // not only runtime exceptions: Spark declares none of its checked ones
            leave(log, images.shards(), e);
            throw e;
        }
    }

    /** The model folder is whole also where the training did not come to its end. */
    private void leave(RunLog log, int shards, Exception failure) {
        if (log.kept().isEmpty() || request.output().isEmpty()) {
            return;
        }
        var kept = log.kept().get();
        var folder = request.output().get();
        try {
            var document = new RunDocument(request, log.data(), spark, shards)
                    .of(kept.report(), log.history().size(), Optional.empty(), (System.nanoTime() - begin) / 1e9);
            document.put(ModelFolder.COMPLETE, false);
            new ModelFolder(folder, spark.hadoopConfiguration()).writeRun(Json.indented(document));
        } catch (IOException unwritten) {
            failure.addSuppressed(unwritten);
        }
        events.stays(kept.report(), folder);
    }

    private TrainingPlan plan(ShardedImages images) {
        return new TrainingPlan(
                request.network(),
                request.initialModel().map(Model::normalisation).orElseGet(() -> Normalisation.of(images.pixelSums())),
                request.settings(),
                request.averaging(),
                request.epochs(),
                request.kernels());
    }

    private Assessment assessment() {
        var asked = request.assessment();
        Optional<ShardedImages> validation = asked.split().fraction() > 0
                ? Optional.of(scope.keep(request.train().forValidation(spark, asked.split())))
                : Optional.empty();
        var test = request.test().map(data -> scope.keep(data.forEvaluation(spark)));
        return new Assessment(test, validation, asked.every(), asked.stopping());
    }
}
