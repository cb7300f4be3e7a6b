package io.convoy.trainer.training;

import static io.convoy.kernels.Window.square;
import static io.convoy.trainer.network.Layer.Activation.RELU;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.kernels.Kernels;
import io.convoy.trainer.SyntheticImages;
import io.convoy.trainer.averaging.Averaging;
import io.convoy.trainer.averaging.BatchStatistics;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.Initialisation;
import io.convoy.trainer.network.Layer;
import io.convoy.trainer.network.Network;
import io.convoy.trainer.optim.LearningRateSchedule;
import io.convoy.trainer.optim.Sgd;
import io.convoy.trainer.program.InferenceProgram;
import io.convoy.trainer.program.TrainingProgram;
import io.convoy.trainer.random.Draw;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A network with batch normalisation and dropout, from its first step to predictions by stored statistics. */
@Tag("width")
class NormalisedNetworkTest {

    private static final ImageShape IMAGE = new ImageShape(2, 8, 8);
    private static final int CLASSES = 3;
    private static final Network NETWORK = new Network(
            "normalised",
            IMAGE,
            List.of(
                    new Layer.BatchNormalisation("bn1", 1e-5),
                    new Layer.Convolution("conv", 6, square(3), 1, false),
                    new Layer.BatchNormalisation("bn2", 1e-5),
                    RELU,
                    new Layer.GlobalAveragePooling(),
                    new Layer.Dropout(0.1),
                    new Layer.Dense("output", CLASSES)),
            Initialisation.HE);

    private static final TrainingSettings SETTINGS =
            new TrainingSettings(32, new LearningRateSchedule.Constant(0.1), new Sgd(0.9, 1e-3), 1);

    private static TrainingProgram training() {
        return new TrainingProgram(NETWORK, Normalisation.identity(2), Kernels.scalar(), 64);
    }

    private static float[] trained(Shard shard, int epochs) {
        var replica = new Replica(training(), SETTINGS);
        var weights = NETWORK.initialisation().parameters(NETWORK, 1);
        var state = SETTINGS.optimiser().initialState(weights.length);
        for (int epoch = 1; epoch <= epochs; epoch++) {
            var result = replica.train(Span.epoch(epoch), shard, weights, state);
            weights = result.weights();
            state = result.optimiserState();
        }
        return weights;
    }

    private static float[] recalibrated(float[] weights, Shard... shards) {
        var recalibration = new Recalibration(training(), SETTINGS, () -> {});
        var sums = Arrays.stream(shards)
                .map(shard -> recalibration.gather(weights, shard))
                .toList();
        return BatchStatistics.into(NETWORK, weights, BatchStatistics.add(sums));
    }

    @Test
    void shouldPredictByStatisticsOfItsShards() {
        var shard = SyntheticImages.shard(0, IMAGE, CLASSES, 200, 1);
        var test = SyntheticImages.shard(0, IMAGE, CLASSES, 200, 2);
        var inference = new InferenceProgram(NETWORK, Normalisation.identity(2), Kernels.scalar(), 64);
        var weights = trained(shard, 8);

        double accuracy = new Evaluator(inference)
                .evaluate(recalibrated(weights, shard), test)
                .accuracy();

        assertTrue(accuracy > 0.95, "reached " + accuracy);
    }

    /** Weight decay and momentum would move them. */
    @Test
    void trainingShouldLeaveStatisticsAlone() {
        var shard = SyntheticImages.shard(0, IMAGE, CLASSES, 100, 1);
        var weights = trained(shard, 2);
        int offset = 0;
        for (var tensor : NETWORK.tensors()) {
            for (int i = offset; tensor.name().contains("running") && i < offset + tensor.size(); i++) {
                assertEquals(tensor.initial(), weights[i], tensor.name());
            }
            offset += tensor.size();
        }
    }

    /** The first normalisation meets the images themselves. */
    @Test
    void statisticsShouldBeThoseOfAllImagesTogether() {
        var dark = SyntheticImages.shard(0, IMAGE, 1, 70, 1);
        var bright = SyntheticImages.shard(1, IMAGE, CLASSES, 33, 2);
        for (int i = 0; i < bright.pixels().length; i++) {
            bright.pixels()[i] = (byte) (128 + i % 100);
        }
        var weights = recalibrated(NETWORK.initialisation().parameters(NETWORK, 1), dark, bright);

        for (int channel = 0; channel < 2; channel++) {
            double mean = 0;
            double square = 0;
            int count = 103 * 64;
            for (var shard : List.of(dark, bright)) {
                for (int i = 0; i < shard.pixels().length; i++) {
                    double x = i / 64 % 2 == channel ? Byte.toUnsignedInt(shard.pixels()[i]) / 255.0 : 0;
                    mean += x / count;
                    square += x * x / count;
                }
            }
            assertEquals(mean, weights[4 + channel], 1e-6);
            assertEquals(square - mean * mean, weights[6 + channel], 1e-6);
        }
    }

    @Test
    void statisticsShouldNotDependOnTheOrderOfArrival() {
        var first = SyntheticImages.shard(0, IMAGE, CLASSES, 70, 1);
        var second = SyntheticImages.shard(1, IMAGE, CLASSES, 33, 2);
        var weights = trained(first, 1);
        assertArrayEquals(recalibrated(weights, first, second), recalibrated(weights, second, first));
    }

    @Test
    void shouldLearnTheSameBitsWithTheBestKernels() {
        var shard = SyntheticImages.shard(0, IMAGE, CLASSES, 90, 1);
        var replica =
                new Replica(new TrainingProgram(NETWORK, Normalisation.identity(2), Kernels.best(), 32), SETTINGS);
        var weights = NETWORK.initialisation().parameters(NETWORK, 1);
        var state = SETTINGS.optimiser().initialState(weights.length);

        assertArrayEquals(
                trained(shard, 1),
                replica.train(Span.epoch(1), shard, weights, state).weights());
    }

    /** In groups as large as a shard's minibatch; what is dropped depends on the image alone. */
    @Test
    void shouldBeALargeBatchInGhostGroupsWhenEqualShardsAverageEveryStep() {
        int shards = 3;
        var together = SyntheticImages.shard(0, IMAGE, CLASSES, shards * 16, 1);
        var plain = new TrainingSettings(16, new LearningRateSchedule.Constant(0.5), new Sgd(0, 0), 1);
        var replica = new Replica(training(), plain);
        var weights = NETWORK.initialisation().parameters(NETWORK, 1);

        var results = IntStream.range(0, shards)
                .mapToObj(id -> replica.train(Span.epoch(1), part(together, id), weights, new float[0]))
                .toList();
        var mean = Averaging.mean(results, shards, together.size()).weights();

        var large = new TrainingProgram(NETWORK, Normalisation.identity(2), Kernels.scalar(), together.size(), 16);
        var gradient = new float[weights.length];
        var draw = new Draw(plain.seed(), 1);
        var order = ExampleOrder.unshuffled(together.size());
        large.setWeights(weights);
        large.lossAndGradient(draw, together, order, 0, together.size(), 0f, gradient);
        var stepped = weights.clone();
        Kernels.scalar().vectorMath().gradientStep(stepped, gradient, 0, weights.length, 0.5f, 0);
        assertArrayEquals(stepped, mean, 1e-6f);
    }

    /** Sixteen images of it. */
    private static Shard part(Shard whole, int id) {
        int from = 16 * id;
        int size = IMAGE.size();
        return new Shard(
                id,
                IMAGE,
                Arrays.copyOfRange(whole.pixels(), from * size, (from + 16) * size),
                Arrays.copyOfRange(whole.labels(), from, from + 16),
                Arrays.copyOfRange(whole.records(), from, from + 16));
    }
}
