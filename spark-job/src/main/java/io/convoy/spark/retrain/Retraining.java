package io.convoy.spark.retrain;

import io.convoy.spark.checkpoint.CheckpointFolder;
import io.convoy.spark.data.DataException;
import io.convoy.spark.data.LabelledData;
import io.convoy.spark.fit.DataIdentity;
import io.convoy.spark.fit.Fit;
import io.convoy.spark.fit.TrainedModel;
import io.convoy.spark.fit.TrainingEvents;
import io.convoy.spark.fit.TrainingRequest;
import io.convoy.spark.registry.ChampionChangedException;
import io.convoy.spark.registry.DataManifest;
import io.convoy.spark.registry.Gate.Champion;
import io.convoy.spark.registry.GateDecision;
import io.convoy.spark.registry.Registry;
import io.convoy.spark.registry.RegistryChanges;
import io.convoy.spark.registry.RegistryException;
import io.convoy.spark.registry.RolledBackException;
import io.convoy.spark.registry.RunFolder;
import io.convoy.spark.registry.RunStatus;
import io.convoy.spark.registry.RunStatus.Stage;
import io.convoy.spark.round.EpochReport;
import io.convoy.spark.store.FolderLock;
import io.convoy.spark.store.LockHolder;
import io.convoy.trainer.averaging.TrainingState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/** One run of {@code retrain}: lock, data, training, gate, publication; each stage told in the run's status. */
public final class Retraining {

    private static final Logger LOG = LogManager.getLogger(Retraining.class);

    private static final int DECISIONS = 3;

    private final RetrainRequest request;
    private final JavaSparkContext spark;
    private final RetrainEvents events;
    private final Configuration hadoop;
    private final Registry registry;
    private final RunFolder run;
    private RunStatus status;

    private Retraining(RetrainRequest request, JavaSparkContext spark, RetrainEvents events) throws IOException {
        this.request = request;
        this.spark = spark;
        this.events = events;
        this.hadoop = spark.hadoopConfiguration();
        this.registry = Registry.openOrCreate(request.registry(), hadoop, Optional.empty());
        this.run = registry.run(request.runId());
        this.status = RunStatus.begin(request.runId(), applicationId());
    }

    /**
     * Runs one night on the thread that calls. A run that is finished is not made again.
     *
     * @throws RegistryException if the registry cannot be used, or another run has its lock and none waits for it
     * @throws InitialModelException if the model to begin with does not fit
     * @throws IOException and what {@link Fit#run} throws
     */
    public static Night run(JavaSparkContext spark, RetrainRequest request, RetrainEvents events)
            throws IOException, InterruptedException {
        return new Retraining(request, spark, events).run();
    }

    private String applicationId() {
        return spark.sc().applicationId();
    }

    private Night run() throws IOException, InterruptedException {
        var finished = finished();
        if (finished.isPresent()) {
            return finished.get();
        }
        var lock = lock();
        if (lock.isEmpty()) {
            return end(RunStatus.Outcome.LOCKED, "another run holds the registry's lock: skipped", null, false);
        }
        try (var held = lock.get()) {
            // The run that was waited for may have been this one.
            finished = finished();
            return finished.isPresent() ? finished.get() : runLocked(held);
        }
    }

    private Optional<Night> finished() throws IOException {
        var before = run.status();
        before.ifPresent(attempt -> status = attempt.again(applicationId()));
        var finished = before.filter(RunStatus::isFinished)
                .map(done -> new Night(run.path(), Objects.requireNonNull(done.outcome()), done.message(), true));
        finished.ifPresent(events::ended);
        return finished;
    }

    private Optional<FolderLock> lock() throws IOException {
        var holder = LockHolder.here(
                applicationId(),
                "retrain " + request.runId(),
                request.lockExpiry().toSeconds());
        return registry.lockForRun(holder, request.onLocked(), request.lockPatience());
    }

    private Night runLocked(FolderLock lock) throws IOException, InterruptedException {
        try {
            run.clearDrafts();
            run.write(status);
            var published = changes().servedFrom(request.runId());
            if (published.isPresent()) {
                // An earlier attempt was killed after it had published, before it said so.
                long version = published.get();
                return endPublished(
                        version, "an earlier attempt published version " + version + serving(version), run.data());
            }
            return retrain(lock);
        } catch (Exception failed) { // not only runtime exceptions: Spark declares none of its checked ones
            endFailed(failed);
            throw failed;
        }
    }

    private String serving(long version) throws IOException {
        return registry.latest()
                .map(served -> served.manifest().version())
                .filter(now -> now != version)
                .map(now -> ", which is out of service since: version " + now + " serves")
                .orElse("");
    }

    private void endFailed(Exception failed) {
        try {
            // Who lost the lock may find the status of an attempt that took over.
            boolean ours = run.status()
                    .filter(written -> written.applicationId().equals(status.applicationId())
                            && written.attempt() == status.attempt())
                    .isPresent();
            end(RunStatus.Outcome.FAILED, events.words(failed), null, ours);
        } catch (IOException unwritten) {
            failed.addSuppressed(unwritten);
            LOG.error("{} cannot be told of the failure: {}", run.path(), unwritten.getMessage());
        }
    }

    private Night retrain(FolderLock lock) throws IOException, InterruptedException {
        enter(Stage.READING_DATA, "reading images and labels");
        var training = request.training()
                .open(hadoop)
                .withFolders(run.model().toString(), run.checkpoints().toString());
        var test = training.test()
                .orElseThrow(() -> new IllegalArgumentException("a night needs test images for its gate"));
        var found = InitialModel.find(request, changes(), registry, hadoop);
        var start = found.map(InitialModel.Found::model);
        start.ifPresent(
                model -> InitialModel.requireFit(model, request.initFrom(), training.network(), training.classNames()));
        var begunFrom = found.filter(model -> !model.rolledBack() && !request.publishIfRolledBack())
                .flatMap(InitialModel.Found::version);
        var asked = training.withInitialModel(start);
        TrainedModel trained;
        try {
            trained = Fit.run(spark, asked, new Epochs(lock, asked));
        } catch (UnchangedException unchanged) {
            return end(RunStatus.Outcome.UNCHANGED, unchanged.getMessage(), null, true);
        }
        var data = run.data().orElseThrow();
        events.trained(asked, trained);

        var verdict = decideAndPublish(lock, trained.report(), test, training, begunFrom);
        if (verdict.version().isPresent()) {
            long version = verdict.version().get();
            return endPublished(version, "version " + version + " is in service", Optional.of(data));
        }
        return endRejected(verdict.decision(), data);
    }

    /** Nothing that goes wrong here changes that the version is published. */
    private Night endPublished(long version, String news, Optional<DataManifest> data) {
        afterwards("The run's checkpoints could not be deleted", this::deleteCheckpoints);
        status = status.ended(RunStatus.Outcome.PUBLISHED, news, version);
        afterwards("That the run is published could not be written down", () -> run.write(status));
        var night = tell();
        remember(data);
        afterwards("Old versions could not be deleted", () -> {
            var deleted = changes().prune(request.keep(), Instant.now());
            if (!deleted.isEmpty()) {
                events.pruned(deleted);
            }
        });
        return night;
    }

    private void deleteCheckpoints() throws IOException {
        CheckpointFolder.delete(run.checkpoints(), hadoop);
    }

    private Night endRejected(GateDecision decision, DataManifest data) throws IOException {
        afterwards("The run's checkpoints could not be deleted", this::deleteCheckpoints);
        var night = end(RunStatus.Outcome.REJECTED, String.join("; ", decision.reasons()), null, true);
        remember(Optional.of(data));
        return night;
    }

    /**
     * After the end is told: an attempt that is killed before makes the run's decision again and must not take its own
     * data for old. A run killed in between is trained once more the night after, if there is nothing new.
     */
    private void remember(Optional<DataManifest> data) {
        afterwards("Which data were learned from could not be written down", () -> {
            if (data.isPresent()) {
                registry.writeLastTrained(data.get());
            }
        });
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private static void afterwards(String failure, Step step) {
        try {
            step.run();
        } catch (IOException | RuntimeException failed) {
            LOG.warn("{}: {}", failure, failed.toString());
        }
    }

    /** @param version what was published; empty if the gate rejected it */
    private record Verdict(GateDecision decision, Optional<Long> version) {}

    /** Ends a training whose data turned out to be those of the last one. */
    private static final class UnchangedException extends RuntimeException {

        private static final long serialVersionUID = 1;

        UnchangedException() {
            super("no new data since the last training; --if-unchanged run trains all the same", null, false, false);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    /** Passes on what a training tells. A run that lost its lock learns it before it writes much more. */
    private final class Epochs implements TrainingEvents {

        private final FolderLock lock;
        private final TrainingEvents listener = events.training();

        private final TrainingRequest asked;

        Epochs(FolderLock lock, TrainingRequest asked) {
            this.lock = lock;
            this.asked = asked;
        }

        @Override
        public void read(DataIdentity data) {
            listener.read(data);
            try {
                var manifest = TrainingData.manifest(asked.train(), asked.test().orElseThrow(), data, hadoop);
                run.write(manifest);
                var last = registry.lastTrained();
                if (!request.runIfUnchanged()
                        && last.filter(earlier ->
                                        manifest.differencesFrom(earlier).isEmpty())
                                .isPresent()) {
                    throw new UnchangedException();
                }
                enter(Stage.TRAINING, "epoch 1 of " + asked.epochs());
            } catch (IOException e) {
                throw new UncheckedIOException(run.path() + " cannot be written: " + e.getMessage(), e);
            }
        }

        @Override
        public void passedOver(String line) {
            listener.passedOver(line);
        }

        @Override
        public void goingOn(int epoch) {
            listener.goingOn(epoch);
        }

        @Override
        public void began(TrainingRequest asked, int shards) {
            listener.began(asked, shards);
        }

        @Override
        public void learning() {
            listener.learning();
        }

        @Override
        public void completed(EpochReport report, TrainingState state) {
            listener.completed(report, state);
            try {
                lock.ensureHeld();
                enter(Stage.TRAINING, news(report));
            } catch (IOException e) {
                throw new UncheckedIOException(run.path() + " cannot be written: " + e.getMessage(), e);
            }
        }

        @Override
        public void stays(EpochReport model, String folder) {
            listener.stays(model, folder);
        }
    }

    /** @param begunFrom the version that must not have been rolled back meanwhile */
    private Verdict decideAndPublish(
            FolderLock lock, EpochReport report, LabelledData test, TrainingRequest training, Optional<Long> begunFrom)
            throws IOException {
        for (int attempt = 1; ; attempt++) {
            enter(Stage.COMPARING, "comparing with the model in service");
            var champion = ServedModel.measure(registry, spark, test, training);
            var decision = request.gate().decide(report.measuredTestAccuracy(), champion, test.count());
            run.write(decision);
            if (!decision.accepted()) {
                return new Verdict(decision, Optional.empty());
            }
            enter(Stage.PUBLISHING, String.join("; ", decision.reasons()));
            lock.ensureHeld();
            try {
                var model = run.model();
                long version = changes()
                        .publish(
                                model.getFileSystem(hadoop),
                                model,
                                request.runId(),
                                champion.map(Champion::version),
                                begunFrom,
                                facts(report));
                return new Verdict(decision, Optional.of(version));
            } catch (RolledBackException back) {
                var refused =
                        decision.refused(back.getMessage() + "; --if-rolled-back publish, in a run of another name,"
                                + " publishes such a model if it is good enough");
                run.write(refused);
                return new Verdict(refused, Optional.empty());
            } catch (ChampionChangedException changed) {
                if (attempt == DECISIONS) {
                    throw changed;
                }
                LOG.warn("{}; deciding again", changed.getMessage());
            }
        }
    }

    private static String news(EpochReport report) {
        var done = "epoch %d of %d done".formatted(report.epoch(), report.epochs());
        var accuracy = report.testAccuracy();
        return accuracy == null ? done : done + String.format(Locale.ROOT, ", test accuracy %.4f", accuracy);
    }

    private static Map<String, String> facts(EpochReport report) {
        return Map.of(
                "testAccuracy", Double.toString(report.measuredTestAccuracy()),
                "epochs", Integer.toString(report.epochs()),
                "weightsDigest", report.weightsDigest());
    }

    private RegistryChanges changes() {
        return new RegistryChanges(registry, applicationId());
    }

    private void enter(Stage stage, String news) throws IOException {
        status = status.at(stage, news);
        run.write(status);
    }

    /** @param ours whether the run's folder is this process's to write; not so when another run has the lock */
    private Night end(RunStatus.Outcome outcome, String news, @Nullable Long version, boolean ours) throws IOException {
        if (outcome == RunStatus.Outcome.PUBLISHED || outcome == RunStatus.Outcome.REJECTED) {
            var model = version == null ? run.model() : registry.folder(version);
            run.decision()
                    .ifPresent(decision -> status = status.judged(
                            decision.challengerAccuracy(), DataException.withoutUserInfo(model.toString())));
        }
        status = status.ended(outcome, news, version);
        if (ours) {
            run.write(status);
        }
        return tell();
    }

    private Night tell() {
        var night = new Night(run.path(), Objects.requireNonNull(status.outcome()), status.message(), false);
        events.ended(night);
        request.webhook().ifPresent(webhook -> webhook.post(status));
        return night;
    }
}
