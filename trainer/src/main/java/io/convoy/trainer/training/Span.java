package io.convoy.trainer.training;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * The local steps of one round: those of {@code epoch}, counted from 1, from {@code firstStep} to before
 * {@code endStep}, counted from 0 within the epoch. Steps beyond a shard's end do not exist: a short shard may have
 * fewer in a round, or none.
 */
public record Span(int epoch, int firstStep, int endStep) implements Serializable {

    public Span {
        if (epoch < 1 || firstStep < 0 || endStep < firstStep) {
            throw new IllegalArgumentException("expected epoch ≥ 1 and 0 ≤ firstStep ≤ endStep but found epoch=" + epoch
                    + ", firstStep=" + firstStep + ", endStep=" + endStep);
        }
    }

    /** A whole epoch, however long the shard. */
    public static Span epoch(int epoch) {
        return new Span(epoch, 0, Integer.MAX_VALUE);
    }

    /**
     * An epoch cut into rounds, the last one shorter if need be; one round if there are no steps.
     *
     * @param steps of the longest shard
     * @param localSteps how many a round has that begins at a step
     */
    public static List<Span> rounds(int epoch, int steps, IntUnaryOperator localSteps) {
        var rounds = new ArrayList<Span>();
        int first = 0;
        do {
            int end = (int) Math.min(steps, (long) first + localSteps.applyAsInt(first));
            rounds.add(new Span(epoch, first, end));
            first = end;
        } while (first < steps);
        return rounds;
    }

    /** How many examples of a shard of {@code size} this span covers. */
    public int examples(int size, int batchSize) {
        long first = Math.min(size, (long) firstStep * batchSize);
        long end = Math.min(size, (long) endStep * batchSize);
        return (int) (end - first);
    }
}
