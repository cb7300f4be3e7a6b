package io.convoy.trainer.training;

import io.convoy.kernels.VectorMath;
import io.convoy.trainer.augmentation.AugmentedImages;
import io.convoy.trainer.averaging.ShardResult;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.optim.GradientClipping;
import io.convoy.trainer.optim.ParameterRange;
import io.convoy.trainer.program.TrainingProgram;
import io.convoy.trainer.random.Draw;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One learner. What {@link #train} returns depends on its arguments, the network and the settings alone, never on
 * earlier calls: the instance holds scratch arrays only. It belongs to one thread.
 */
public final class Replica {

    private final TrainingProgram program;
    private final TrainingSettings settings;
    private final Runnable beforeStep;
    private final VectorMath math;
    private final List<ParameterRange> learned;
    private final AugmentedImages augmented;
    private final int[] inOrder;
    private final float[] gradient;
    private final int[] predictions;

    public Replica(TrainingProgram program, TrainingSettings settings) {
        this(program, settings, () -> {});
    }

    /** @param beforeStep is run before each minibatch; what it throws ends the training */
    public Replica(TrainingProgram program, TrainingSettings settings, Runnable beforeStep) {
        this.program = program;
        this.settings = settings;
        this.beforeStep = beforeStep;
        math = program.kernels().vectorMath();
        var network = program.network();
        learned = LearnedParameters.of(network, settings.decayed());
        int copies = settings.augmentations().isEmpty() ? 0 : program.maximumBatch();
        augmented = new AugmentedImages(settings.augmentations(), network.input(), copies);
        inOrder = ExampleOrder.unshuffled(copies);
        gradient = new float[network.parameterCount()];
        predictions = new int[program.maximumBatch()];
    }

    /**
     * Takes the local steps of {@code span}, in an order drawn from the seed, the epoch and the shard's id. The
     * learning rate of a step is the schedule's at the middle of that step.
     *
     * @param weights to begin from; not changed
     * @param optimiserState to begin from; not changed
     * @throws DivergenceException if a loss or a weight is not finite
     * @throws IllegalArgumentException if a minibatch is larger than the program's maximum, or shard, weights or state
     *     do not fit the network
     */
    public ShardResult train(Span span, Shard shard, float[] weights, float[] optimiserState) {
        long start = System.nanoTime();
        if (optimiserState.length != stateLength()) {
            throw new IllegalArgumentException(
                    "expected an optimiser state of " + stateLength() + " values but found " + optimiserState.length);
        }
        var after = weights.clone();
        var state = optimiserState.clone();
        int batchSize = settings.batchSize();
        int steps = (int) (((long) shard.size() + batchSize - 1) / batchSize);
        var order = ExampleOrder.shuffled(shard.size(), settings.seed(), span.epoch(), shard.id());
        var draw = new Draw(settings.seed(), span.epoch());
        double lossSum = 0;
        long correct = 0;
        long recordChecksum = 0;
        for (int step = span.firstStep(); step < Math.min(span.endStep(), steps); step++) {
            beforeStep.run();
            int from = step * batchSize;
            int count = Math.min(batchSize, shard.size() - from);
            program.setWeights(after);
            double loss = lossAndGradient(draw, shard, order, from, count);
            correct += correct(shard, order, from, count);
            double norm = clip();
            double progress = span.epoch() - 1 + (step + 0.5) / steps;
            settings.optimiser()
                    .step(
                            math,
                            learned,
                            after,
                            gradient,
                            state,
                            settings.schedule().at(progress));
            var fault = fault(loss, norm, after);
            if (fault != null) {
                throw DivergenceException.of(fault, span.epoch(), shard, step, order, from, count);
            }
            lossSum += loss;
            recordChecksum += recordChecksum(shard, order, from, count);
        }
        long examples = span.examples(shard.size(), batchSize);
        long nanoseconds = System.nanoTime() - start;
        return new ShardResult(shard.id(), after, state, examples, recordChecksum, lossSum, correct, nanoseconds);
    }

    /** How many values an optimiser state has. */
    public int stateLength() {
        return settings.optimiser().stateLength(gradient.length);
    }

    private double lossAndGradient(Draw draw, Shard shard, int[] order, int from, int count) {
        float smoothing = (float) settings.labelSmoothing();
        if (settings.augmentations().isEmpty()) {
            return program.lossAndGradient(draw, shard, order, from, count, smoothing, gradient);
        }
        var images = augmented.of(draw, shard, order, from, count);
        return program.lossAndGradient(draw, images, inOrder, 0, count, smoothing, gradient);
    }

    /** The norm of the gradient, which is at most the largest one afterwards; 0 if nobody asks for it. */
    private double clip() {
        double largest = settings.clipNorm();
        return largest == 0 ? 0 : GradientClipping.clip(math, learned, gradient, largest);
    }

    private long correct(Shard shard, int[] order, int from, int count) {
        program.predictions(predictions);
        long correct = 0;
        for (int i = 0; i < count; i++) {
            if (predictions[i] == Byte.toUnsignedInt(shard.labels()[order[from + i]])) {
                correct++;
            }
        }
        return correct;
    }

    private static long recordChecksum(Shard shard, int[] order, int from, int count) {
        long sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += RecordChecksum.of(shard.records()[order[i]]);
        }
        return sum;
    }

    private @Nullable String fault(double loss, double norm, float[] weights) {
        if (!Double.isFinite(loss)) {
            return "the loss is " + loss;
        }
        if (!Double.isFinite(norm)) {
            return "the norm of the gradient is " + norm;
        }
        return math.allFinite(weights) ? null : "a weight is not finite";
    }
}
