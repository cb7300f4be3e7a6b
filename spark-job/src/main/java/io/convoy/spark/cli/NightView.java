package io.convoy.spark.cli;

import io.convoy.spark.fit.TrainedModel;
import io.convoy.spark.fit.TrainingEvents;
import io.convoy.spark.fit.TrainingRequest;
import io.convoy.spark.registry.RunStatus;
import io.convoy.spark.retrain.Night;
import io.convoy.spark.retrain.RetrainEvents;
import io.convoy.spark.retrain.RetrainRequest;
import java.util.List;
import java.util.Map;

/** Shows a night to people. */
final class NightView implements RetrainEvents {

    private final Console console;
    private final RetrainRequest request;
    private final TrainingView training;
    private final long begin = System.nanoTime();

    NightView(Console console, RetrainRequest request, TrainingView training) {
        this.console = console;
        this.request = request;
        this.training = training;
    }

    @Override
    public TrainingEvents training() {
        return training;
    }

    @Override
    public void trained(TrainingRequest asked, TrainedModel trained) {
        training.conclude(asked, trained, (System.nanoTime() - begin) / 1e9);
    }

    @Override
    public void pruned(List<Long> versions) {
        console.say("Deleted old versions " + versions);
    }

    @Override
    public String words(Exception failure) {
        return String.join("; ", Outcome.of(failure).lines());
    }

    @Override
    public void ended(Night night) {
        if (night.outcome() == RunStatus.Outcome.FAILED) {
            conclude(night);
        }
    }

    /** Says how the night ended, after all else. */
    void conclude(Night night) {
        if (night.repeated()) {
            console.say("Run %s is finished, %s: %s. Nothing to do."
                    .formatted(request.runId(), night.outcome(), night.message()));
            console.tell(Map.of("run", night.run().toString(), "outcome", night.outcome()));
        } else {
            console.say(
                    "Run %s %s: %s. See %s".formatted(request.runId(), night.outcome(), night.message(), night.run()));
            console.tell(Map.of("run", night.run().toString(), "outcome", night.outcome(), "message", night.message()));
        }
    }
}
