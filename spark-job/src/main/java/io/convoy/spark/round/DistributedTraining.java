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
import org.jspecify.annotations.Nullable;

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
     * @return the state after the last epoch, which early stopping may have made an early one
     * @throws io.convoy.trainer.training.DivergenceException if a shard meets a loss or a weight that is not finite, in
     *     training or in an evaluation
     */
    public static TrainingState train(
            JavaSparkContext spark,
            TrainingPlan plan,
            TrainingState start,
            ShardedImages train,
            Assessment assessment,
            EpochListener listener) {
        var state = start;
        var sentPlan = spark.broadcast(plan);
        var evaluation = spark.broadcast(plan.evaluationProgram());
        var sent = Start.send(spark, state, train.shards());
        for (int epoch = start.epochs() + 1; epoch <= plan.epochs() && !assessment.endsAt(state); epoch++) {
            var clock = EpochClock.start(spark);
            var ledger = new Ledger(epoch, train.shardSizes(), plan.settings().batchSize());
            var kernels = new TreeSet<String>();
            spark.setJobGroup("convoy", "epoch " + epoch + " of " + plan.epochs() + ": train");
            spark.setCallSite("train");
            for (var span : plan.rounds(epoch, train.shardSizes())) {
                var outcomes = ShardJob.run(train, ShardOutcome.class, new TrainShard(sentPlan, span, sent));
                clock.collected(outcomes);
                var results = outcomes.stream().map(ShardOutcome::require).toList();
                var mean = Averaging.mean(results, train.shards(), ledger.examples(span));
                ledger.enter(span, results, mean);
                state = plan.averaging().advance(state, results, mean);
                outcomes.forEach(outcome -> kernels.add(outcome.kernels()));
                clock.averaged();

                sent.destroy();
                sent = Start.send(spark, state, train.shards());
                clock.sent();
            }
            var totals = ledger.balance(train.images(), train.recordChecksum());
            state = state.withEpochs(epoch);

            spark.setJobGroup("convoy", "epoch " + epoch + " of " + plan.epochs() + ": evaluate");
            spark.setCallSite("evaluate");
            var scores = assessment.measure(plan, state, evaluation, sent);
            state = assessment.observe(state, scores);
            clock.evaluated();

            listener.completed(report(plan, state, totals, scores, List.copyOf(kernels), clock), state);
            if (epoch == start.epochs() + 1 && kernels.size() > 1) {
                LOG.warn("executors differ in speed, not in results: {}", String.join("; ", kernels));
            }
        }
        sent.destroy();
        evaluation.destroy();
        sentPlan.destroy();
        spark.clearCallSite();
        return state;
    }

    private static EpochReport report(
            TrainingPlan plan,
            TrainingState state,
            EpochTotals totals,
            Assessment.Scores scores,
            List<String> kernels,
            EpochClock clock) {
        return new EpochReport(
                state.epochs(),
                plan.epochs(),
                totals.meanLoss(),
                totals.accuracy(),
                loss(scores.test()),
                accuracy(scores.test()),
                loss(scores.validation()),
                accuracy(scores.validation()),
                clock.seconds(),
                totals.examples() / clock.trainingSeconds(),
                WeightsDigest.of(state.weights()),
                kernels,
                new EpochReport.Ledger(totals.rounds(), totals.shards(), totals.examples()),
                clock.phases());
    }

    private static @Nullable Double loss(@Nullable Evaluation evaluation) {
        return evaluation == null ? null : evaluation.meanLoss();
    }

    private static @Nullable Double accuracy(@Nullable Evaluation evaluation) {
        return evaluation == null ? null : evaluation.accuracy();
    }
}
