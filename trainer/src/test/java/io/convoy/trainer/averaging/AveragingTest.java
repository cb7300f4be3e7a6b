package io.convoy.trainer.averaging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AveragingTest {

    private static ShardResult result(int shard, long examples, float... weights) {
        return new ShardResult(
                shard, weights, new float[] {10 * weights[0]}, examples, 0, 0.5 * examples, examples / 2, 0);
    }

    private static void assertSameBits(float[] expected, float[] actual) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(Float.floatToRawIntBits(expected[i]), Float.floatToRawIntBits(actual[i]));
        }
    }

    @Test
    void shouldWeighByExamples() {
        var mean = Averaging.mean(List.of(result(0, 3, 1, 8), result(1, 1, 5, 0)), 2, 4);

        assertArrayEquals(new float[] {2, 6}, mean.weights());
        assertArrayEquals(new float[] {20}, mean.optimiserState());
        assertEquals(2.0, mean.lossSum());
        assertEquals(0.5, mean.meanLoss());
        assertEquals(0.25, mean.accuracy());
    }

    @Test
    void shouldNotDependOnTheOrderOfArrival() {
        var random = new Random(1);
        var results = new ArrayList<ShardResult>();
        for (int shard = 0; shard < 7; shard++) {
            results.add(result(shard, 1 + random.nextInt(100), random.nextFloat(), random.nextFloat()));
        }
        long examples = results.stream().mapToLong(ShardResult::examples).sum();
        var expected = Averaging.mean(results, 7, examples);

        for (int i = 0; i < 20; i++) {
            Collections.shuffle(results, random);
            var mean = Averaging.mean(results, 7, examples);
            assertSameBits(expected.weights(), mean.weights());
            assertEquals(expected.lossSum(), mean.lossSum());
        }
    }

    @Test
    void shouldAverageIdenticalReplicasToThemselves() {
        var random = new Random(2);
        var weights = new float[10_000];
        for (int i = 0; i < weights.length; i++) {
            do {
                weights[i] = Float.intBitsToFloat(random.nextInt());
            } while (!Float.isFinite(weights[i]));
        }
        weights[0] = -0.0f;
        weights[1] = 0.0f;
        weights[2] = Float.MIN_VALUE;
        weights[3] = -Float.MAX_VALUE;
        for (long examples : new long[] {1, 3, 29_999, Integer.MAX_VALUE - 2L, (1L << 52) + 1}) {
            var results = new ArrayList<ShardResult>();
            long total = 0;
            for (int shard = 0; shard < 5; shard++) {
                results.add(new ShardResult(shard, weights, weights, examples + shard, 0, 0, 0, 0));
                total += examples + shard;
            }

            var mean = Averaging.mean(results, 5, total);

            assertSameBits(weights, mean.weights());
            assertSameBits(weights, mean.optimiserState());
        }
    }

    @Test
    void shouldNotBeChangedByAnEmptyShard() {
        var mean = Averaging.mean(List.of(result(0, 0, 77), result(1, 2, -0.0f), result(2, 0, Float.NaN)), 3, 2);

        assertSameBits(new float[] {-0.0f}, mean.weights());
        assertEquals(2, mean.examples());
    }

    @Test
    void shouldReturnTheWeightsOfARoundInWhichNobodyLearned() {
        var mean = Averaging.mean(List.of(result(0, 0, 3), result(1, 0, 3)), 2, 0);

        assertSameBits(new float[] {3}, mean.weights());
    }

    @Test
    void shouldRefuseAShardThatCameTwiceOrNotAtAll() {
        assertMessage("shard 1 was returned twice", List.of(result(0, 1, 1), result(1, 1, 1), result(1, 1, 1)), 3, 3);
        assertMessage("no result from shard 1 of 3", List.of(result(0, 1, 1), result(2, 1, 1)), 3, 2);
        assertMessage("expected results from 3 shards but found 2", List.of(result(0, 1, 1), result(1, 1, 1)), 3, 2);
        assertMessage("expected results from 1 shards but found 2", List.of(result(0, 1, 1), result(1, 1, 1)), 1, 2);
    }

    @Test
    void shouldRefuseExamplesThatDoNotAddUp() {
        assertMessage(
                "expected 5 examples from all shards together but found 4",
                List.of(result(0, 1, 1), result(1, 3, 1)),
                2,
                5);
    }

    @Test
    void shouldRefuseWhatIsNotFinite() {
        assertMessage("weight 1 of shard 1 is NaN", List.of(result(0, 1, 1, 1), result(1, 1, 1, Float.NaN)), 2, 2);
        assertMessage(
                "weight 0 of shard 0 is Infinity",
                List.of(result(0, 1, Float.POSITIVE_INFINITY), result(1, 1, 1)),
                2,
                2);
        var state = new ShardResult(1, new float[] {1}, new float[] {0, Float.NaN}, 1, 0, 1, 0, 0);
        var fine = new ShardResult(0, new float[] {1}, new float[] {0, 1}, 1, 0, 1, 0, 0);
        assertMessage("optimiser state 1 of shard 1 is NaN", List.of(fine, state), 2, 2);
        var noLoss = new ShardResult(0, new float[] {1}, new float[0], 1, 0, Double.NaN, 0, 0);
        assertMessage("the loss of all shards together is NaN", List.of(noLoss), 1, 1);
    }

    @Test
    void shouldRefuseWeightsOfAnotherLength() {
        assertMessage(
                "expected 1 values of weight from shard 1 but found 2",
                List.of(result(0, 1, 1), result(1, 1, 1, 1)),
                2,
                2);
    }

    private static void assertMessage(String message, List<ShardResult> results, int shards, long examples) {
        var error = assertThrows(IllegalStateException.class, () -> Averaging.mean(results, shards, examples));
        assertEquals(message, error.getMessage());
    }
}
