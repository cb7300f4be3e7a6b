package io.convoy.spark;

import io.convoy.trainer.random.Seeds;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * The seeds of randomised disturbances: one, drawn anew each time, in an ordinary run of the tests;
 * {@code -Dconvoy.chaos.repetitions=10} for more, {@code -Dconvoy.chaos.seed=…} for those of an earlier run.
 */
public final class Chaos {

    private static final long FIRST = Long.getLong("convoy.chaos.seed", System.currentTimeMillis());

    private Chaos() {}

    /** For {@code @MethodSource}. */
    public static LongStream seeds() {
        int repetitions = Integer.getInteger("convoy.chaos.repetitions", 1);
        System.out.printf("chaos: %d repetitions from seed %d%n", repetitions, FIRST);
        return LongStream.range(FIRST, FIRST + repetitions);
    }

    /** Numbers that depend on a seed and on where they are used alone, on whichever executor that is. */
    public static Random random(long seed, long... place) {
        long derived = seed;
        for (long coordinate : place) {
            derived = Seeds.derive(derived, coordinate);
        }
        return new Random(derived);
    }
}
