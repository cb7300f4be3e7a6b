package io.convoy.kernels;

/**
 * Lays up to sixteen images of unsigned bytes side by side in the lanes and normalises them: {@code value = pixel ·
 * scale + shift} by one fused multiply-add, with a scale and shift for each channel.
 */
public interface PixelUnpacking {

    /**
     * Overwrites one block {@code [channels][height + 2 padding][width + 2 padding][16]} but for the padding border,
     * which the caller keeps at zero. Unused lanes become 0.
     *
     * @param pixels images one after the other, each {@code [channels][height][width]}
     * @param images numbers of the images to lay out
     * @param from first entry of {@code images} to use
     * @param count how many, from 1 to 16
     */
    void unpack(byte[] pixels, int[] images, int from, int count, float[] lanes, int lanesOffset);
}
