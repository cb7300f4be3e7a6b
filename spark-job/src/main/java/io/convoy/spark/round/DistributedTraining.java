package io.convoy.spark.round;

import io.convoy.spark.data.ShardedImages;
import io.convoy.trainer.averaging.Averaging;
import io.convoy.trainer.averaging.RoundResult;
import io.convoy.trainer.model.WeightsDigest;
import io.convoy.trainer.training.Evaluation;
import io.convoy.trainer.training.Span;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Training by parameter averaging: in every epoch each shard's replica starts from the same weights and passes over its
 * images once; the mean of the replicas, weighted by their images, is where the next epoch starts. Iterative parameter
 * mixing: McDonald, Hall and Mann, "Distributed training strategies for the structured perceptron" (2010).
 */
public final class DistributedTraining {

    private static final Logger LOG = LogManager.getLogger(DistributedTraining.class);

    private DistributedTraining() {}

    /**
     * @param initialWeights not changed
     * @return the weights after the last epoch
     * @throws io.convoy.trainer.training.DivergenceException if a shard meets a loss or a weight that is not finite
     */
    public static float[] train(
            JavaSparkContext spark,
            TrainingPlan plan,
            float[] initialWeights,
            ShardedImages train,
            ShardedImages test,
            EpochListener listener) {
        var current = initialWeights;
        var weights = spark.broadcast(current);
        var optimiserState = spark.broadcast(plan.settings().optimiser().initialState(current.length));
        for (int epoch = 1; epoch <= plan.epochs(); epoch++) {
            var clock = new RoundClock();
            spark.setJobGroup("convoy", "epoch " + epoch + " of " + plan.epochs() + ": train");
            var outcomes = train.rdd()
                    .map(new TrainShard(plan, Span.epoch(epoch), weights, optimiserState))
                    .collect();
            var results = outcomes.stream().map(ShardOutcome::require).toList();
            var mean = Averaging.mean(results, train.shards(), train.images());
            clock.averaged();

            weights.destroy();
            optimiserState.destroy();
            current = mean.weights();
            weights = spark.broadcast(current);
            optimiserState = spark.broadcast(mean.optimiserState());
            clock.sent();

            spark.setJobGroup("convoy", "epoch " + epoch + " of " + plan.epochs() + ": evaluate");
            var evaluation = DistributedEvaluation.evaluate(plan, weights, test);
            clock.evaluated();

            var phases = clock.phases(results, spark.defaultParallelism());
            var kernels = kernels(outcomes);
            listener.completed(report(epoch, plan, mean, evaluation, kernels, clock, phases), current);
            if (epoch == 1 && kernels.size() > 1) {
                LOG.warn("executors differ in speed, not in results: {}", String.join("; ", kernels));
            }
        }
        weights.destroy();
        optimiserState.destroy();
        return current;
    }

    private static List<String> kernels(List<ShardOutcome> outcomes) {
        return outcomes.stream().map(ShardOutcome::kernels).distinct().sorted().toList();
    }

    private static EpochReport report(
            int epoch,
            TrainingPlan plan,
            RoundResult mean,
            Evaluation test,
            List<String> kernels,
            RoundClock clock,
            EpochReport.Phases phases) {
        return new EpochReport(
                epoch,
                plan.epochs(),
                mean.meanLoss(),
                mean.accuracy(),
                test.meanLoss(),
                test.accuracy(),
                clock.seconds(),
                mean.examples() / clock.trainingSeconds(),
                WeightsDigest.of(mean.weights()),
                kernels,
                phases);
    }
}
