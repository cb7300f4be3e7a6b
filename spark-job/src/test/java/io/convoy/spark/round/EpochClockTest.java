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
}
