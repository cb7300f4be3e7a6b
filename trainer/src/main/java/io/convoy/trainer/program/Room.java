package io.convoy.trainer.program;

/** How much room something needs, and from when to when. */
final class Room {

    private final int size;
    private int from = Integer.MAX_VALUE;
    private int to = Integer.MIN_VALUE;
    private boolean isTakenWhole;
    private boolean isPinned;

    /** @param size values of an image */
    Room(int size) {
        this.size = size;
    }

    /** It is written or read at a tick of the {@link Clock}, by a batchwise operator as a whole array from 0 on. */
    void touch(int tick, boolean isBatchwise) {
        from = Math.min(from, tick);
        to = Math.max(to, tick);
        isTakenWhole |= isBatchwise;
    }

    /** It is shared with nothing else. */
    void pin() {
        isPinned = true;
    }

    boolean isUsed() {
        return from <= to;
    }

    int size() {
        return size;
    }

    boolean isTakenWhole() {
        return isTakenWhole;
    }

    /** Whether it holds all blocks of a minibatch. */
    boolean isForAllBlocks(Clock clock) {
        return isTakenWhole || isPinned || clock.begin(from) != clock.begin(to);
    }

    int begin(Clock clock) {
        return isPinned ? -1 : isForAllBlocks(clock) ? clock.begin(from) : from;
    }

    int finish(Clock clock) {
        return isPinned ? clock.end() : isForAllBlocks(clock) ? clock.finish(to) : to;
    }
}
