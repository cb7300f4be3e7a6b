package io.convoy.trainer.network;

import java.io.Serializable;

/** The size of an image, or of a layer's output for one image; a vector of n values is {@code n×1×1}. */
public record ImageShape(int channels, int height, int width) implements Serializable {

    public ImageShape {
        if (channels < 1 || height < 1 || width < 1 || tooLarge(channels, height, width)) {
            throw new IllegalArgumentException(
                    "expected channels, height and width ≥ 1 and their product below 2³¹ but found " + channels + "×"
                            + height + "×" + width);
        }
    }

    private static boolean tooLarge(int channels, int height, int width) {
        long plane = (long) height * width;
        return plane > Integer.MAX_VALUE || plane * channels > Integer.MAX_VALUE;
    }

    public static ImageShape vector(int size) {
        return new ImageShape(size, 1, 1);
    }

    /** The number of values. */
    public int size() {
        return channels * height * width;
    }

    @Override
    public String toString() {
        return channels + "×" + height + "×" + width;
    }
}
