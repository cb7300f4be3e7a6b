package io.convoy.trainer.data;

import java.io.Serializable;

/**
 * Sums over all pixels of a data set, for each channel, as whole numbers: exact, and the same whatever the order of
 * {@link #merge}.
 *
 * @param pixels how many pixels a channel has in all images together
 * @param sums of the pixels, one a channel
 * @param squares sums of the pixels' squares, one a channel
 */
@SuppressWarnings("ArrayRecordComponent")
public record PixelSums(long pixels, long[] sums, long[] squares) implements Serializable {

    public PixelSums {
        if (pixels < 0 || sums.length != squares.length) {
            throw new IllegalArgumentException("expected pixels ≥ 0 and as many sums as squares but found " + pixels
                    + ", " + sums.length + " and " + squares.length);
        }
    }

    public static PixelSums of(Shard shard) {
        int channels = shard.image().channels();
        int plane = shard.image().height() * shard.image().width();
        var sums = new long[channels];
        var squares = new long[channels];
        var pixels = shard.pixels();
        for (int start = 0, plane0 = 0; start < pixels.length; start += plane, plane0++) {
            long sum = 0;
            long square = 0;
            for (int i = start; i < start + plane; i++) {
                int pixel = Byte.toUnsignedInt(pixels[i]);
                sum += pixel;
                square += (long) pixel * pixel;
            }
            sums[plane0 % channels] += sum;
            squares[plane0 % channels] += square;
        }
        return new PixelSums((long) shard.size() * plane, sums, squares);
    }

    public PixelSums merge(PixelSums other) {
        if (sums.length != other.sums.length) {
            throw new IllegalArgumentException("expected " + sums.length + " channels but found " + other.sums.length);
        }
        var mergedSums = sums.clone();
        var mergedSquares = squares.clone();
        for (int channel = 0; channel < sums.length; channel++) {
            mergedSums[channel] += other.sums[channel];
            mergedSquares[channel] += other.squares[channel];
        }
        return new PixelSums(pixels + other.pixels, mergedSums, mergedSquares);
    }
}
