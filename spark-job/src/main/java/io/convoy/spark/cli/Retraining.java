package io.convoy.spark.cli;

import io.convoy.spark.data.ShardedImages;
import io.convoy.spark.output.ModelFolder;
import io.convoy.spark.registry.ChampionChangedException;
import io.convoy.spark.registry.Gate.Champion;
import io.convoy.spark.registry.GateDecision;
import io.convoy.spark.registry.LockHolder;
import io.convoy.spark.registry.Registry;
import io.convoy.spark.registry.RegistryChanges;
import io.convoy.spark.registry.RegistryException;
import io.convoy.spark.registry.RegistryLock;
import io.convoy.spark.registry.RunFolder;
import io.convoy.spark.registry.RunStatus;
import io.convoy.spark.registry.RunStatus.Outcome;
import io.convoy.spark.registry.RunStatus.Stage;
import io.convoy.spark.round.DistributedEvaluation;
import io.convoy.spark.round.EpochReport;
import io.convoy.trainer.averaging.TrainingState;
import io.convoy.trainer.model.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/** One run of {@code retrain}: lock, data, training, gate, publication; each stage told in the run's status. */
final class Retraining {

    private static final Logger LOG = LogManager.getLogger(Retraining.class);

    private static final int DECISIONS = 3;

    private final RetrainRequest request;
    private final Session session;
    private final JavaSparkContext spark;
    private final Registry registry;
    private final RunFolder run;
    private RunStatus status;

    /** @throws RegistryException if the registry cannot be opened */
    Retraining(RetrainRequest request, Session session, JavaSparkContext spark) throws IOException {
        this.request = request;
        this.session = session;
        this.spark = spark;
        this.registry = Registry.openOrCreate(request.registry(), session.hadoop(), Optional.empty());
        this.run = registry.run(request.runId());
        this.status = RunStatus.begin(request.runId(), applicationId(), 1);
    }

    private String applicationId() {
        return spark.sc().applicationId();
    }

    void run() throws IOException {
        if (isFinished()) {
            return;
        }
        var lock = lock();
        if (lock.isEmpty()) {
            end(Outcome.LOCKED, "another run holds the registry's lock: skipped", null, false);
            return;
        }
        try (var held = lock.get()) {
            // The run that was waited for may have been this one.
            if (!isFinished()) {
                runLocked(held);
            }
        }
    }

    private boolean isFinished() throws IOException {
        var before = run.status();
        before.map(RunStatus::attempt)
                .ifPresent(attempt -> status = RunStatus.begin(request.runId(), applicationId(), attempt + 1));
        if (before.filter(RunStatus::isFinished).isEmpty()) {
            return false;
        }
        session.console()
                .say("Run %s is finished: %s. Nothing to do."
                        .formatted(request.runId(), before.get().message()));
        session.console()
                .tell(Map.of(
                        "run", run.path().toString(), "outcome", before.get().outcome()));
        return true;
    }

    private Optional<RegistryLock> lock() throws IOException {
        var holder = LockHolder.here(
                applicationId(),
                "retrain " + request.runId(),
                request.lockExpiry().toSeconds());
        return RegistryLock.forRun(registry, holder, request.onLocked(), request.lockPatience());
    }

    private void runLocked(RegistryLock lock) throws IOException {
        try {
            run.write(status);
            retrain(lock);
        } catch (IOException | RuntimeException failed) {
            if (!(failed instanceof RejectedException)) {
                end(Outcome.FAILED, String.valueOf(failed.getMessage()), null, true);
            }
            throw failed;
        }
    }

    private void retrain(RegistryLock lock) throws IOException {
        long begin = System.nanoTime();
        enter(Stage.READING_DATA, "reading headers and labels");
        int classes = request.training().classNames().size();
        var train = LabelledData.open(request.training().train(), classes, session.hadoop());
        var test = LabelledData.open(request.training().test(), classes, session.hadoop());
        var network = TrainCommand.network(request.training(), train, classes);
        test.requireShape(network.input(), "the training images are");
        var data = TrainingData.manifest(train, test, session.hadoop());
        run.write(data);
        var last = registry.lastTrained();
        if (!request.runIfUnchanged()
                && last.filter(earlier -> data.differencesFrom(earlier).isEmpty())
                        .isPresent()) {
            end(
                    Outcome.UNCHANGED,
                    "no new data since the last training; --if-unchanged run trains all the same",
                    null,
                    true);
            return;
        }

        var training = request.training()
                .withFolders(run.model().toString(), run.checkpoints().toString());
        var start = InitialModel.find(request.initFrom(), registry, session.hadoop());
        start.ifPresent(model -> InitialModel.requireFit(model, request.initFrom(), network, training.classNames()));
        enter(Stage.TRAINING, "epoch 1 of " + training.epochs());
        var report = new TrainingRun(training, session, train, test, network, start, this::epochCompleted)
                .run(spark, begin)
                .model();

        var verdict = decideAndPublish(lock, report, test, training);
        registry.writeLastTrained(data);
        run.deleteCheckpoints();
        if (verdict.version().isEmpty()) {
            reject(verdict.decision());
        }
        prune();
        long version = verdict.version().orElseThrow();
        end(Outcome.PUBLISHED, "version " + version + " is in service", version, true);
    }

    /** @param version what was published; empty if the gate rejected it */
    private record Verdict(GateDecision decision, Optional<Long> version) {}

    private void epochCompleted(EpochReport report, TrainingState state) {
        try {
            enter(
                    Stage.TRAINING,
                    "epoch %d of %d done, test accuracy %.4f"
                            .formatted(report.epoch(), report.epochs(), report.testAccuracy()));
        } catch (IOException e) {
            throw new UncheckedIOException(run.path() + " cannot be written: " + e.getMessage(), e);
        }
    }

    private Verdict decideAndPublish(RegistryLock lock, EpochReport report, LabelledData test, TrainRequest training)
            throws IOException {
        for (int attempt = 1; ; attempt++) {
            enter(Stage.COMPARING, "comparing with the model in service");
            var champion = champion(test, training);
            var decision = request.gate()
                    .decide(
                            report.measuredTestAccuracy(),
                            champion,
                            test.images().count());
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
                                model.getFileSystem(session.hadoop()),
                                model,
                                request.runId(),
                                champion.map(Champion::version),
                                facts(report));
                return new Verdict(decision, Optional.of(version));
            } catch (ChampionChangedException changed) {
                if (attempt == DECISIONS) {
                    throw changed;
                }
                LOG.warn("{}; deciding again", changed.getMessage());
            }
        }
    }

    private static Map<String, String> facts(EpochReport report) {
        return Map.of(
                "testAccuracy", Double.toString(report.measuredTestAccuracy()),
                "epochs", Integer.toString(report.epochs()),
                "weightsDigest", report.weightsDigest());
    }

    private void reject(GateDecision decision) throws IOException {
        var reasons = String.join("; ", decision.reasons());
        end(Outcome.REJECTED, reasons, null, true);
        throw new RejectedException("the model of run %s is not published: %s. It stays in %s"
                .formatted(request.runId(), reasons, run.model()));
    }

    private Optional<Champion> champion(LabelledData test, TrainRequest training) throws IOException {
        var served = registry.latest();
        if (served.isEmpty()) {
            return Optional.empty();
        }
        long version = served.get().manifest().version();
        var model = ModelFolder.read(served.get().folder().toString(), session.hadoop());
        requireComparable(version, model, test);
        var images = ShardedImages.forEvaluation(spark, test.images());
        var evaluation = DistributedEvaluation.evaluate(spark, model, training.kernels(), images);
        return Optional.of(new Champion(version, evaluation.accuracy()));
    }

    private void requireComparable(long version, Model model, LabelledData test) throws RegistryException {
        if (!model.network().input().equals(test.images().shape())
                || model.classNames().size() != request.training().classNames().size()) {
            throw new RegistryException(
                    "version %d in service takes images of %s in %d classes, the new model %s in %d:"
                                    .formatted(
                                            version,
                                            model.network().input(),
                                            model.classNames().size(),
                                            test.images().shape(),
                                            request.training().classNames().size())
                            + " they cannot be compared; give the new one a registry of its own");
        }
    }

    /** Old versions can also be deleted another day. */
    private void prune() {
        try {
            var deleted = changes().prune(request.keep(), Instant.now());
            if (!deleted.isEmpty()) {
                session.console().say("Deleted old versions " + deleted);
            }
        } catch (IOException failed) {
            LOG.warn("Old versions could not be deleted: {}", failed.getMessage());
        }
    }

    private RegistryChanges changes() {
        return new RegistryChanges(registry, applicationId());
    }

    private void enter(Stage stage, String news) throws IOException {
        status = status.at(stage, news);
        run.write(status);
    }

    /** @param ours whether the run's folder is this process's to write; not so when another run has the lock */
    private void end(Outcome outcome, String news, @Nullable Long version, boolean ours) throws IOException {
        status = status.ended(outcome, news, version);
        if (ours) {
            run.write(status);
        }
        session.console().say("Run %s: %s. See %s".formatted(request.runId(), news, run.path()));
        session.console().tell(Map.of("run", run.path().toString(), "outcome", outcome, "message", news));
        request.webhook().ifPresent(webhook -> webhook.post(status));
    }
}
