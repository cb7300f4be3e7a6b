package io.convoy.spark.round;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpochClockTest {

    @ParameterizedTest
    @CsvSource({
        "'5', 1, 5",
        "'5', 4, 5",
        "'5 5', 1, 10",
        "'5 5', 2, 5",
        "'5 7', 8, 7",
        "'5 5 5', 2, 10",
        "'9 1 1 1 1', 2, 9",
        "'1 1 1 9', 2, 10",
        "'0 0 3', 2, 3"
    })
    void shouldKnowHowLongCoresAreBusyWithShards(String shards, int cores, long expected) {
        long[] nanoseconds =
                Arrays.stream(shards.split(" ")).mapToLong(Long::parseLong).toArray();

        assertEquals(expected, EpochClock.makespan(nanoseconds, cores));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // name, scoring, telling, waiting, makespan, sinceDone: compute, collecting, writing, evaluation, scheduling
        "no epoch before,                   0,    0, 500, 400,  10, 400, 10,   0,  0, 90",
        "shards waited for an evaluation,  50,   20, 400, 400,   5, 400,  5,   0, 50, 15",
        "shards computed beside it,        50,   20, 340, 400,   5, 400,  5,   0,  5,  0",
        "results waited for the driver,    50, 1000,   1, 400, 600, 400,  1, 599, 50,  1",
        "a checkpoint beside computing,    50,  300, 100, 400,   5, 400,  5,   0, 45,  0",
        "an executor's clock is ahead,      0,    0, 500, 400, -90, 400,  0,   0,  0, 100",
        "an executor's clock is behind,    50,   20, 400, 400, 900, 400, 50,  20,  0,  0"
    })
    void shouldSayWhatARoundAndTheEpochBeforeTook(
            String name,
            long scoring,
            long telling,
            long waiting,
            long makespan,
            long sinceDone,
            long compute,
            long collecting,
            long writing,
            long evaluation,
            long scheduling) {
        var shares = EpochClock.Shares.of(scoring, telling, waiting, makespan, sinceDone);

        assertEquals(new EpochClock.Shares(compute, collecting, writing, evaluation, scheduling), shares);
        assertEquals(
                scoring + telling + waiting,
                compute + collecting + writing + evaluation + scheduling,
                "the whole time");
    }
}
