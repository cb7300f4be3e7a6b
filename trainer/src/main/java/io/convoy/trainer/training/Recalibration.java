package io.convoy.trainer.training;

import io.convoy.trainer.averaging.BatchStatistics;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.program.TrainingProgram;

/**
 * What the batch normalisations of a network meet with given weights, those of the mean of replicas for one, on images
 * of a shard: Izmailov et al., arXiv 1803.05407, section 3.2, and Jia et al., arXiv 1807.11205. It belongs to one
 * thread.
 */
public final class Recalibration {

    /** More change next to nothing. */
    static final int IMAGES = 2048;

    private final TrainingProgram program;
    private final TrainingSettings settings;
    private final Runnable beforeBatch;

    /** @param beforeBatch is run before each minibatch; what it throws ends the work */
    public Recalibration(TrainingProgram program, TrainingSettings settings, Runnable beforeBatch) {
        this.program = program;
        this.settings = settings;
        this.beforeBatch = beforeBatch;
    }

    /** Up to 2,048 images, which the seed chooses; the same whenever it is called. */
    public BatchStatistics.Sums gather(float[] weights, Shard shard) {
        var order = ExampleOrder.shuffled(shard.size(), settings.seed(), 0, shard.id());
        int images = Math.min(IMAGES, shard.size());
        program.setWeights(weights);
        program.clearStatistics();
        for (int from = 0; from < images; from += settings.batchSize()) {
            beforeBatch.run();
            program.gather(shard, order, from, Math.min(settings.batchSize(), images - from));
        }
        return new BatchStatistics.Sums(shard.id(), program.statistics());
    }
}
