package io.convoy.spark.cli;

import io.convoy.spark.registry.ChampionChangedException;
import io.convoy.spark.registry.DataManifest;
import io.convoy.spark.registry.Gate.Champion;
import io.convoy.spark.registry.GateDecision;
import io.convoy.spark.registry.LockHolder;
import io.convoy.spark.registry.Registry;
import io.convoy.spark.registry.RegistryChanges;
import io.convoy.spark.registry.RegistryException;
import io.convoy.spark.registry.RegistryLock;
import io.convoy.spark.registry.RunFolder;
import io.convoy.spark.registry.RunStatus;
import io.convoy.spark.registry.RunStatus.Stage;
import io.convoy.spark.round.EpochListener;
import io.convoy.spark.round.EpochReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;
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
            end(RunStatus.Outcome.LOCKED, "another run holds the registry's lock: skipped", null, false);
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
            var published = changes().servedFrom(request.runId());
            if (published.isPresent()) {
                // An earlier attempt was killed after it had published, before it said so.
                long version = published.get();
                endPublished(version, "an earlier attempt published version " + version, run.data());
            } else {
                retrain(lock);
            }
        } catch (RejectedException decided) {
            throw decided;
        } catch (Exception failed) { // not only runtime exceptions: Spark declares none of its checked ones
            endFailed(failed);
            throw failed;
        }
    }

    private void endFailed(Exception failed) {
        try {
            // Who lost the lock may find the status of an attempt that took over.
            boolean ours = run.status()
                    .filter(written -> written.applicationId().equals(status.applicationId())
                            && written.attempt() == status.attempt())
                    .isPresent();
            var problems = Outcome.of(failed).lines();
            end(RunStatus.Outcome.FAILED, String.join("; ", problems), null, ours);
        } catch (IOException unwritten) {
            failed.addSuppressed(unwritten);
            LOG.error("{} cannot be told of the failure: {}", run.path(), unwritten.getMessage());
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
                    RunStatus.Outcome.UNCHANGED,
                    "no new data since the last training; --if-unchanged run trains all the same",
                    null,
                    true);
            return;
        }

        var training = request.training()
                .withFolders(run.model().toString(), run.checkpoints().toString());
        var start = InitialModel.find(request, training, registry, session.hadoop());
        start.ifPresent(model -> InitialModel.requireFit(model, request.initFrom(), network, training.classNames()));
        enter(Stage.TRAINING, "epoch 1 of " + training.epochs());
        var report = new TrainingRun(training, session, train, test, network, start, epochCompleted(lock))
                .run(spark, begin)
                .model();

        var verdict = decideAndPublish(lock, report, test, training);
        if (verdict.version().isPresent()) {
            long version = verdict.version().get();
            endPublished(version, "version " + version + " is in service", Optional.of(data));
        } else {
            endRejected(verdict.decision(), data);
        }
    }

    private void endPublished(long version, String news, Optional<DataManifest> data) throws IOException {
        tidy("The run's checkpoints", run::deleteCheckpoints);
        end(RunStatus.Outcome.PUBLISHED, news, version, true);
        remember(data);
        tidy("Old versions", () -> {
            var deleted = changes().prune(request.keep(), Instant.now());
            if (!deleted.isEmpty()) {
                session.console().say("Deleted old versions " + deleted);
            }
        });
    }

    private void endRejected(GateDecision decision, DataManifest data) throws IOException {
        var reasons = String.join("; ", decision.reasons());
        tidy("The run's checkpoints", run::deleteCheckpoints);
        end(RunStatus.Outcome.REJECTED, reasons, null, true);
        remember(Optional.of(data));
        throw new RejectedException("the model of run %s is not published: %s. It stays in %s"
                .formatted(request.runId(), reasons, run.model()));
    }

    /**
     * After the end is told: an attempt that is killed before makes the run's decision again and must not take its own
     * data for old. A run killed in between is trained once more the night after, if there is nothing new.
     */
    private void remember(Optional<DataManifest> data) {
        try {
            if (data.isPresent()) {
                registry.writeLastTrained(data.get());
            }
        } catch (IOException failed) {
            LOG.warn("Which data were learned from could not be written down: {}", failed.getMessage());
        }
    }

    @FunctionalInterface
    private interface Deletion {
        void run() throws IOException;
    }

    /** What cannot be deleted today harms nobody. */
    private static void tidy(String what, Deletion deletion) {
        try {
            deletion.run();
        } catch (IOException failed) {
            LOG.warn("{} could not be deleted: {}", what, failed.getMessage());
        }
    }

    /** @param version what was published; empty if the gate rejected it */
    private record Verdict(GateDecision decision, Optional<Long> version) {}

    /** A run that lost its lock learns it before it writes much more. */
    private EpochListener epochCompleted(RegistryLock lock) {
        return (report, state) -> {
            try {
                lock.ensureHeld();
                enter(Stage.TRAINING, news(report));
            } catch (IOException e) {
                throw new UncheckedIOException(run.path() + " cannot be written: " + e.getMessage(), e);
            }
        };
    }

    private Verdict decideAndPublish(RegistryLock lock, EpochReport report, LabelledData test, TrainRequest training)
            throws IOException {
        for (int attempt = 1; ; attempt++) {
            enter(Stage.COMPARING, "comparing with the model in service");
            var champion = ServedModel.measure(registry, spark, session.hadoop(), test, training);
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
    private void end(RunStatus.Outcome outcome, String news, @Nullable Long version, boolean ours) throws IOException {
        status = status.ended(outcome, news, version);
        if (ours) {
            run.write(status);
        }
        session.console().say("Run %s: %s. See %s".formatted(request.runId(), news, run.path()));
        session.console().tell(Map.of("run", run.path().toString(), "outcome", outcome, "message", news));
        request.webhook().ifPresent(webhook -> webhook.post(status));
    }
}
