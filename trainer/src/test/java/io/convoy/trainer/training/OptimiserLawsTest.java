package io.convoy.trainer.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.kernels.KernelChoice;
import io.convoy.kernels.Kernels;
import io.convoy.kernels.Window;
import io.convoy.trainer.SyntheticImages;
import io.convoy.trainer.augmentation.Augmentation;
import io.convoy.trainer.augmentation.AugmentedImages;
import io.convoy.trainer.augmentation.Cutout;
import io.convoy.trainer.augmentation.HorizontalFlip;
import io.convoy.trainer.augmentation.RandomCrop;
import io.convoy.trainer.averaging.Averaging;
import io.convoy.trainer.averaging.AveragingSettings;
import io.convoy.trainer.averaging.ExponentialAverage;
import io.convoy.trainer.averaging.MomentumAveraging;
import io.convoy.trainer.averaging.OuterOptimiser;
import io.convoy.trainer.averaging.Period;
import io.convoy.trainer.averaging.ShardResult;
import io.convoy.trainer.averaging.TrainingState;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.Initialisation;
import io.convoy.trainer.network.Layer;
import io.convoy.trainer.network.Network;
import io.convoy.trainer.optim.AdamW;
import io.convoy.trainer.optim.DecayedParameters;
import io.convoy.trainer.optim.GradientClipping;
import io.convoy.trainer.optim.LearningRateSchedule;
import io.convoy.trainer.optim.Nesterov;
import io.convoy.trainer.optim.Optimiser;
import io.convoy.trainer.optim.ParameterRange;
import io.convoy.trainer.optim.Sgd;
import io.convoy.trainer.program.TrainingProgram;
import io.convoy.trainer.random.Draw;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every optimiser, with clipping, smoothing and augmentation. */
@Tag("width")
class OptimiserLawsTest {

    private static final ImageShape IMAGE = new ImageShape(1, 12, 12);
    private static final int CLASSES = 4;
    private static final int BATCH_SIZE = 8;
    private static final double CLIP_NORM = 0.5;
    private static final double SMOOTHING = 0.1;
    private static final List<Augmentation> AUGMENTATIONS =
            List.of(new RandomCrop(2), HorizontalFlip.RANDOM, new Cutout(3));
    private static final Network NETWORK = new Network(
            "small",
            IMAGE,
            List.of(
                    new Layer.Convolution("a", 4, Window.square(3)),
                    Layer.Activation.RELU,
                    new Layer.MaxPooling(Window.square(2).withStride(2)),
                    new Layer.Dense("b", CLASSES)),
            Initialisation.HE);
    private static final List<ParameterRange> LEARNED = LearnedParameters.of(NETWORK, DecayedParameters.WEIGHTS);

    static List<Optimiser> optimisers() {
        return List.of(new Sgd(0, 0.01), new Sgd(0.9, 0.01), new Nesterov(0.9, 0.01), new AdamW(0.9, 0.99, 1e-8, 0.01));
    }

    static List<OuterOptimiser> outerOptimisers() {
        return List.of(
                new OuterOptimiser.Mean(1),
                new OuterOptimiser.SlowMomentum(1, 0.5),
                new OuterOptimiser.Nesterov(0.7, 0.9));
    }

    static Stream<Arguments> combinations() {
        return optimisers().stream()
                .flatMap(optimiser -> outerOptimisers().stream()
                        .flatMap(outer -> Stream.of(MomentumAveraging.values())
                                .map(momentum -> Arguments.of(
                                        optimiser, new AveragingSettings(new Period.Constant(2), momentum, outer)))));
    }

    private static TrainingSettings settings(Optimiser optimiser) {
        return new TrainingSettings(
                BATCH_SIZE,
                new LearningRateSchedule.OneCycle(0.02, 1, 3),
                optimiser,
                DecayedParameters.WEIGHTS,
                CLIP_NORM,
                SMOOTHING,
                AUGMENTATIONS,
                0,
                7);
    }

    private static Replica replica(Optimiser optimiser, Kernels kernels) {
        var program = new TrainingProgram(NETWORK, Normalisation.identity(1), kernels, BATCH_SIZE);
        return new Replica(program, settings(optimiser));
    }

    private static TrainingState start(Optimiser optimiser, AveragingSettings averaging) {
        var weights = NETWORK.initialisation().parameters(NETWORK, 3);
        return new TrainingState(
                0,
                weights,
                optimiser.initialState(weights.length),
                averaging.outer().initialState(weights.length));
    }

    private static Shard shard(int id, int images) {
        return SyntheticImages.shard(id, IMAGE, CLASSES, images, 100 + id);
    }

    private static TrainingState round(
            Replica replica, AveragingSettings averaging, TrainingState state, Span span, List<Shard> shards) {
        var results = results(replica, state, span, shards);
        long examples = results.stream().mapToLong(ShardResult::examples).sum();
        return averaging.advance(state, results, Averaging.mean(results, shards.size(), examples), LEARNED);
    }

    private static List<ShardResult> results(Replica replica, TrainingState state, Span span, List<Shard> shards) {
        return shards.stream()
                .map(shard -> replica.train(
                        span, shard, state.weights(), state.optimiserStateOf(shard.id(), replica.stateLength())))
                .toList();
    }

    /** The loop of any textbook, without rounds, replicas and means. */
    @ParameterizedTest
    @MethodSource("optimisers")
    void shouldBePlainTrainingOnOneShard(Optimiser optimiser) {
        var shard = shard(0, 30);
        var settings = settings(optimiser);
        var math = Kernels.scalar().vectorMath();
        var program = new TrainingProgram(NETWORK, Normalisation.identity(1), Kernels.scalar(), BATCH_SIZE);
        var images = new AugmentedImages(AUGMENTATIONS, IMAGE, BATCH_SIZE);
        var weights = NETWORK.initialisation().parameters(NETWORK, 3);
        var state = optimiser.initialState(weights.length);
        var gradient = new float[weights.length];
        int[] inOrder = IntStream.range(0, BATCH_SIZE).toArray();
        for (int epoch = 1; epoch <= 3; epoch++) {
            var order = ExampleOrder.shuffled(30, 7, epoch, 0);
            for (int step = 0; step < 4; step++) {
                int count = step < 3 ? 8 : 6;
                var draw = new Draw(7, epoch);
                var batch = images.of(draw, shard, order, 8 * step, count);
                program.setWeights(weights);
                program.lossAndGradient(draw, batch, inOrder, 0, count, (float) SMOOTHING, gradient);
                GradientClipping.clip(math, LEARNED, gradient, CLIP_NORM);
                double rate = settings.schedule().at(epoch - 1 + (step + 0.5) / 4);
                optimiser.step(math, LEARNED, weights, gradient, state, rate);
            }
        }

        var averaging = AveragingSettings.EVERY_EPOCH;
        var replica = replica(optimiser, Kernels.scalar());
        var averaged = start(optimiser, averaging);
        for (int epoch = 1; epoch <= 3; epoch++) {
            for (var span : Span.rounds(epoch, 4, step -> 3)) {
                averaged = round(replica, averaging, averaged, span, List.of(shard));
            }
        }

        assertArrayEquals(weights, averaged.weights());
        assertArrayEquals(state, averaged.optimiserState());
    }

    @ParameterizedTest
    @MethodSource("optimisers")
    void shouldAverageIdenticalReplicasToThemselves(Optimiser optimiser) {
        var state = start(optimiser, AveragingSettings.EVERY_EPOCH);
        var one = replica(optimiser, Kernels.scalar())
                .train(Span.epoch(1), shard(0, 30), state.weights(), state.optimiserState());
        var copies = IntStream.range(0, 7)
                .mapToObj(id -> new ShardResult(
                        id,
                        one.weights(),
                        one.optimiserState(),
                        one.examples() + id,
                        0,
                        one.lossSum(),
                        one.correct(),
                        0))
                .toList();

        var mean = Averaging.mean(copies, 7, 7 * 30 + 21);

        assertArrayEquals(one.weights(), mean.weights());
        assertArrayEquals(one.optimiserState(), mean.optimiserState());
    }

    /** All that matters is in the state: a fresh replica goes on from it to the same bits. */
    @ParameterizedTest
    @MethodSource("combinations")
    void shouldGoOnFromTheStateAlone(Optimiser optimiser, AveragingSettings averaging) {
        var shards = List.of(shard(0, 20), shard(1, 31), shard(2, 0));
        var busy = replica(optimiser, Kernels.scalar());
        var state = start(optimiser, averaging);
        for (var span : Span.rounds(1, 4, step -> 2)) {
            state = round(busy, averaging, state, span, shards);
        }
        var never = state;
        var resumed = new TrainingState(
                1,
                state.weights().clone(),
                state.optimiserState().clone(),
                state.outerState().clone());
        var fresh = replica(optimiser, Kernels.scalar());
        for (var span : Span.rounds(2, 4, step -> 2)) {
            never = round(busy, averaging, never, span, shards);
            resumed = round(fresh, averaging, resumed, span, shards);
        }

        assertArrayEquals(never.weights(), resumed.weights());
        assertArrayEquals(never.optimiserState(), resumed.optimiserState());
        assertArrayEquals(never.outerState(), resumed.outerState());
        assertFalse(Arrays.equals(state.weights(), never.weights()));
    }

    /** AdamW's state is longer than two shards' weights, which must not be taken for the states of two shards. */
    @ParameterizedTest
    @MethodSource("optimisers")
    void shouldKeepEachShardsOwnStateOrShareOne(Optimiser optimiser) {
        var shards = List.of(shard(0, 16), shard(1, 16));
        var replica = replica(optimiser, Kernels.scalar());
        int length = replica.stateLength();
        var keep = new AveragingSettings(new Period.Constant(2), MomentumAveraging.KEEP, new OuterOptimiser.Mean(1));
        var start = start(optimiser, keep);
        var span = new Span(1, 0, 2);
        var results = results(replica, start, span, shards);

        var kept = round(replica, keep, start, span, shards);
        var shared = round(replica, AveragingSettings.EVERY_EPOCH, start, span, shards);

        for (int id = 0; id < 2; id++) {
            assertArrayEquals(results.get(id).optimiserState(), kept.optimiserStateOf(id, length));
            assertArrayEquals(shared.optimiserState(), shared.optimiserStateOf(id, length));
            assertEquals(length, shared.optimiserState().length);
        }
    }

    @ParameterizedTest
    @MethodSource("optimisers")
    void shouldGiveTheSameBitsWithVectorKernels(Optimiser optimiser) {
        var state = start(optimiser, AveragingSettings.EVERY_EPOCH);

        var scalar = replica(optimiser, Kernels.scalar())
                .train(Span.epoch(1), shard(0, 60), state.weights(), state.optimiserState());
        var vector = replica(optimiser, KernelChoice.VECTOR.choose())
                .train(Span.epoch(1), shard(0, 60), state.weights(), state.optimiserState());

        assertArrayEquals(scalar.weights(), vector.weights());
        assertArrayEquals(scalar.optimiserState(), vector.optimiserState());
        assertEquals(scalar.lossSum(), vector.lossSum());
    }

    @ParameterizedTest
    @MethodSource("optimisers")
    void shouldLearn(Optimiser optimiser) {
        var shard = shard(0, 200);
        var state = start(optimiser, AveragingSettings.EVERY_EPOCH);
        var losses = new ArrayList<Double>();
        var settings = new TrainingSettings(BATCH_SIZE, new LearningRateSchedule.Constant(0.005), optimiser, 1);
        var program = new TrainingProgram(NETWORK, Normalisation.identity(1), Kernels.scalar(), BATCH_SIZE);
        var replica = new Replica(program, settings);
        for (int epoch = 1; epoch <= 3; epoch++) {
            var result = replica.train(Span.epoch(epoch), shard, state.weights(), state.optimiserState());
            state = new TrainingState(epoch, result.weights(), result.optimiserState(), new float[0]);
            losses.add(result.lossSum());
        }
        assertTrue(losses.get(2) < 0.8 * losses.get(0), losses.toString());
    }

    @Test
    void shouldTellOfAGradientTooLongToMeasure() {
        var settings = new TrainingSettings(
                BATCH_SIZE,
                new LearningRateSchedule.Constant(1e-30),
                new Sgd(0, 0),
                DecayedParameters.ALL,
                1,
                0,
                List.of(),
                0,
                7);
        var normalisation = new Normalisation(List.of(0.0), List.of(1e-22));
        var program = new TrainingProgram(NETWORK, normalisation, Kernels.scalar(), BATCH_SIZE);
        var weights = new float[NETWORK.parameterCount()];

        Arrays.fill(weights, 1e-3f);
        var error = assertThrows(
                DivergenceException.class,
                () -> new Replica(program, settings).train(Span.epoch(1), shard(0, 8), weights, new float[0]));

        assertTrue(error.getMessage().contains("the norm of the gradient is Infinity"), error.getMessage());
    }

    /** By the roles of their tensors: a convolution's and a dense layer's weights decay, their biases do not. */
    @Test
    void shouldTellWeightsFromTheRest() {
        int bias = 4 * 9;
        int dense = bias + 4;
        int last = dense + 4 * 25 * CLASSES;
        assertEquals(
                List.of(
                        new ParameterRange(0, bias, true),
                        new ParameterRange(bias, dense, false),
                        new ParameterRange(dense, last, true),
                        new ParameterRange(last, last + CLASSES, false)),
                LEARNED);
        assertEquals(
                List.of(new ParameterRange(0, last + CLASSES, true)),
                LearnedParameters.of(NETWORK, DecayedParameters.ALL));
    }

    /** By hand, with a decay of one half: two steps a round leave a quarter of what was before. */
    @Test
    void shouldAverageOverTheRoundsByTheirSteps() {
        var first = ExponentialAverage.after(state(8), 0.5, 2);
        var second =
                ExponentialAverage.after(state(4).withAverage(first.average().orElseThrow()), 0.5, 2);

        assertArrayEquals(new float[] {8}, first.measuredWeights());
        assertArrayEquals(new float[] {5}, second.measuredWeights());
        assertArrayEquals(new float[] {4}, second.weights());
        assertArrayEquals(new float[] {5}, second.modelWeights());
    }

    private static TrainingState state(float weight) {
        return new TrainingState(0, new float[] {weight}, new float[0], new float[0]);
    }
}
