package io.convoy.kernels.vector;

/** Moves the values of {@link InputRows} to their rows. */
interface RowMove {

    /** @param count longs of a row */
    void run(int count, long[] pairs, int from, long[] rows, int to);
}
