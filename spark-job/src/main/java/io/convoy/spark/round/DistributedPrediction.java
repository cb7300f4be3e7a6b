package io.convoy.spark.round;

import io.convoy.kernels.KernelChoice;
import io.convoy.spark.data.ShardedImages;
import io.convoy.trainer.model.Model;
import io.convoy.trainer.training.Evaluator;
import io.convoy.trainer.training.Predictions;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;

/** What a model sees in images, computed on the cluster. */
public final class DistributedPrediction {

    private DistributedPrediction() {}

    /**
     * @return one element a shard, in the order of the images; the same classes that {@link DistributedEvaluation}
     *     counts
     * @throws IllegalArgumentException if the images do not fit the network
     */
    public static List<Predictions> predict(
            JavaSparkContext spark, Model model, KernelChoice kernels, ShardedImages images) {
        var program = DistributedEvaluation.program(model, kernels);
        var weights = spark.broadcast(model.parameters());
        spark.setJobGroup("convoy", "predict");
        var predictions = images.rdd()
                .map(shard -> Programs.use(program, p -> new Evaluator(p).predict(weights.value(), shard)))
                .collect();
        weights.destroy();
        return predictions;
    }
}
