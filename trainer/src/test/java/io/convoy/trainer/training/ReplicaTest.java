package io.convoy.trainer.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.kernels.Kernels;
import io.convoy.kernels.Window;
import io.convoy.trainer.SyntheticImages;
import io.convoy.trainer.averaging.Averaging;
import io.convoy.trainer.averaging.ShardResult;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.Initialisation;
import io.convoy.trainer.network.Layer;
import io.convoy.trainer.network.Network;
import io.convoy.trainer.network.Networks;
import io.convoy.trainer.optim.LearningRateSchedule;
import io.convoy.trainer.optim.Sgd;
import io.convoy.trainer.program.InferenceProgram;
import io.convoy.trainer.program.TrainingProgram;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicaTest {

    private static final ImageShape IMAGE = new ImageShape(1, 12, 12);
    private static final int CLASSES = 4;
    private static final Sgd MOMENTUM = new Sgd(0.9, 0.0005);

    private static final Network NETWORK = new Network(
            "small",
            IMAGE,
            List.of(
                    new Layer.Convolution("a", 4, Window.square(3)),
                    Layer.Activation.RELU,
                    new Layer.MaxPooling(Window.square(2).withStride(2)),
                    new Layer.Dense("b", 12),
                    Layer.Activation.RELU,
                    new Layer.Dense("c", CLASSES)),
            Initialisation.HE);

    private static Replica replica(int maximumBatch, TrainingSettings settings) {
        return new Replica(
                new TrainingProgram(NETWORK, Normalisation.identity(1), Kernels.scalar(), maximumBatch), settings);
    }

    private static TrainingSettings settings(int batchSize, double learningRate, Sgd optimiser) {
        return new TrainingSettings(batchSize, new LearningRateSchedule.Constant(learningRate), optimiser, 7);
    }

    private static float[] initialWeights() {
        return NETWORK.initialisation().parameters(NETWORK, 3);
    }

    private static float[] initialState(Sgd optimiser) {
        return optimiser.initialState(NETWORK.parameterCount());
    }

    private static Shard shard(int id, int images) {
        return SyntheticImages.shard(id, IMAGE, CLASSES, images, 100 + id);
    }

    @Test
    void shouldBePlainSgdOnOneShard() {
        var shard = shard(0, 50);
        var cosine = new LearningRateSchedule.Cosine(0.1, 0, 3);
        var settings = new TrainingSettings(16, cosine, MOMENTUM, 7);
        var replica = replica(16, settings);
        var averaged = initialWeights();
        var averagedState = initialState(MOMENTUM);
        for (int epoch = 1; epoch <= 3; epoch++) {
            var result = replica.train(Span.epoch(epoch), shard, averaged, averagedState);
            var mean = Averaging.mean(List.of(result), 1, 50);
            averaged = mean.weights();
            averagedState = mean.optimiserState();
        }

        var program = new TrainingProgram(NETWORK, Normalisation.identity(1), Kernels.scalar(), 16);
        var weights = initialWeights();
        var velocity = new float[weights.length];
        var gradient = new float[weights.length];
        for (int epoch = 1; epoch <= 3; epoch++) {
            var order = ExampleOrder.shuffled(50, 7, epoch, 0);
            for (int step = 0; step < 4; step++) {
                program.setWeights(weights);
                program.lossAndGradient(shard, order, 16 * step, step < 3 ? 16 : 2, gradient);
                float rate = (float) cosine.at(epoch - 1 + (step + 0.5) / 4);
                Kernels.scalar()
                        .vectorMath()
                        .momentumStep(weights, gradient, velocity, 0, weights.length, rate, 0.9f, 0.0005f);
            }
        }
        assertArrayEquals(weights, averaged);
        assertArrayEquals(velocity, averagedState);
    }

    @Test
    void shouldDependOnItsArgumentsOnly() {
        var shard = shard(0, 50);
        var weights = initialWeights();
        var state = initialState(MOMENTUM);
        var replica = replica(16, settings(16, 0.1, MOMENTUM));
        var first = replica.train(Span.epoch(2), shard, weights, state);
        replica.train(Span.epoch(3), shard(1, 33), first.weights(), first.optimiserState());

        var repeated = replica.train(Span.epoch(2), shard, weights, state);

        assertSame(first, repeated);
        assertSame(first, replica(16, settings(16, 0.1, MOMENTUM)).train(Span.epoch(2), shard, weights, state));
        assertArrayEquals(initialWeights(), weights);
        assertArrayEquals(initialState(MOMENTUM), state);
    }

    @Test
    void shouldLearnTheSameInRoundsAsInAWholeEpoch() {
        var shard = shard(0, 50);
        var replica = replica(8, settings(8, 0.1, MOMENTUM));
        var whole = replica.train(Span.epoch(1), shard, initialWeights(), initialState(MOMENTUM));

        var weights = initialWeights();
        var state = initialState(MOMENTUM);
        double lossSum = 0;
        long correct = 0;
        long examples = 0;
        for (int step = 0; step < 12; step += 3) {
            var part = replica.train(new Span(1, step, step + 3), shard, weights, state);
            weights = part.weights();
            state = part.optimiserState();
            lossSum += part.lossSum();
            correct += part.correct();
            examples += part.examples();
        }

        assertArrayEquals(whole.weights(), weights);
        assertArrayEquals(whole.optimiserState(), state);
        assertEquals(whole.lossSum(), lossSum, 1e-12 * lossSum);
        assertEquals(whole.correct(), correct);
        assertEquals(50, examples);
    }

    @Test
    void shouldLearnNothingFromAnEmptyShard() {
        var result = replica(16, settings(16, 0.1, MOMENTUM))
                .train(Span.epoch(1), shard(2, 0), initialWeights(), initialState(MOMENTUM));

        assertArrayEquals(initialWeights(), result.weights());
        assertEquals(0, result.examples());
        assertEquals(0.0, result.lossSum());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 17, 49, 50, 51, 1000})
    void shouldCountEachExampleOnceWhateverTheBatchSize(int batchSize) {
        var result = replica(Math.min(batchSize, 50), settings(batchSize, 0.01, MOMENTUM))
                .train(Span.epoch(1), shard(0, 50), initialWeights(), initialState(MOMENTUM));

        assertEquals(50, result.examples());
        assertTrue(result.lossSum() > 0);
        assertTrue(result.correct() <= 50);
    }

    @Test
    void shouldBeALargeBatchWhenEqualShardsAverageEveryStep() {
        var plain = new Sgd(0, 0);
        var shards = IntStream.range(0, 4).mapToObj(id -> shard(id, 24)).toList();
        var replica = replica(8, settings(8, 0.5, plain));
        var program = new TrainingProgram(NETWORK, Normalisation.identity(1), Kernels.scalar(), 32);
        var averaged = initialWeights();
        var weights = initialWeights();
        var gradient = new float[weights.length];
        for (int step = 0; step < 3; step++) {
            var span = new Span(1, step, step + 1);
            var results = new ArrayList<ShardResult>();
            for (var shard : shards) {
                results.add(replica.train(span, shard, averaged, initialState(plain)));
            }
            averaged = Averaging.mean(results, 4, 32).weights();

            var batch = together(shards, step);
            program.setWeights(weights);
            program.lossAndGradient(batch, IntStream.range(0, 32).toArray(), 0, 32, gradient);
            Kernels.scalar().vectorMath().gradientStep(weights, gradient, 0, weights.length, 0.5f, 0);
        }
        assertArrayEquals(weights, averaged, 1e-6f);
    }

    /** What the shards' replicas learn from in a step of 8 images each. */
    private static Shard together(List<Shard> shards, int step) {
        var pixels = new byte[8 * shards.size() * IMAGE.size()];
        var labels = new byte[8 * shards.size()];
        int at = 0;
        for (var shard : shards) {
            var order = ExampleOrder.shuffled(shard.size(), 7, 1, shard.id());
            for (int i = 8 * step; i < 8 * step + 8; i++) {
                System.arraycopy(shard.pixels(), order[i] * IMAGE.size(), pixels, at * IMAGE.size(), IMAGE.size());
                labels[at++] = shard.labels()[order[i]];
            }
        }
        return new Shard(0, IMAGE, pixels, labels, new int[labels.length]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "lenet"})
    void shouldLearn(String name) {
        var image = name.equals("small") ? IMAGE : new ImageShape(1, 28, 28);
        var network = name.equals("small") ? NETWORK : Networks.create(name, image, CLASSES);
        var training = SyntheticImages.shard(0, image, CLASSES, 400, 1);
        var test = SyntheticImages.shard(0, image, CLASSES, 200, 2);
        var program = new TrainingProgram(network, Normalisation.identity(1), Kernels.scalar(), 50);
        var replica = new Replica(
                program, new TrainingSettings(10, new LearningRateSchedule.Constant(0.05), new Sgd(0.5, 0), 1));
        var weights = network.initialisation().parameters(network, 1);
        var state = new float[weights.length];
        for (int epoch = 1; epoch <= 4; epoch++) {
            var result = replica.train(Span.epoch(epoch), training, weights, state);
            weights = result.weights();
            state = result.optimiserState();
        }

        var inference = new InferenceProgram(network, Normalisation.identity(1), Kernels.scalar(), 50);
        double accuracy = new Evaluator(inference).evaluate(weights, test).accuracy();

        assertTrue(accuracy > 0.95, name + " reached " + accuracy);
    }

    @Test
    void shouldNameTheMinibatchWhoseLossIsNotFinite() throws Exception {
        var replica = replica(16, settings(16, 1e30, MOMENTUM));

        var error = assertThrows(
                DivergenceException.class,
                () -> replica.train(Span.epoch(4), shard(2, 50), initialWeights(), initialState(MOMENTUM)));

        assertEquals(4, error.epoch());
        assertEquals(2, error.shardId());
        assertTrue(error.step() < 4);
        assertTrue(
                error.getMessage()
                        .matches("training diverged: .* in epoch 4, shard 2, step \\d \\(\\d+ images, records between 2"
                                + "0\\d\\d and 20\\d\\d\\); choose a lower learning rate or a longer warm-up"),
                error.getMessage());
        assertEquals(error.getMessage(), copy(error).getMessage());
    }

    @Test
    void shouldRefuseAStateOfAnotherLength() {
        var replica = replica(16, settings(16, 0.1, MOMENTUM));

        assertThrows(
                IllegalArgumentException.class,
                () -> replica.train(Span.epoch(1), shard(0, 50), initialWeights(), new float[0]));
    }

    private static DivergenceException copy(DivergenceException error) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(error);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (DivergenceException) in.readObject();
        }
    }

    private static void assertSame(ShardResult expected, ShardResult actual) {
        assertArrayEquals(expected.weights(), actual.weights());
        assertArrayEquals(expected.optimiserState(), actual.optimiserState());
        assertEquals(expected.lossSum(), actual.lossSum());
        assertEquals(expected.correct(), actual.correct());
    }
}
