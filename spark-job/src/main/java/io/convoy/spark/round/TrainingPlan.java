package io.convoy.spark.round;

import io.convoy.kernels.KernelChoice;
import io.convoy.trainer.averaging.AveragingSettings;
import io.convoy.trainer.averaging.ExponentialAverage;
import io.convoy.trainer.averaging.RoundResult;
import io.convoy.trainer.averaging.ShardResult;
import io.convoy.trainer.averaging.TrainingState;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.network.Network;
import io.convoy.trainer.training.LearnedParameters;
import io.convoy.trainer.training.Span;
import io.convoy.trainer.training.TrainingSettings;
import java.util.List;

/** All that decides, with the data's shards, what a run computes; and the kernels that compute it. */
public record TrainingPlan(
        Network network,
        Normalisation normalisation,
        TrainingSettings settings,
        AveragingSettings averaging,
        int epochs,
        KernelChoice kernels)
        implements Programs.Source {

    public TrainingPlan {
        if (epochs < 1) {
            throw new IllegalArgumentException("expected epochs ≥ 1 but found " + epochs);
        }
    }

    /** The state before the first round: weights drawn from the seed, everything else at rest. */
    public TrainingState start() {
        return start(network.initialisation().parameters(network, settings.seed()));
    }

    /** The state before the first round, with the weights of a model of this network. */
    public TrainingState start(float[] weights) {
        return new TrainingState(
                0,
                weights,
                settings.optimiser().initialState(weights.length),
                averaging.outer().initialState(weights.length));
    }

    /** The rounds of an epoch: as many as the longest shard needs. */
    List<Span> rounds(int epoch, List<Integer> shardSizes) {
        int longest = shardSizes.stream().mapToInt(Integer::intValue).max().orElse(0);
        long steps = ((long) longest + settings.batchSize() - 1) / settings.batchSize();
        return Span.rounds(epoch, (int) steps, step -> {
            double epochs = epoch - 1 + (step + 0.5) / steps;
            return averaging.period().localSteps(epochs, settings.schedule());
        });
    }

    /** The state after a round. */
    TrainingState advance(TrainingState before, List<ShardResult> results, RoundResult mean, Span span) {
        var learned = LearnedParameters.of(network, settings.decayed());
        var after = averaging.advance(before, results, mean, learned);
        double decay = settings.averageDecay();
        return decay == 0 ? after : ExponentialAverage.after(after, decay, span.endStep() - span.firstStep());
    }

    @Override
    public Programs.Inference evaluationProgram() {
        return new Programs.Inference(network, normalisation, kernels, DistributedEvaluation.BATCH);
    }

    /** For a shard of that many images: no larger than its largest minibatch. */
    Programs.Training trainingProgram(int images) {
        return new Programs.Training(
                network, normalisation, kernels, Math.max(1, Math.min(images, settings.batchSize())));
    }
}
