package io.convoy.spark.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.spark.round.EpochReport;
import io.convoy.spark.round.EpochReport.Ledger;
import io.convoy.spark.round.EpochReport.Phases;
import io.convoy.spark.round.RoundPhases;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimesheetTest {

    @Test
    void shouldLeaveOutTheFirstEpochHoweverLong() {
        var time = Timesheet.of(List.of(epoch(4, 9, 2), epoch(5, 2, 2), epoch(6, 2, 4)));

        assertTrue(time.warm());
        assertEquals(5, time.firstEpoch());
        assertEquals(6, time.lastEpoch());
        assertEquals(6, time.rounds());
        assertEquals(4, time.cores());
        assertEquals(2 * 1.5 / 2 + 2 * 1.5 / 4, time.evenCompute(), 1e-12);
        assertEquals(0.4, time.checkpoint(), 1e-12);
        assertEquals(4.2, time.seconds(), 1e-12);
    }

    @Test
    void shouldLeaveOutShortEpochsOfTheFirstSeconds() {
        var time = Timesheet.of(List.of(epoch(1, 1.5, 2), epoch(2, 1, 2), epoch(3, 1, 2)));

        assertEquals(3, time.firstEpoch());
    }

    @Test
    void shouldTellWhereNothingIsWarm() {
        var time = Timesheet.of(List.of(epoch(1, 1, 2), epoch(2, 0.5, 2)));

        assertFalse(time.warm());
        assertEquals(1, time.firstEpoch());
        assertEquals(1.7, time.seconds(), 1e-12);
    }

    private static EpochReport epoch(int epoch, double seconds, int cores) {
        double compute = 0.8 * seconds;
        var phases = new RoundPhases(0, compute, compute, compute, 1.5 * seconds, 0.05 * seconds, 0.05 * seconds);
        return new EpochReport(
                epoch,
                10,
                1,
                0.5,
                1.0,
                0.5,
                null,
                null,
                seconds,
                1000,
                "digest",
                List.of("scalar"),
                new Ledger(3, 2, 1000),
                new Phases(cores, phases, phases, 0.1 * seconds, 0.1, 0.2));
    }
}
