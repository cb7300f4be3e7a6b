package io.convoy.kernels.scalar;

/**
 * The innermost loops. Each adds to a row of sums, one fused multiply-add after the other in the order of the
 * arguments; all arrays are indexed by the same plain index, so C2 turns the loops into vector code.
 */
final class Rows {

    /** Rows that one pass over a row of sums adds. */
    static final int TOGETHER = 4;

    private Rows() {}

    /** {@code sum[i] += factor · row[i]} for {@code i < to}. */
    static void multiplyAdd(float[] sum, float factor, float[] row, int to) {
        for (int i = 0; i < to; i++) {
            sum[i] = Math.fma(factor, row[i], sum[i]);
        }
    }

    /** Adds the first {@code count ≤} {@link #TOGETHER} rows, one after the other, each times its factor. */
    static void multiplyAdd(float[] sum, int count, float[] factors, float[][] rows, int to) {
        if (count == TOGETHER) {
            multiplyAdd(sum, factors, 0, rows, 0, to);
        } else {
            for (int r = 0; r < count; r++) {
                multiplyAdd(sum, factors[r], rows[r], to);
            }
        }
    }

    /** Four rows, one after the other, times {@code factors[at]} and the three that follow. */
    static void multiplyAdd(float[] sum, float[] factors, int at, float[][] rows, int firstRow, int to) {
        float factor0 = factors[at];
        float factor1 = factors[at + 1];
        float factor2 = factors[at + 2];
        float factor3 = factors[at + 3];
        float[] row0 = rows[firstRow];
        float[] row1 = rows[firstRow + 1];
        float[] row2 = rows[firstRow + 2];
        float[] row3 = rows[firstRow + 3];
        for (int i = 0; i < to; i++) {
            float partial = Math.fma(factor1, row1[i], Math.fma(factor0, row0[i], sum[i]));
            sum[i] = Math.fma(factor3, row3[i], Math.fma(factor2, row2[i], partial));
        }
    }

    /** {@code sum[i] += a[i] · b[i]} for {@code i < to}. */
    static void multiplyAdd(float[] sum, float[] a, float[] b, int to) {
        for (int i = 0; i < to; i++) {
            sum[i] = Math.fma(a[i], b[i], sum[i]);
        }
    }

    /**
     * Two products, one after the other: {@code a[firstA] · b[firstB]} and {@code a[secondA] · b[firstB + 1]}. Four at
     * a time are more than C2 unrolls at 512 bits: it gives up and leaves scalar code.
     */
    static void multiplyAdd(float[] sum, float[][] a, int firstA, int secondA, float[][] b, int firstB, int to) {
        float[] a0 = a[firstA];
        float[] a1 = a[secondA];
        float[] b0 = b[firstB];
        float[] b1 = b[firstB + 1];
        for (int i = 0; i < to; i++) {
            sum[i] = Math.fma(a1[i], b1[i], Math.fma(a0[i], b0[i], sum[i]));
        }
    }

    /** {@code maximum[i] ← max(maximum[i], row[i])} for {@code i < to}; NaN if either is. */
    static void max(float[] maximum, float[] row, int to) {
        for (int i = 0; i < to; i++) {
            maximum[i] = Math.max(maximum[i], row[i]);
        }
    }

    /** Bit patterns that are equal if and only if the numbers are: one for 0 and −0, one for all NaN. */
    static void toBits(float[] row, int[] bits, int to) {
        for (int i = 0; i < to; i++) {
            bits[i] = Float.floatToIntBits(row[i] + 0f);
        }
    }

    /** {@code a[i] == b[i] ? value : target[i]}, without a branch, since nobody could predict it. */
    static void setWhereEqual(int[] target, int value, int[] a, int[] b, int to) {
        for (int i = 0; i < to; i++) {
            int difference = a[i] ^ b[i];
            int keep = (difference | -difference) >> 31;
            target[i] = value ^ ((target[i] ^ value) & keep);
        }
    }

    /** {@code sum[i] += value} for {@code i < to}. */
    static void add(float[] sum, float value, int to) {
        for (int i = 0; i < to; i++) {
            sum[i] += value;
        }
    }

    /** {@code sum[i] += row[i]} for {@code i < to}. */
    static void add(float[] sum, float[] row, int to) {
        for (int i = 0; i < to; i++) {
            sum[i] += row[i];
        }
    }
}
