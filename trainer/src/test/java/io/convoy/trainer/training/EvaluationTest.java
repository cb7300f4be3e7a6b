package io.convoy.trainer.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class EvaluationTest {

    /** Of label 0 three were found and one taken for 1; of label 1 two were found. */
    private static final Evaluation EVALUATION =
            new Evaluation(3, new long[] {3, 1, 0, 0, 2, 0, 0, 0, 0}, new long[] {5, 0, 1}, 1.5);

    @Test
    void shouldDeriveFiguresFromTheConfusionMatrix() {
        assertEquals(6, EVALUATION.examples());
        assertEquals(5, EVALUATION.correct());
        assertEquals(5 / 6.0, EVALUATION.accuracy());
        assertEquals(0.25, EVALUATION.meanLoss());
        assertEquals(5 / 6.0, EVALUATION.topAccuracy(1));
        assertEquals(5 / 6.0, EVALUATION.topAccuracy(2));
        assertEquals(1, EVALUATION.topAccuracy(3));
        assertEquals(1, EVALUATION.topAccuracy(100));
        assertEquals(0.75, EVALUATION.recall(0));
        assertEquals(2 / 3.0, EVALUATION.precision(1));
        assertEquals(Double.NaN, EVALUATION.recall(2));
        assertEquals(Double.NaN, EVALUATION.precision(2));
    }

    @Test
    void shouldAddUpWhenMerged() {
        var merged = Evaluation.none(3).merge(EVALUATION).merge(EVALUATION);

        assertArrayEquals(new long[] {6, 2, 0, 0, 4, 0, 0, 0, 0}, merged.confusion());
        assertArrayEquals(new long[] {10, 0, 2}, merged.ranks());
        assertEquals(3.0, merged.lossSum());
        assertEquals(EVALUATION.accuracy(), merged.accuracy());
    }

    @Test
    void shouldRefuseToMergeOtherClasses() {
        assertThrows(IllegalArgumentException.class, () -> EVALUATION.merge(Evaluation.none(2)));
    }
}
