package io.convoy.spark.fit;

import io.convoy.spark.checkpoint.Checkpoint;
import io.convoy.spark.model.ModelFolder;
import io.convoy.spark.round.EpochReport;
import io.convoy.spark.round.TrainingPlan;
import io.convoy.spark.store.Json;
import io.convoy.trainer.averaging.BestEpoch;
import io.convoy.trainer.averaging.TrainingState;
import io.convoy.trainer.model.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the model and the figures of each epoch, writes them into the model folder and leaves checkpoints. */
final class RunLog {

    /** The model of an epoch with what it brought. */
    record Kept(Model model, EpochReport report) {}

    private final Optional<ModelFolder> folder;
    private final TrainingPlan plan;
    private final List<String> classNames;
    private final DataIdentity data;
    private final Optional<Checkpoints> checkpoints;
    private final List<String> metrics = new ArrayList<>();
    private final List<EpochReport> history = new ArrayList<>();
    private int epochsBefore;
    private @Nullable Kept kept;

    /** @param folder empty if the run writes none */
    RunLog(
            Optional<ModelFolder> folder,
            TrainingPlan plan,
            List<String> classNames,
            DataIdentity data,
            Optional<Checkpoints> checkpoints) {
        this.folder = folder;
        this.plan = plan;
        this.classNames = classNames;
        this.data = data;
        this.checkpoints = checkpoints;
    }

    /** Takes up what an earlier attempt at this run had reached. */
    void goOn(Checkpoint checkpoint) throws IOException {
        metrics.addAll(checkpoint.metrics());
        for (var line : metrics) {
            history.add(Json.parse(line, EpochReport.class));
        }
        epochsBefore = history.size();
        kept = new Kept(model(checkpoint.state()), report(checkpoint));
        if (folder.isPresent()) {
            folder.get().begin();
            folder.get().writeModel(kept.model);
            folder.get().writeMetrics(metrics);
        }
    }

    /** @throws RequestException if the run has no epoch left to measure its model after */
    static void requireMeasured(Checkpoint checkpoint, int epochs) throws IOException {
        if (checkpoint.state().epochs() == epochs && report(checkpoint).testAccuracy() == null) {
            throw new RequestException(
                    "%s %d: the run has come so far without measuring that epoch; name more epochs, or begin anew by %s"
                            + " never",
                    Field.EPOCHS, epochs, Field.RESUME);
        }
    }

    private static EpochReport report(Checkpoint checkpoint) throws IOException {
        var state = checkpoint.state();
        int epoch = state.best().map(BestEpoch::epoch).orElse(state.epochs());
        return Json.parse(checkpoint.metrics().get(epoch - 1), EpochReport.class);
    }

    void completed(EpochReport report, TrainingState state) {
        try {
            if (kept == null && folder.isPresent()) {
                folder.get().begin();
            }
            if (state.best().map(best -> best.epoch() == report.epoch()).orElse(true)) {
                keep(new Kept(model(state), report));
            }
            metrics.add(Json.line(report));
            var complete = report;
            if (checkpoints.isPresent()) {
                complete = report.withCheckpoint(checkpoints.get().save(state, metrics));
                metrics.set(metrics.size() - 1, Json.line(complete));
            }
            history.add(complete);
            if (folder.isPresent()) {
                folder.get().writeMetrics(metrics);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    folder.map(ModelFolder::toString).orElse("the checkpoint") + ": epoch " + report.epoch()
                            + " cannot be written: " + e.getMessage(),
                    e);
        }
    }

    private void keep(Kept now) throws IOException {
        if (folder.isPresent()) {
            folder.get().writeModel(now.model);
        }
        kept = now;
    }

    private Model model(TrainingState state) {
        return new Model(plan.network(), plan.normalisation(), classNames, state.modelWeights());
    }

    DataIdentity data() {
        return data;
    }

    /** The last epoch's, or the best one's where early stopping looks for it. */
    Optional<Kept> kept() {
        return Optional.ofNullable(kept);
    }

    List<EpochReport> history() {
        return List.copyOf(history);
    }

    /** Of the epochs of this attempt. */
    List<EpochReport> ofThisAttempt() {
        return List.copyOf(history.subList(epochsBefore, history.size()));
    }
}
