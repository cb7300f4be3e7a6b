package io.convoy.kernels.scalar;

/** The one sum that crosses lanes, always in the same order. */
final class LaneSum {

    private LaneSum() {}

    /**
     * Adds sixteen lanes as a tree: lane {@code l} takes {@code l + 8}, then {@code l + 4}, {@code l + 2}, {@code l +
     * 1}.
     */
    static float of(float[] lanes, int at) {
        return (four(lanes, at) + four(lanes, at + 2)) + (four(lanes, at + 1) + four(lanes, at + 3));
    }

    private static float four(float[] lanes, int at) {
        return (lanes[at] + lanes[at + 8]) + (lanes[at + 4] + lanes[at + 12]);
    }
}
