package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;

import io.convoy.kernels.PooledWinners;
import io.convoy.kernels.PoolingShape;

/**
 * ReLU and max pooling by windows of two by two pixels on the bit patterns. As signed integers all negative floats lie
 * below zero and all others in order, so the maximum with 0 is ReLU; between two integers from 0 up a difference does
 * not overflow, and its sign tells the winner. Masks proper and the maximum of floats are slow on JDK 17.
 */
final class ReluMaxPooling {

    private static final int DUMMY_WINDOWS = 25;

    /** From row to row of the output and of the winners. */
    private final int outputRow;

    private final int winnerRow;

    private final PoolingTile.Windows windows;
    private final PoolingTile forward;
    private final PoolingTile backward;

    /**
     * @param below from the upper to the lower of the two rows of the input under a row of windows
     * @param plane from one channel of the input to the next
     */
    ReluMaxPooling(PoolingShape shape, int below, int plane) {
        int width = shape.outputWidth();
        outputRow = width * COUNT;
        winnerRow = PooledWinners.words(shape) * COUNT;
        int[] pixels = new int[shape.channels() * width];
        int[] pooled = new int[pixels.length];
        int[] words = new int[pixels.length];
        int[] shifts = new int[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            int channel = i / width;
            int x = i % width;
            pixels[i] = channel * plane + 2 * x * COUNT;
            pooled[i] = channel * shape.outputHeight() * outputRow + x * COUNT;
            words[i] = channel * shape.outputHeight() * winnerRow + PooledWinners.word(x) * COUNT;
            shifts[i] = Integer.SIZE - PooledWinners.BITS - PooledWinners.shift(shape, x);
        }
        windows = new PoolingTile.Windows(pixels, pooled, words, shifts);
        forward = tile(PoolingForwardTile.class, below);
        backward = tile(PoolingBackwardTile.class, below);
    }

    private static PoolingTile tile(Class<? extends PoolingTile> template, int below) {
        int[] first = new int[DUMMY_WINDOWS];
        var dummyWindows = new PoolingTile.Windows(first, first, first, first);
        float[] pixels = new float[below + 2 * COUNT];
        float[] pooled = new float[COUNT];
        int[] winners = new int[COUNT];
        return Template.instance(
                PoolingTile.class, template, tile -> tile.run(dummyWindows, pixels, 0, pooled, 0, winners, 0), below);
    }

    /**
     * Overwrites row {@code y} of the output of all channels and their winners.
     *
     * @param from where the upper of the two rows of the input begins in the first channel
     */
    void forward(int y, float[] input, int from, float[] output, int outputOffset, int[] winners, int winnersOffset) {
        run(forward, y, input, from, output, outputOffset, winners, winnersOffset);
    }

    /** Overwrites the two rows of the input's gradient of all channels, from row {@code y} of the output's. */
    void backward(
            int y,
            int[] winners,
            int winnersOffset,
            float[] outputGradient,
            int outputGradientOffset,
            float[] inputGradient,
            int from) {
        run(backward, y, inputGradient, from, outputGradient, outputGradientOffset, winners, winnersOffset);
    }

    private void run(
            PoolingTile tile,
            int y,
            float[] pixels,
            int at,
            float[] pooled,
            int pooledAt,
            int[] winners,
            int winnersAt) {
        for (int lane = 0; lane < COUNT; lane += Species.LENGTH) {
            tile.run(
                    windows,
                    pixels,
                    at + lane,
                    pooled,
                    pooledAt + y * outputRow + lane,
                    winners,
                    winnersAt + y * winnerRow + lane);
        }
    }
}
