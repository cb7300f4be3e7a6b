package io.convoy.kernels.vector;

import java.lang.invoke.MethodHandles;

/** {@link Template} of a {@link RowMove}. Constant: longs from one image's row to the next. */
final class RowMove16 implements RowMove {

    private static final int ROW = Template.constant(MethodHandles.lookup(), 0);

    @Override
    public void run(int count, long[] pairs, int from, long[] rows, int to) {
        for (int i = 0; i < count; i++) {
            int pair = from + 16 * i;
            int row = to + i;
            rows[row + 0 * ROW] = pairs[pair + 0];
            rows[row + 2 * ROW] = pairs[pair + 1];
            rows[row + 4 * ROW] = pairs[pair + 2];
            rows[row + 6 * ROW] = pairs[pair + 3];
            rows[row + 8 * ROW] = pairs[pair + 4];
            rows[row + 10 * ROW] = pairs[pair + 5];
            rows[row + 12 * ROW] = pairs[pair + 6];
            rows[row + 14 * ROW] = pairs[pair + 7];
            rows[row + 1 * ROW] = pairs[pair + 8];
            rows[row + 3 * ROW] = pairs[pair + 9];
            rows[row + 5 * ROW] = pairs[pair + 10];
            rows[row + 7 * ROW] = pairs[pair + 11];
            rows[row + 9 * ROW] = pairs[pair + 12];
            rows[row + 11 * ROW] = pairs[pair + 13];
            rows[row + 13 * ROW] = pairs[pair + 14];
            rows[row + 15 * ROW] = pairs[pair + 15];
        }
    }
}
