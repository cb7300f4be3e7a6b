package io.convoy.trainer.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpanTest {

    @Test
    void shouldCoverEveryExampleOnceInAWholeEpoch() {
        assertEquals(1000, Span.epoch(1).examples(1000, 64));
        assertEquals(0, Span.epoch(1).examples(0, 64));
        assertEquals(5, Span.epoch(1).examples(5, Integer.MAX_VALUE));
    }

    @Test
    void shouldCoverEveryExampleOnceInRounds() {
        int examples = 0;
        for (int step = 0; step < 20; step += 3) {
            examples += new Span(1, step, step + 3).examples(1000, 64);
        }
        assertEquals(1000, examples);
        assertEquals(1000 % 64, new Span(1, 15, 18).examples(1000, 64));
        assertEquals(0, new Span(1, 18, 21).examples(1000, 64));
    }

    @Test
    void shouldCutAnEpochIntoRounds() {
        assertEquals(List.of(new Span(2, 0, 3), new Span(2, 3, 6), new Span(2, 6, 7)), Span.rounds(2, 7, step -> 3));
        assertEquals(List.of(new Span(2, 0, 7)), Span.rounds(2, 7, step -> 7));
        assertEquals(List.of(new Span(2, 0, 7)), Span.rounds(2, 7, step -> Integer.MAX_VALUE));
        assertEquals(List.of(new Span(2, 0, 0)), Span.rounds(2, 0, step -> 3));
    }

    @Test
    void shouldRefuseStepsThatDoNotRise() {
        assertThrows(IllegalArgumentException.class, () -> new Span(0, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Span(1, -1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Span(1, 2, 1));
    }

    @Test
    void shouldAskForThePeriodAtTheBeginningOfEachRound() {
        assertEquals(
                List.of(new Span(1, 0, 1), new Span(1, 1, 3), new Span(1, 3, 7), new Span(1, 7, 9)),
                Span.rounds(1, 9, step -> step + 1));
    }
}
