package io.convoy.trainer.averaging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.convoy.trainer.optim.ParameterRange;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OuterOptimiserTest {

    private static final float[] BEFORE = {1, -2, 0.1f, -0.0f};

    private static final float[] MEAN = {0.5f, -1, 0.3f, 0.7f};

    private static List<ParameterRange> whole(int weights) {
        return List.of(new ParameterRange(0, weights, true));
    }

    static List<OuterOptimiser> all() {
        return List.of(
                new OuterOptimiser.Mean(1),
                new OuterOptimiser.Mean(0.5),
                new OuterOptimiser.SlowMomentum(1, 0.5),
                new OuterOptimiser.Nesterov(0.7, 0.9));
    }

    static List<OuterOptimiser> plainMeans() {
        return List.of(
                new OuterOptimiser.Mean(1), new OuterOptimiser.SlowMomentum(1, 0), new OuterOptimiser.Nesterov(1, 0));
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldStayWhereAllReplicasStayed(OuterOptimiser outer) {
        assertArrayEquals(BEFORE, outer.step(whole(4), BEFORE, BEFORE, outer.initialState(BEFORE.length)));
    }

    @ParameterizedTest
    @MethodSource("plainMeans")
    void shouldBeThePlainMeanWithLearningRateOneAndNoMomentum(OuterOptimiser outer) {
        assertArrayEquals(MEAN, outer.step(whole(4), BEFORE, MEAN, outer.initialState(BEFORE.length)));
    }

    @Test
    void shouldKeepTheBitsOfThePlainMean() {
        var mean = new float[] {Math.nextUp(1e-30f), -0.0f, Float.MAX_VALUE, Float.MIN_VALUE};
        var before = new float[] {1e30f, 0, -Float.MAX_VALUE, 7};

        var after = new OuterOptimiser.Mean(1).step(whole(4), before, mean, new float[0]);

        for (int i = 0; i < mean.length; i++) {
            assertEquals(Float.floatToRawIntBits(mean[i]), Float.floatToRawIntBits(after[i]));
        }
    }

    @Test
    void shouldGoPartOfTheWayToTheMean() {
        var after = new OuterOptimiser.Mean(0.5).step(whole(4), BEFORE, MEAN, new float[0]);

        assertArrayEquals(new float[] {0.75f, -1.5f, 0.2f, 0.35f}, after, 1e-7f);
    }

    @Test
    void shouldAccumulateSlowMomentum() {
        var outer = new OuterOptimiser.SlowMomentum(1, 0.5);
        var state = outer.initialState(1);

        var first = outer.step(whole(1), new float[] {10}, new float[] {9}, state);
        var second = outer.step(whole(1), first, new float[] {8}, state);

        assertArrayEquals(new float[] {9}, first);
        assertArrayEquals(new float[] {1.5f}, state);
        assertArrayEquals(new float[] {7.5f}, second);
    }

    @Test
    void shouldLookAheadByNesterov() {
        var outer = new OuterOptimiser.Nesterov(0.5, 0.5);
        var state = outer.initialState(1);

        var first = outer.step(whole(1), new float[] {10}, new float[] {8}, state);
        var second = outer.step(whole(1), first, new float[] {8.5f - 1}, state);

        assertArrayEquals(new float[] {8.5f}, first);
        assertArrayEquals(new float[] {2}, state);
        assertArrayEquals(new float[] {7.5f}, second);
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldLeaveItsArgumentsAlone(OuterOptimiser outer) {
        var before = BEFORE.clone();
        var mean = MEAN.clone();

        var after = outer.step(whole(4), before, mean, outer.initialState(before.length));
        after[0] = 77;

        assertArrayEquals(BEFORE, before);
        assertArrayEquals(MEAN, mean);
    }

    /** A running mean is no weight: momentum would carry a variance below 0. */
    @ParameterizedTest
    @MethodSource("all")
    void shouldGiveTheRestThatDoesNotLearnTheMean(OuterOptimiser outer) {
        var learned = List.of(new ParameterRange(1, 2, true), new ParameterRange(3, 4, false));
        var state = outer.initialState(BEFORE.length);

        var after = outer.step(learned, BEFORE, MEAN, state);
        var again = outer.step(learned, after, MEAN, state);

        var whole = outer.step(whole(4), BEFORE, MEAN, outer.initialState(BEFORE.length));
        assertArrayEquals(new float[] {MEAN[0], whole[1], MEAN[2], whole[3]}, after);
        assertEquals(MEAN[0], again[0]);
        assertEquals(MEAN[2], again[2]);
        if (state.length > 0) {
            assertEquals(0, state[0]);
            assertEquals(0, state[2]);
        }
    }

    @Test
    void shouldRefuseToMakeAWeightThatIsNotFinite() {
        var settings = new AveragingSettings(
                new Period.Constant(1), MomentumAveraging.AVERAGE, new OuterOptimiser.Nesterov(10, 0.9));
        var before = new TrainingState(0, new float[] {0, 3e38f}, new float[0], new float[2]);
        var mean = new RoundResult(new float[] {0, -3e37f}, new float[0], 1, 0, 0);

        var error =
                assertThrows(IllegalStateException.class, () -> settings.advance(before, List.of(), mean, whole(2)));

        assertEquals(
                "the outer optimiser makes weight 1 -Infinity; choose a lower outer learning rate or momentum",
                error.getMessage());
    }

    @Test
    void shouldNotChangeTheStateItAdvancesFrom() {
        var settings = new AveragingSettings(
                new Period.Constant(1), MomentumAveraging.RESET, new OuterOptimiser.SlowMomentum(1, 0.5));
        var before = new TrainingState(3, new float[] {1}, new float[] {2}, new float[] {4});

        var after = settings.advance(
                before, List.of(), new RoundResult(new float[] {0}, new float[] {9}, 1, 0, 0), whole(1));

        assertArrayEquals(new float[] {1}, before.weights());
        assertArrayEquals(new float[] {2}, before.optimiserState());
        assertArrayEquals(new float[] {4}, before.outerState());
        assertArrayEquals(new float[] {-2}, after.weights());
        assertArrayEquals(new float[] {0}, after.optimiserState());
        assertArrayEquals(new float[] {3}, after.outerState());
        assertEquals(3, after.epochs());
    }

    @Test
    void shouldRefuseRatesThatLeadNowhere() {
        assertThrows(IllegalArgumentException.class, () -> new OuterOptimiser.Mean(0));
        assertThrows(IllegalArgumentException.class, () -> new OuterOptimiser.SlowMomentum(Double.NaN, 0.5));
        assertThrows(IllegalArgumentException.class, () -> new OuterOptimiser.Nesterov(1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Period.Constant(0));
    }
}
