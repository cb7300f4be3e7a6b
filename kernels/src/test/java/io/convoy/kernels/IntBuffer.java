package io.convoy.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;

/** As {@link Buffer}, for the winners of max pooling. */
final class IntBuffer {

    private static final int CANARY = 0x5eaddbab;
    private static final int BEFORE = 48;
    private static final int AFTER = 35;

    final int[] array;
    final int offset = BEFORE;
    final int size;

    IntBuffer(int size) {
        this.size = size;
        array = new int[BEFORE + size + AFTER];
        Arrays.fill(array, CANARY);
    }

    int get(int i) {
        return array[offset + i];
    }

    private int[] values() {
        return Arrays.copyOfRange(array, offset, offset + size);
    }

    void assertSame(IntBuffer expected) {
        assertArrayEquals(expected.values(), values());
        assertCanariesAlive();
    }

    void assertCanariesAlive() {
        for (int i = 0; i < array.length; i++) {
            if (i < offset || i >= offset + size) {
                assertEquals(CANARY, array[i], "written outside of the buffer at " + (i - offset));
            }
        }
    }
}
