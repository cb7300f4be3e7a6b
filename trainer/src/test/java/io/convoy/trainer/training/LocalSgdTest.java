package io.convoy.trainer.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.convoy.kernels.Kernels;
import io.convoy.trainer.averaging.Averaging;
import io.convoy.trainer.averaging.AveragingSettings;
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
import io.convoy.trainer.optim.DecayedParameters;
import io.convoy.trainer.optim.LearningRateSchedule;
import io.convoy.trainer.optim.ParameterRange;
import io.convoy.trainer.optim.Sgd;
import io.convoy.trainer.program.TrainingProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replicas that are averaged every few steps, without a cluster. */
class LocalSgdTest {

    private static final ImageShape IMAGE = new ImageShape(1, 6, 6);
    private static final int CLASSES = 3;
    private static final int BATCH_SIZE = 8;
    private static final int EPOCHS = 2;
    private static final Sgd MOMENTUM = new Sgd(0.9, 0.0005);
    private static final Network NETWORK =
            new Network("line", IMAGE, List.of(new Layer.Dense("a", CLASSES)), Initialisation.HE);

    private static final List<ParameterRange> LEARNED = LearnedParameters.of(NETWORK, DecayedParameters.ALL);

    private static AveragingSettings every(int localSteps) {
        return new AveragingSettings(
                new Period.Constant(localSteps), MomentumAveraging.AVERAGE, new OuterOptimiser.Mean(1));
    }

    /** Shards of these sizes that hold the records from 0 on. */
    private static List<Shard> shards(int... sizes) {
        var random = new Random(5);
        var shards = new ArrayList<Shard>();
        int first = 0;
        for (int id = 0; id < sizes.length; id++) {
            var pixels = new byte[sizes[id] * IMAGE.size()];
            random.nextBytes(pixels);
            var labels = new byte[sizes[id]];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = (byte) random.nextInt(CLASSES);
            }
            int from = first;
            int[] records =
                    IntStream.range(0, sizes[id]).map(record -> from + record).toArray();
            shards.add(new Shard(id, IMAGE, pixels, labels, records));
            first += sizes[id];
        }
        return shards;
    }

    /** What trains, in this thread, as the cluster does. */
    private record Learners(Sgd optimiser, AveragingSettings averaging, Replica replica) {

        static Learners of(Sgd optimiser, AveragingSettings averaging) {
            var program = new TrainingProgram(NETWORK, Normalisation.identity(1), Kernels.scalar(), BATCH_SIZE);
            var schedule = new LearningRateSchedule.Constant(0.01);
            var settings = new TrainingSettings(BATCH_SIZE, schedule, optimiser, 7);
            return new Learners(optimiser, averaging, new Replica(program, settings));
        }

        TrainingState start() {
            var weights = NETWORK.initialisation().parameters(NETWORK, 3);
            return new TrainingState(
                    0,
                    weights,
                    optimiser.initialState(weights.length),
                    averaging.outer().initialState(weights.length));
        }

        int periodAt(double epochs) {
            return averaging.period().localSteps(epochs, new LearningRateSchedule.Constant(0.01));
        }

        List<ShardResult> round(Span span, List<Shard> shards, TrainingState state) {
            return shards.stream()
                    .map(shard -> replica.train(
                            span, shard, state.weights(), state.optimiserStateOf(shard.id(), replica.stateLength())))
                    .toList();
        }

        TrainingState train(List<Shard> shards, List<EpochTotals> totals) {
            var sizes = shards.stream().map(Shard::size).toList();
            int longest = sizes.stream().mapToInt(size -> size).max().orElseThrow();
            int records = sizes.stream().mapToInt(size -> size).sum();
            var state = start();
            for (int e = 1; e <= EPOCHS; e++) {
                int epoch = e;
                var ledger = new Ledger(epoch, sizes, BATCH_SIZE);
                int steps = (longest + BATCH_SIZE - 1) / BATCH_SIZE;
                for (var span : Span.rounds(epoch, steps, step -> periodAt(epoch - 1))) {
                    var results = round(span, shards, state);
                    var mean = Averaging.mean(results, shards.size(), ledger.examples(span));
                    ledger.enter(span, results, mean);
                    state = averaging.advance(state, results, mean, LEARNED);
                }
                totals.add(ledger.balance(records, RecordChecksum.of(IntStream.range(0, records))));
                state = state.withEpochs(epoch);
            }
            return state;
        }
    }

    private static void assertSameBits(TrainingState expected, TrainingState actual) {
        assertEquals(expected.epochs(), actual.epochs());
        assertArrayEquals(expected.weights(), actual.weights());
        assertArrayEquals(expected.optimiserState(), actual.optimiserState());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 8, 1000, Integer.MAX_VALUE})
    void shouldBePlainGradientDescentOnOneShardWhateverThePeriod(int localSteps) {
        var shards = shards(50);
        var totals = new ArrayList<EpochTotals>();
        var learners = Learners.of(MOMENTUM, AveragingSettings.EVERY_EPOCH);
        var plain = learners.start();
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
            var result = learners.round(Span.epoch(epoch), shards, plain).get(0);
            plain = new TrainingState(epoch, result.weights(), result.optimiserState(), new float[0]);
        }

        assertSameBits(plain, Learners.of(MOMENTUM, every(localSteps)).train(shards, totals));
        assertEquals(
                (7 + Math.min(localSteps, 7) - 1) / Math.min(localSteps, 7),
                totals.get(0).rounds());
    }

    @Test
    void shouldBeALargeBatchWhenEqualShardsAverageEveryStep() {
        var plain = new Sgd(0, 0);
        var shards = shards(24, 24, 24, 24);
        var program = new TrainingProgram(NETWORK, Normalisation.identity(1), Kernels.scalar(), 4 * BATCH_SIZE);
        var learners = Learners.of(plain, every(1));
        var weights = learners.start().weights();
        var gradient = new float[weights.length];
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
            for (int step = 0; step < 3; step++) {
                var batch = together(shards, epoch, step);
                program.setWeights(weights);
                program.lossAndGradient(batch, ExampleOrder.unshuffled(batch.size()), 0, batch.size(), gradient);
                Kernels.scalar().vectorMath().gradientStep(weights, gradient, 0, weights.length, 0.01f, 0);
            }
        }

        var averaged = learners.train(shards, new ArrayList<>());

        assertArrayEquals(weights, averaged.weights(), 1e-5f);
    }

    /** What the shards' replicas learn from in one step. */
    private static Shard together(List<Shard> shards, int epoch, int step) {
        var pixels = new byte[shards.size() * BATCH_SIZE * IMAGE.size()];
        var labels = new byte[shards.size() * BATCH_SIZE];
        int at = 0;
        for (var shard : shards) {
            var order = ExampleOrder.shuffled(shard.size(), 7, epoch, shard.id());
            for (int i = step * BATCH_SIZE; i < (step + 1) * BATCH_SIZE; i++) {
                System.arraycopy(shard.pixels(), order[i] * IMAGE.size(), pixels, at * IMAGE.size(), IMAGE.size());
                labels[at++] = shard.labels()[order[i]];
            }
        }
        return new Shard(0, IMAGE, pixels, labels, new int[labels.length]);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 6, Integer.MAX_VALUE})
    void shouldLearnFromEveryRecordOnceThoughShardsRunOutAtDifferentTimes(int localSteps) {
        var totals = new ArrayList<EpochTotals>();

        var state = Learners.of(MOMENTUM, every(localSteps)).train(shards(50, 7, 0, 17), totals);

        assertEquals(EPOCHS, state.epochs());
        totals.forEach(epoch -> assertEquals(74, epoch.examples()));
    }

    @Test
    void shouldLeaveAShardThatRanOutToTheOthers() {
        var shards = shards(16, 8);
        var local = Learners.of(MOMENTUM, every(1));
        var state = local.start();
        var results = local.round(new Span(1, 1, 2), shards, state);

        assertEquals(
                List.of(8L, 0L), results.stream().map(ShardResult::examples).toList());
        assertArrayEquals(
                results.get(0).weights(), Averaging.mean(results, 2, 8).weights());
    }

    @Test
    void shouldForgetTheReplicasMomentumWhenItIsReset() {
        var reset = new AveragingSettings(new Period.Constant(2), MomentumAveraging.RESET, new OuterOptimiser.Mean(1));

        var state = Learners.of(MOMENTUM, reset).train(shards(20, 20), new ArrayList<>());

        assertArrayEquals(new float[NETWORK.parameterCount()], state.optimiserState());
    }

    @Test
    void shouldGoOnWithEachReplicasOwnMomentumWhenItIsKept() {
        var keep = new AveragingSettings(new Period.Constant(2), MomentumAveraging.KEEP, new OuterOptimiser.Mean(1));
        var shards = shards(20, 20);
        var learners = Learners.of(MOMENTUM, keep);
        var first = learners.round(new Span(1, 0, 2), shards, learners.start());

        var state = keep.advance(learners.start(), first, Averaging.mean(first, 2, 32), LEARNED);

        assertArrayEquals(first.get(0).optimiserState(), state.optimiserStateOf(0, NETWORK.parameterCount()));
        assertArrayEquals(first.get(1).optimiserState(), state.optimiserStateOf(1, NETWORK.parameterCount()));
        assertFalse(Arrays.equals(
                state.optimiserStateOf(0, NETWORK.parameterCount()),
                state.optimiserStateOf(1, NETWORK.parameterCount())));
        assertEquals(EPOCHS, learners.train(shards, new ArrayList<>()).epochs());
    }

    @Test
    void shouldNotBalanceWhenARecordCameTwice() {
        var shards = shards(16, 16);
        var second = shards.get(1);
        var records = second.records().clone();
        records[3] = 2;
        var twice = List.of(shards.get(0), new Shard(1, IMAGE, second.pixels(), second.labels(), records));

        var learners = Learners.of(MOMENTUM, every(1));

        var error = assertThrows(IllegalStateException.class, () -> learners.train(twice, new ArrayList<>()));

        assertEquals(
                "epoch 1 learned from 32 examples, but a record came twice and another was left out",
                error.getMessage());
    }

    @Test
    void shouldNotBalanceBeforeTheLastRound() {
        var shards = shards(16, 16);
        var ledger = new Ledger(1, List.of(16, 16), BATCH_SIZE);
        enter(ledger, new Span(1, 0, 1), shards);

        var error = assertThrows(IllegalStateException.class, () -> ledger.balance(32, 0));

        assertEquals(
                "expected epoch 1 to learn from each of 32 records once but its rounds have 16 examples",
                error.getMessage());
    }

    @Test
    void shouldRefuseARoundThatIsRepeatedOrLeftOut() {
        var shards = shards(16, 16);
        for (var span : List.of(new Span(1, 0, 1), new Span(1, 2, 3), new Span(2, 1, 2))) {
            var ledger = new Ledger(1, List.of(16, 16), BATCH_SIZE);
            enter(ledger, new Span(1, 0, 1), shards);

            var error = assertThrows(IllegalStateException.class, () -> enter(ledger, span, shards));

            assertEquals("expected a round from step 1 of epoch 1 but found " + span, error.getMessage());
        }
    }

    @Test
    void shouldRefuseAShardThatLearnedFromOtherExamplesThanItsOwn() {
        var ledger = new Ledger(1, List.of(16, 16), BATCH_SIZE);

        var error = assertThrows(IllegalStateException.class, () -> enter(ledger, new Span(1, 0, 2), shards(9, 23)));

        assertEquals(
                "expected 16 examples from shard 0 in Span[epoch=1, firstStep=0, endStep=2] but found 9",
                error.getMessage());
    }

    private static void enter(Ledger ledger, Span span, List<Shard> shards) {
        var learners = Learners.of(MOMENTUM, every(1));
        var results = learners.round(span, shards, learners.start());
        long examples = results.stream().mapToLong(ShardResult::examples).sum();
        ledger.enter(span, results, Averaging.mean(results, shards.size(), examples));
    }
}
