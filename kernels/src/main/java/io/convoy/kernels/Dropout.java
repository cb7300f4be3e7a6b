package io.convoy.kernels;

/**
 * Dropout: Srivastava et al. (2014), in the inverted form. An element is dropped with a fixed probability {@code p},
 * else multiplied by {@code 1 / (1 − p)}. Which ones are dropped follows from a key of 64 bits for each image and from
 * the element's number within the image: the lane, the order of the images and the vectors' width have no part in it,
 * and backward calls {@link #apply} with the same keys instead of keeping a mask.
 */
public interface Dropout {

    /** A block's keys in ints: the low words of the sixteen images' keys, then their high words. */
    int KEYS = 2 * Lanes.COUNT;

    int ELEMENT_STEP = 0x9E3779B9;
    int FIRST_FACTOR = 0x7FEB352D;
    int SECOND_FACTOR = 0x846CA68B;

    /** Of 2²⁴ equally likely bit patterns, how many drop an element. */
    static int threshold(double probability) {
        if (!(probability >= 0 && probability < 1)) {
            throw new IllegalArgumentException(
                    "expected a dropout probability from 0 to below 1 but found " + probability);
        }
        return (int) Math.rint(probability * (1 << 24));
    }

    /** Whether an element of the image with that key stays. */
    static boolean keeps(long key, int element, int threshold) {
        return keeps((int) key, (int) (key >>> 32), element, threshold);
    }

    static boolean keeps(int low, int high, int element, int threshold) {
        int bits = scramble(scramble(element * ELEMENT_STEP ^ low) + high);
        return bits >>> 8 >= threshold;
    }

    /** A bijection in which each bit of the argument turns about half of the result: Wellons, "lowbias32" (2018). */
    private static int scramble(int bits) {
        int mixed = bits;
        mixed = (mixed ^ (mixed >>> 16)) * FIRST_FACTOR;
        mixed = (mixed ^ (mixed >>> 15)) * SECOND_FACTOR;
        return mixed ^ (mixed >>> 16);
    }

    /**
     * Overwrites {@code to}, which may be {@code from}, with what is kept of a block or a part of one:
     * {@code [elements][16]} from the element numbered {@code firstElement} on. Forward gives it values, backward
     * gradients.
     *
     * @param keys {@link #KEYS} of the block from {@code keysOffset} on; of lanes that are not used, any
     */
    void apply(
            int[] keys,
            int keysOffset,
            int firstElement,
            int elements,
            float[] from,
            int fromOffset,
            float[] to,
            int toOffset);
}
