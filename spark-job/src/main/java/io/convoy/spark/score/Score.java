package io.convoy.spark.score;

import io.convoy.kernels.KernelChoice;
import io.convoy.spark.data.LabelledData;
import io.convoy.spark.round.DistributedEvaluation;
import io.convoy.spark.round.JobScope;
import io.convoy.trainer.model.Model;
import io.convoy.trainer.training.Evaluation;
import org.apache.spark.api.java.JavaSparkContext;

/** Measures models. */
public final class Score {

    private Score() {}

    /**
     * A model's forward pass over all images; the same images and model give the same bits, wherever they are computed.
     *
     * @throws io.convoy.spark.data.DataException if the data are damaged
     * @throws IllegalArgumentException if images or labels do not fit the model
     */
    public static Evaluation evaluate(JavaSparkContext spark, Model model, LabelledData data, KernelChoice kernels) {
        return JobScope.run(
                spark,
                scope -> DistributedEvaluation.evaluate(scope, model, kernels, scope.keep(data.forEvaluation(spark))));
    }
}
