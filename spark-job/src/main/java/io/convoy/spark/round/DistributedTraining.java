package io.convoy.spark.round;

import io.convoy.spark.data.ShardedImages;
import io.convoy.trainer.averaging.Averaging;
import io.convoy.trainer.averaging.TrainingState;
import io.convoy.trainer.model.WeightsDigest;
import io.convoy.trainer.training.EpochTotals;
import io.convoy.trainer.training.Evaluation;
import io.convoy.trainer.training.Ledger;
import java.util.List;
import java.util.TreeSet;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Training by parameter averaging: in every round each shard's replica starts from the same weights and takes its local
 * steps; the mean of the replicas, weighted by the images they learned from, is where the next round starts. A round is
 * an epoch or a number of steps; a shard that ran out of images has no part in it. Iterative parameter mixing:
 * McDonald, Hall and Mann, "Distributed training strategies for the structured perceptron" (2010); local SGD: Stich,
 * arXiv 1805.09767.
 */
public final class DistributedTraining {

    private static final Logger LOG = LogManager.getLogger(DistributedTraining.class);

    private DistributedTraining() {}

    /**
     * @param start where the run begins or goes on; not changed
     * @return the state after the last epoch
     * @throws io.convoy.trainer.training.DivergenceException if a shard meets a loss or a weight that is not finite
     */
    public static TrainingState train(
            JavaSparkContext spark,
            TrainingPlan plan,
            TrainingState start,
            ShardedImages train,
            ShardedImages test,
            EpochListener listener) {
        var state = start;
        var sent = Start.send(spark, state);
        for (int epoch = start.epochs() + 1; epoch <= plan.epochs(); epoch++) {
            var clock = new EpochClock(spark.defaultParallelism());
            var ledger = new Ledger(epoch, train.shardSizes(), plan.settings().batchSize());
            var kernels = new TreeSet<String>();
            spark.setJobGroup("convoy", "epoch " + epoch + " of " + plan.epochs() + ": train");
            for (var span : plan.rounds(epoch, train.shardSizes())) {
                var outcomes = train.rdd().map(new TrainShard(plan, span, sent)).collect();
                var results = outcomes.stream().map(ShardOutcome::require).toList();
                var mean = Averaging.mean(results, train.shards(), ledger.examples(span));
                ledger.enter(span, results, mean);
                state = plan.averaging().advance(state, mean);
                outcomes.forEach(outcome -> kernels.add(outcome.kernels()));
                clock.averaged(results);

                sent.destroy();
                sent = Start.send(spark, state);
                clock.sent();
            }
            var totals = ledger.balance(train.images());
            state = state.withEpochs(epoch);

            spark.setJobGroup("convoy", "epoch " + epoch + " of " + plan.epochs() + ": evaluate");
            var evaluation = DistributedEvaluation.evaluate(plan, sent.weights(), test);
            clock.evaluated();

            listener.completed(report(plan, state, totals, evaluation, List.copyOf(kernels), clock), state);
            if (epoch == start.epochs() + 1 && kernels.size() > 1) {
                LOG.warn("executors differ in speed, not in results: {}", String.join("; ", kernels));
            }
        }
        sent.destroy();
        return state;
    }

    private static EpochReport report(
            TrainingPlan plan,
            TrainingState state,
            EpochTotals totals,
            Evaluation test,
            List<String> kernels,
            EpochClock clock) {
        return new EpochReport(
                state.epochs(),
                plan.epochs(),
                totals.meanLoss(),
                totals.accuracy(),
                test.meanLoss(),
                test.accuracy(),
                clock.seconds(),
                totals.examples() / clock.trainingSeconds(),
                WeightsDigest.of(state.weights()),
                kernels,
                new EpochReport.Ledger(totals.rounds(), totals.shards(), totals.examples()),
                clock.phases());
    }
}
