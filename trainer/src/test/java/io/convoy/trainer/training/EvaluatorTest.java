package io.convoy.trainer.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.kernels.Kernels;
import io.convoy.trainer.SyntheticImages;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.LeNet;
import io.convoy.trainer.network.Network;
import io.convoy.trainer.program.InferenceProgram;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EvaluatorTest {

    private static final ImageShape IMAGE = new ImageShape(1, 28, 28);
    private static final Network NETWORK = LeNet.lenet(IMAGE, 5);
    private static final float[] WEIGHTS = NETWORK.initialisation().parameters(NETWORK, 4);
    private static final Shard SHARD = SyntheticImages.shard(0, IMAGE, 5, 45, 8);

    private static Evaluator evaluator(int maximumBatch) {
        return new Evaluator(new InferenceProgram(NETWORK, Normalisation.identity(1), Kernels.scalar(), maximumBatch));
    }

    @Test
    void shouldCountWhatItPredicts() {
        var evaluation = evaluator(16).evaluate(WEIGHTS, SHARD);
        var predicted = evaluator(7).predict(WEIGHTS, SHARD);

        var confusion = new long[25];
        for (int image = 0; image < 45; image++) {
            confusion[5 * SHARD.labels()[image] + predicted.labels()[image]]++;
            assertTrue(predicted.probabilities()[image] >= 0.2 && predicted.probabilities()[image] <= 1);
        }
        assertArrayEquals(confusion, evaluation.confusion());
        assertEquals(45, evaluation.examples());
    }

    @Test
    void shouldRankTheLabelAmongTheClasses() {
        var evaluation = evaluator(16).evaluate(WEIGHTS, SHARD);
        var ranks = new long[5];
        for (int label = 0; label < 5; label++) {
            // The rank of a label is the number of classes more probable than it: the loss of each class orders them.
            for (int image = 0; image < 45; image++) {
                if (SHARD.labels()[image] == label) {
                    ranks[rankByLoss(image, label)]++;
                }
            }
        }

        assertArrayEquals(ranks, evaluation.ranks());
        assertEquals(evaluation.accuracy(), evaluation.topAccuracy(1));
        assertEquals(1, evaluation.topAccuracy(5));
    }

    private static int rankByLoss(int image, int label) {
        double own = loss(image, label);
        int rank = 0;
        for (int other = 0; other < 5; other++) {
            rank += loss(image, other) < own ? 1 : 0;
        }
        return rank;
    }

    private static double loss(int image, int label) {
        int size = IMAGE.size();
        var pixels = Arrays.copyOfRange(SHARD.pixels(), image * size, (image + 1) * size);
        var single = new Shard(0, IMAGE, pixels, new byte[] {(byte) label}, new int[] {image});
        return evaluator(1).evaluate(WEIGHTS, single).lossSum();
    }

    @Test
    void shouldGiveTheProbabilityThatTheLossCameFrom() {
        var single = SyntheticImages.shard(0, IMAGE, 5, 1, 8);
        single.labels()[0] = (byte) evaluator(1).predict(WEIGHTS, single).labels()[0];

        double loss = evaluator(1).evaluate(WEIGHTS, single).lossSum();

        assertEquals(Math.exp(-loss), evaluator(1).predict(WEIGHTS, single).probabilities()[0], 1e-6);
    }

    @Test
    void shouldCountTheSameWhateverTheMinibatch() {
        var expected = evaluator(16).evaluate(WEIGHTS, SHARD);

        for (int maximumBatch : new int[] {1, 7, 44, 45, 64}) {
            var evaluation = evaluator(maximumBatch).evaluate(WEIGHTS, SHARD);
            assertArrayEquals(expected.confusion(), evaluation.confusion());
            assertEquals(expected.lossSum(), evaluation.lossSum(), 1e-10);
        }
    }

    @Test
    void shouldCountNothingInAnEmptyShard() {
        var empty = SyntheticImages.shard(0, IMAGE, 5, 0, 8);

        assertEquals(0, evaluator(16).evaluate(WEIGHTS, empty).examples());
        assertEquals(0, evaluator(16).predict(WEIGHTS, empty).labels().length);
    }

    @Test
    void shouldPredictWithoutLookingAtLabels() {
        var unlabelled = SyntheticImages.shard(0, IMAGE, 5, 45, 8);
        Arrays.fill(unlabelled.labels(), (byte) 255);

        var expected = evaluator(16).predict(WEIGHTS, SHARD);
        var predicted = evaluator(16).predict(WEIGHTS, unlabelled);

        assertArrayEquals(expected.labels(), predicted.labels());
        assertArrayEquals(expected.probabilities(), predicted.probabilities());
        assertThrows(IllegalArgumentException.class, () -> evaluator(16).evaluate(WEIGHTS, unlabelled));
    }
}
