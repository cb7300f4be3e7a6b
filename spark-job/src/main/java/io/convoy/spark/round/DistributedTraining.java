package io.convoy.spark.round;

import io.convoy.spark.data.JavaBytes;
import io.convoy.spark.data.ShardedImages;
import io.convoy.trainer.averaging.Averaging;
import io.convoy.trainer.averaging.BatchStatistics;
import io.convoy.trainer.averaging.TrainingState;
import io.convoy.trainer.training.Evaluation;
import io.convoy.trainer.training.Ledger;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/**
 * Training by parameter averaging: in every round each shard's replica starts from the same weights and takes its local
 * steps; the mean of the replicas, weighted by the images they learned from, is where the next round starts. A round is
 * an epoch or a number of steps; a shard that ran out of images has no part in it. Iterative parameter mixing:
 * McDonald, Hall and Mann, "Distributed training strategies for the structured perceptron" (2010); local SGD: Stich,
 * arXiv 1805.09767.
 *
 * <p>An epoch's evaluation and the next one's first round are one job, in which the evaluation gets the cores first;
 * the listener is told while the round computes. An epoch is evaluated alone if the scores decide whether there is a
 * next one, or if Spark repeats tasks that take longer than others of their job.
 */
public final class DistributedTraining {

    private static final Logger LOG = LogManager.getLogger(DistributedTraining.class);

    private static final List<ShardWork<Evaluation>> NOTHING = List.of();

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
        return JobScope.run(spark, scope -> train(scope, plan, start, train, assessment, listener));
    }

    /** Likewise, as a part of a run. */
    public static TrainingState train(
            JobScope scope,
            TrainingPlan plan,
            TrainingState start,
            ShardedImages train,
            Assessment assessment,
            EpochListener listener) {
        var spark = scope.spark();
        var state = start;
        var sentPlan = scope.broadcast(JavaBytes.of(plan));
        var sent = Start.send(scope, state);
        boolean apart = assessment.decides() || spark.getConf().getBoolean("spark.speculation", false);
        @Nullable LearnedEpoch untold = null;
        for (int epoch = start.epochs() + 1; epoch <= plan.epochs() && !assessment.endsAt(state); epoch++) {
            var clock = EpochClock.start(spark);
            var ledger = new Ledger(epoch, train.shardSizes(), plan.settings().batchSize());
            var kernels = new TreeSet<String>();
            var missing = new TreeSet<String>();
            for (var span : plan.rounds(epoch, train.shardSizes())) {
                var round = new ShardWork<>(train, new TrainShard(sentPlan, span, sent));
                var first = untold == null ? NOTHING : untold.measurement().works();
                describe(scope, "train", epoch, plan, first.isEmpty() ? "" : ", after evaluating epoch " + (epoch - 1));
                ShardJob.begin(
                        scope, Stream.concat(first.stream(), Stream.of(round)).toList());
                if (untold != null) {
                    untold.tell(listener, clock);
                    untold = null;
                }
                var outcomes = round.results();
                clock.collected(outcomes);
                var results = outcomes.stream().map(ShardOutcome::require).toList();
                var mean = Averaging.mean(results, train.shards(), ledger.examples(span));
                ledger.enter(span, results, mean);
                state = plan.advance(state, results, mean, span);
                outcomes.forEach(outcome -> {
                    kernels.add(outcome.kernels());
                    missing.add(outcome.missingOptions());
                });
                clock.averaged();

                sent.destroy(scope);
                sent = Start.send(scope, state);
                clock.sent();
            }
            var totals = ledger.balance(train.images(), train.recordChecksum());
            state = state.withEpochs(epoch);
            if (BatchStatistics.areIn(plan.network())) {
                describe(scope, "recalibrate", epoch, plan, "");
                state = recalibrated(scope, plan, state, sentPlan, sent, train);
                sent.destroy(scope);
                sent = Start.send(scope, state);
                clock.evaluated();
            }
            if (epoch == start.epochs() + 1) {
                tellWhatSlows(spark, kernels, missing);
            }

            untold = new LearnedEpoch(
                    plan, state, totals, kernels, clock, assessment.measure(plan, state, sentPlan, sent));
            if (apart || epoch == plan.epochs()) {
                describe(scope, "evaluate", epoch, plan, "");
                untold = untold.measured(scope, assessment);
                state = untold.state();
            }
        }
        if (untold != null) {
            untold.tell(listener);
        }
        return state;
    }

    private static void tellWhatSlows(JavaSparkContext spark, Set<String> kernels, Set<String> missing) {
        if (kernels.size() > 1) {
            LOG.warn("executors differ in speed, not in results: {}", String.join("; ", kernels));
        }
        missing.stream()
                .filter(options -> !options.isEmpty())
                .forEach(options -> LOG.warn(
                        "the kernels would be faster, with the same results, by --conf \"spark.{}.extraJavaOptions={}\"",
                        spark.isLocal() ? "driver" : "executor",
                        options));
    }

    /** The state with the statistics that batch normalisation meets with the weights to measure by. */
    private static TrainingState recalibrated(
            JobScope scope,
            TrainingPlan plan,
            TrainingState state,
            Broadcast<byte[]> sentPlan,
            Start sent,
            ShardedImages train) {
        var work = new ShardWork<>(train, new RecalibrateShard(sentPlan, sent));
        ShardJob.begin(scope, List.of(work));
        var sums = BatchStatistics.add(work.results());
        return state.withMeasuredWeights(BatchStatistics.into(plan.network(), state.measuredWeights(), sums));
    }

    /** What Spark's pages call the jobs that begin from now on. */
    private static void describe(JobScope scope, String what, int epoch, TrainingPlan plan, String order) {
        scope.describe("epoch " + epoch + " of " + plan.epochs() + ": " + what + order, what);
    }
}
