package io.convoy.kernels.scalar;

import static io.convoy.kernels.Lanes.COUNT;

import io.convoy.kernels.PixelUnpacking;

final class ScalarPixelUnpacking implements PixelUnpacking {

    private final int channels;
    private final int height;
    private final int width;
    private final int padding;
    private final float[] scale;
    private final float[] shift;

    ScalarPixelUnpacking(int channels, int height, int width, int padding, float[] scale, float[] shift) {
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.padding = padding;
        this.scale = scale.clone();
        this.shift = shift.clone();
    }

    @Override
    public void unpack(byte[] pixels, int[] images, int from, int count, float[] lanes, int lanesOffset) {
        int imageSize = channels * height * width;
        for (int lane = 0; lane < COUNT; lane++) {
            boolean used = lane < count;
            int pixel = used ? images[from + lane] * imageSize : 0;
            for (int c = 0; c < channels; c++) {
                for (int y = 0; y < height; y++) {
                    int row = (c * (height + 2 * padding) + padding + y) * (width + 2 * padding) + padding;
                    for (int x = 0; x < width; x++, pixel++) {
                        lanes[lanesOffset + (row + x) * COUNT + lane] =
                                used ? Math.fma(Byte.toUnsignedInt(pixels[pixel]), scale[c], shift[c]) : 0f;
                    }
                }
            }
        }
    }
}
