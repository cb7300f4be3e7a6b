package io.convoy.spark.cli;

import io.convoy.spark.checkpoint.Checkpoint;
import io.convoy.spark.model.ModelFolder;
import io.convoy.spark.round.EpochListener;
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

/** Puts the model and the figures of each epoch into the model folder, leaves checkpoints, then shows the figures. */
final class RunLog implements EpochListener {

    private final ModelFolder folder;
    private final TrainingPlan plan;
    private final List<String> classNames;
    private final Optional<Checkpoints> checkpoints;
    private final Progress progress;
    private final List<String> metrics = new ArrayList<>();
    private final List<EpochReport> reports = new ArrayList<>();
    private int epochs;
    private @Nullable EpochReport model;

    RunLog(
            ModelFolder folder,
            TrainingPlan plan,
            List<String> classNames,
            Optional<Checkpoints> checkpoints,
            Progress progress) {
        this.folder = folder;
        this.plan = plan;
        this.classNames = classNames;
        this.checkpoints = checkpoints;
        this.progress = progress;
    }

    /** Puts into the model folder what an earlier attempt at this run had reached. */
    void goOn(Checkpoint checkpoint) throws IOException {
        metrics.addAll(checkpoint.metrics());
        epochs = checkpoint.state().epochs();
        model = model(checkpoint);
        folder.begin();
        writeModel(checkpoint.state());
        folder.writeMetrics(metrics);
    }

    /** @throws UsageException if the run has no epoch left to measure its model after */
    static void requireMeasured(Checkpoint checkpoint, int epochs) throws IOException {
        if (checkpoint.state().epochs() == epochs && model(checkpoint).testAccuracy() == null) {
            throw new UsageException(
                    List.of(("%s %d: the run has come so far without measuring that epoch; name more epochs, or begin"
                                    + " anew by %s never")
                            .formatted(TrainOptions.EPOCHS.flag(), epochs, CheckpointOptions.RESUME.flag())));
        }
    }

    private static EpochReport model(Checkpoint checkpoint) throws IOException {
        var state = checkpoint.state();
        int epoch = state.best().map(BestEpoch::epoch).orElse(state.epochs());
        return Json.parse(checkpoint.metrics().get(epoch - 1), EpochReport.class);
    }

    @Override
    public void completed(EpochReport report, TrainingState state) {
        try {
            if (model == null) {
                folder.begin();
            }
            epochs = report.epoch();
            if (state.best().map(best -> best.epoch() == epochs).orElse(true)) {
                writeModel(state);
                model = report;
            }
            metrics.add(Json.line(report));
            var complete = report;
            if (checkpoints.isPresent()) {
                complete = report.withCheckpoint(checkpoints.get().save(state, metrics));
                metrics.set(metrics.size() - 1, Json.line(complete));
            }
            reports.add(complete);
            folder.writeMetrics(metrics);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    folder + ": epoch " + report.epoch() + " cannot be written: " + e.getMessage(), e);
        }
        progress.completed(report);
    }

    private void writeModel(TrainingState state) throws IOException {
        folder.writeModel(new Model(plan.network(), plan.normalisation(), classNames, state.modelWeights()));
    }

    /** Of the epoch whose model is in the folder: the last one, or the best one where early stopping looks for it. */
    Optional<EpochReport> model() {
        return Optional.ofNullable(model);
    }

    /** Of the epochs of this attempt. */
    List<EpochReport> reports() {
        return List.copyOf(reports);
    }

    /** How many there were. */
    int epochs() {
        return epochs;
    }
}
