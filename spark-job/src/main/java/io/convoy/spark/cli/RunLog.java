package io.convoy.spark.cli;

import io.convoy.spark.output.ModelFolder;
import io.convoy.spark.round.EpochListener;
import io.convoy.spark.round.EpochReport;
import io.convoy.spark.round.TrainingPlan;
import io.convoy.trainer.averaging.TrainingState;
import io.convoy.trainer.model.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts the model and the figures of each epoch into the model folder, then shows them. */
final class RunLog implements EpochListener {

    private final ModelFolder folder;
    private final TrainingPlan plan;
    private final List<String> classNames;
    private final Progress progress;
    private final List<EpochReport> reports = new ArrayList<>();

    RunLog(ModelFolder folder, TrainingPlan plan, List<String> classNames, Progress progress) {
        this.folder = folder;
        this.plan = plan;
        this.classNames = classNames;
        this.progress = progress;
    }

    @Override
    public void completed(EpochReport report, TrainingState state) {
        try {
            if (reports.isEmpty()) {
                folder.begin();
            }
            folder.writeModel(new Model(plan.network(), plan.normalisation(), classNames, state.weights()));
            reports.add(report);
            folder.writeMetrics(reports.stream().map(Json::line).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    folder + ": epoch " + report.epoch() + " cannot be written: " + e.getMessage(), e);
        }
        progress.completed(report);
    }

    /** Of the last epoch whose model is in the folder. */
    Optional<EpochReport> last() {
        return reports.isEmpty() ? Optional.empty() : Optional.of(reports.get(reports.size() - 1));
    }
}
