package io.convoy.spark.round;

import io.convoy.kernels.KernelChoice;
import io.convoy.spark.data.JavaBytes;
import io.convoy.spark.data.ShardedImages;
import io.convoy.trainer.averaging.TrainingState;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.model.Model;
import io.convoy.trainer.training.DivergenceException;
import io.convoy.trainer.training.Evaluation;
import io.convoy.trainer.training.Evaluator;
import java.util.List;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/** A model's forward pass over all shards of a data set, on the cluster. */
public final class DistributedEvaluation {

    /** Fixed, as the grouping of the sum decides the last bits of the loss. */
    static final int BATCH = 64;

    /** The task: one shard's images forward through the network. */
    private record EvaluateShard(Broadcast<byte[]> source, Start start) implements Function<Shard, Evaluation> {

        @Override
        public Evaluation call(Shard shard) {
            var programs = Programs.of(source);
            return programs.use(
                    programs.source().evaluationProgram(),
                    idle -> new Evaluator(idle, ShardJob::requireWanted).evaluate(start.measuredWeights(), shard));
        }
    }

    private DistributedEvaluation() {}

    /**
     * The same images and weights give the same bits, wherever they are computed.
     *
     * @throws IllegalArgumentException if images or labels do not fit the network
     */
    public static Evaluation evaluate(JobScope scope, Model model, KernelChoice kernels, ShardedImages images) {
        scope.describe("evaluate", "evaluate");
        var source = scope.broadcast(JavaBytes.of(program(model, kernels)));
        var start = Start.send(scope, new TrainingState(0, model.parameters(), new float[0], new float[0]));
        var work = work(source, start, images);
        ShardJob.begin(scope, List.of(work));
        return merge(work.results(), images);
    }

    static Programs.Inference program(Model model, KernelChoice kernels) {
        return new Programs.Inference(model.network(), model.normalisation(), kernels, BATCH);
    }

    static ShardWork<Evaluation> work(Broadcast<byte[]> source, Start start, ShardedImages images) {
        return new ShardWork<>(images, new EvaluateShard(source, start));
    }

    /**
     * Waits for what came out.
     *
     * @param epoch whose weights are evaluated
     * @throws DivergenceException if the loss is not finite
     */
    static Evaluation result(int epoch, ShardWork<Evaluation> work) {
        var images = work.images();
        var parts = work.results();
        for (int shard = 0; shard < parts.size(); shard++) {
            double loss = parts.get(shard).lossSum();
            if (!Double.isFinite(loss)) {
                throw DivergenceException.inEvaluation(
                        epoch, shard, images.shardSizes().get(shard), loss);
            }
        }
        return merge(parts, images);
    }

    private static Evaluation merge(List<Evaluation> parts, ShardedImages images) {
        var whole = Evaluation.none(parts.get(0).classes());
        for (var part : parts) {
            whole = whole.merge(part);
        }
        if (whole.examples() != images.images()) {
            throw new IllegalStateException(
                    "expected to evaluate " + images.images() + " images but found " + whole.examples());
        }
        return whole;
    }
}
