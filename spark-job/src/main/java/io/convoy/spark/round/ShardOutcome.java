package io.convoy.spark.round;

import io.convoy.trainer.averaging.ShardResult;
import io.convoy.trainer.training.DivergenceException;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a training task returns: a result, or the divergence that it met. That is no failure of the task: thrown, Spark
 * would repeat what cannot end otherwise.
 *
 * @param kernels the description of those that computed it
 * @param missingOptions of the JVM that computed it, for kernels at full speed; empty if it has them all
 * @param doneAt when it was computed, in milliseconds since 1970 by its executor's clock
 */
record ShardOutcome(
        @Nullable ShardResult result,
        @Nullable DivergenceException divergence,
        String kernels,
        String missingOptions,
        long doneAt)
        implements Serializable {

    /** @throws DivergenceException if the task met one */
    ShardResult require() {
        if (divergence != null) {
            throw divergence;
        }
        if (result == null) {
            throw new IllegalStateException("a task returned neither a result nor a divergence");
        }
        return result;
    }
}
