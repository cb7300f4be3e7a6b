package io.convoy.trainer.averaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.convoy.trainer.optim.LearningRateSchedule;
import org.junit.jupiter.api.Test;

class PeriodTest {

    private static final LearningRateSchedule STEP = new LearningRateSchedule.Step(0.4, 0.5, 2);

    @Test
    void shouldBeShortBeforeAnEpochAndLongFromItOn() {
        var period = new Period.PostLocal(1, 5, 16);

        assertEquals(1, period.localSteps(4.99, STEP));
        assertEquals(16, period.localSteps(5, STEP));
    }

    @Test
    void shouldGrowWithTheSquareOfTheFallOfTheLearningRate() {
        var period = new Period.Quadratic(2, 0.8);

        assertEquals(4, period.localSteps(0, STEP));
        assertEquals(16, period.localSteps(2, STEP));
        assertEquals(64, period.localSteps(4, STEP));
        assertEquals(2, new Period.Quadratic(2, 0.1).localSteps(0, STEP));
    }

    @Test
    void shouldTakeTheLearningRateAtTheEndOfAWarmUp() {
        var warm = new LearningRateSchedule.WarmUp(1, STEP);

        assertEquals(4, new Period.Quadratic(1, 0.8).localSteps(0.01, warm));
    }

    @Test
    void shouldHaveNoEndWhereTheLearningRateIsZero() {
        var cosine = new LearningRateSchedule.Cosine(0.1, 0, 10);

        assertEquals(Integer.MAX_VALUE, new Period.Quadratic(1, 0.1).localSteps(10, cosine));
    }

    @Test
    void shouldRefuseAPeriodWithoutSteps() {
        assertThrows(IllegalArgumentException.class, () -> new Period.Constant(0));
        assertThrows(IllegalArgumentException.class, () -> new Period.PostLocal(0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Period.Quadratic(1, 0));
    }
}
