package io.convoy.trainer.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LearningRateScheduleTest {

    @Test
    void shouldStayConstant() {
        var schedule = new LearningRateSchedule.Constant(0.1);

        assertEquals(0.1, schedule.at(0));
        assertEquals(0.1, schedule.at(1000));
    }

    @Test
    void shouldStepDownAtWholePeriods() {
        var schedule = new LearningRateSchedule.Step(0.8, 0.5, 3);

        assertEquals(0.8, schedule.at(2.99));
        assertEquals(0.4, schedule.at(3));
        assertEquals(0.2, schedule.at(6.5));
    }

    @Test
    void shouldFallAlongACosineAndThenStay() {
        var schedule = new LearningRateSchedule.Cosine(1, 0.2, 10);

        assertEquals(1, schedule.at(0), 1e-15);
        assertEquals(0.6, schedule.at(5), 1e-15);
        assertEquals(0.2 + 0.8 * (1 + Math.sqrt(0.5)) / 2, schedule.at(2.5), 1e-15);
        assertEquals(0.2, schedule.at(10), 1e-15);
        assertEquals(0.2, schedule.at(12), 1e-15);
    }

    /** max 1, pct_start 0.3, div_factor 25 and final_div_factor 1e4, by the formula in PyTorch's documentation. */
    @Test
    void shouldRiseAndFallOnceAsPyTorchsOneCycleDoes() {
        var schedule = new LearningRateSchedule.OneCycle(1, 3, 10);

        assertEquals(0.04, schedule.at(0), 1e-15);
        assertEquals((0.04 + 1) / 2, schedule.at(1.5), 1e-15);
        assertEquals(1, schedule.at(3), 1e-15);
        assertEquals((1 + 4e-6) / 2, schedule.at(6.5), 1e-15);
        assertEquals(4e-6, schedule.at(10), 1e-15);
        assertEquals(4e-6, schedule.at(11), 1e-15);
        assertEquals(3, schedule.warmUp());
    }

    @Test
    void shouldOnlyRiseWhereTheRiseIsAll() {
        var schedule = new LearningRateSchedule.OneCycle(2, 5, 5);

        assertEquals(2 * (0.04 + 1) / 2, schedule.at(2.5), 1e-15);
        assertThrows(IllegalArgumentException.class, () -> new LearningRateSchedule.OneCycle(1, 6, 5));
        assertThrows(IllegalArgumentException.class, () -> new LearningRateSchedule.OneCycle(1, 0, 5));
    }

    @Test
    void shouldWarmUpLinearlyIntoAnotherSchedule() {
        var schedule = new LearningRateSchedule.WarmUp(2, new LearningRateSchedule.Step(1, 0.5, 1));

        assertEquals(0, schedule.at(0));
        assertEquals(0.25, schedule.at(0.5));
        assertEquals(0.375, schedule.at(1.5));
        assertEquals(0.25, schedule.at(2));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void shouldRefuseALearningRateThatIsNotPositive(double rate) {
        var error = assertThrows(IllegalArgumentException.class, () -> new LearningRateSchedule.Constant(rate));

        assertEquals("expected a finite learningRate > 0 but found " + rate, error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new LearningRateSchedule.Step(rate, 0.5, 1));
        assertThrows(IllegalArgumentException.class, () -> new LearningRateSchedule.Cosine(rate, 0, 1));
    }

    @Test
    void shouldRefuseACosineThatRises() {
        assertThrows(IllegalArgumentException.class, () -> new LearningRateSchedule.Cosine(0.1, 0.2, 10));
    }
}
