package io.convoy.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleSupplier;

/**
 * Part of a larger array. Around it stand canaries: NaNs of a rare pattern, so that a read beyond the end spoils a
 * result and a write is found by {@link #assertCanariesAlive}.
 */
final class Buffer {

    private static final int CANARY = 0x7fdeaddb;
    private static final float[] TINY = {
        0f, -0f, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL / 2, -Float.MIN_NORMAL / 3
    };
    private static final float[] AWKWARD = {
        0f,
        -0f,
        Float.MIN_VALUE,
        -Float.MIN_NORMAL / 3,
        Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN
    };
    private static final int BEFORE = 48;
    private static final int AFTER = 35;

    final float[] array;
    final int offset = BEFORE;
    final int size;

    Buffer(int size) {
        this.size = size;
        array = new float[BEFORE + size + AFTER];
        Arrays.fill(array, Float.intBitsToFloat(CANARY));
    }

    static Buffer filled(int size, DoubleSupplier values) {
        var buffer = new Buffer(size);
        for (int i = 0; i < size; i++) {
            buffer.set(i, (float) values.getAsDouble());
        }
        return buffer;
    }

    /** Integers from −{@code limit} to {@code limit}: their sums are exact. */
    static Buffer integers(int size, int limit, Random random) {
        return filled(size, () -> random.nextInt(2 * limit + 1) - limit);
    }

    static Buffer gaussians(int size, Random random) {
        return filled(size, random::nextGaussian);
    }

    /** Gaussians with, here and there, the numbers that trip a kernel. */
    static Buffer awkward(int size, Random random) {
        return filled(
                size, () -> random.nextInt(16) == 0 ? AWKWARD[random.nextInt(AWKWARD.length)] : random.nextGaussian());
    }

    /** As {@link #awkward}, but with neither NaN nor infinity, nor products that overflow. */
    static Buffer tiny(int size, Random random) {
        return filled(
                size, () -> random.nextInt(4) == 0 ? TINY[random.nextInt(TINY.length)] : random.nextGaussian() * 1e-20);
    }

    float get(int i) {
        return array[offset + i];
    }

    void set(int i, float value) {
        array[offset + i] = value;
    }

    float[] values() {
        return Arrays.copyOfRange(array, offset, offset + size);
    }

    /** The values of one image of a block. */
    double[] lane(int lane) {
        var values = new double[size / Lanes.COUNT];
        for (int i = 0; i < values.length; i++) {
            values[i] = get(i * Lanes.COUNT + lane);
        }
        return values;
    }

    double[] doubles() {
        var values = new double[size];
        Arrays.setAll(values, this::get);
        return values;
    }

    /** Equal bit for bit, but for the payload of a NaN, which the processor chooses. */
    void assertSameBits(Buffer expected) {
        assertEquals(expected.size, size);
        for (int i = 0; i < size; i++) {
            if (Float.floatToIntBits(expected.get(i)) != Float.floatToIntBits(get(i))) {
                fail("expected " + expected.get(i) + " but found " + get(i) + " at " + i);
            }
        }
        assertCanariesAlive();
    }

    void assertCanariesAlive() {
        for (int i = 0; i < array.length; i++) {
            if (i < offset || i >= offset + size) {
                assertEquals(
                        CANARY, Float.floatToRawIntBits(array[i]), "written outside of the buffer at " + (i - offset));
            }
        }
    }
}
