package io.convoy.kernels.scalar;

import static io.convoy.kernels.Lanes.COUNT;

import io.convoy.kernels.MaxPooling;
import io.convoy.kernels.PoolingShape;
import java.util.Arrays;

final class ScalarMaxPooling implements MaxPooling {

    private final PoolingShape shape;
    private final Axis vertical;
    private final Axis horizontal;

    private final Taps taps;

    /** What each tap sees of one channel, padding as −∞. */
    private final float[][] seen;

    /** Of one channel, in the output's shape, as all that follow. */
    private final float[] maxima;

    private final int[] channelWinners;
    private final int[] seenBits;
    private final int[] maximaBits;

    /** Where a position of the window lies, counted from the window's first pixel. */
    private final int[] offsets;

    ScalarMaxPooling(PoolingShape shape) {
        this.shape = shape;
        vertical = Axis.vertical(shape);
        horizontal = Axis.horizontal(shape);
        taps = new Taps(vertical, horizontal);
        seen = new float[shape.window().area()][taps.outputPlane()];
        maxima = new float[taps.outputPlane()];
        channelWinners = new int[maxima.length];
        seenBits = new int[maxima.length];
        maximaBits = new int[maxima.length];
        offsets = new int[shape.window().area()];
        for (int position = 0; position < offsets.length; position++) {
            int line = position / horizontal.window();
            offsets[position] = (line * horizontal.input() + position % horizontal.window()) * COUNT;
        }
    }

    @Override
    public PoolingShape shape() {
        return shape;
    }

    @Override
    public void forward(
            float[] input, int inputOffset, float[] output, int outputOffset, int[] winners, int winnersOffset) {
        int at = 0;
        for (int channel = 0; channel < shape.channels(); channel++) {
            for (int position = 0; position < seen.length; position++) {
                int from = inputOffset + channel * taps.inputPlane();
                taps.copySeen(position, input, from, Float.NEGATIVE_INFINITY, seen[position]);
            }
            findWinners();
            for (int i = 0; i < maxima.length; i++, at++) {
                int winner = maxima[i] == Float.NEGATIVE_INFINITY ? firstInside(i / COUNT) : channelWinners[i];
                winners[winnersOffset + at] = winner;
                output[outputOffset + at] = seen[winner][i];
            }
        }
    }

    /** From the last position to the first, so that the first among equals is the one that stays. */
    private void findWinners() {
        Arrays.fill(maxima, Float.NEGATIVE_INFINITY);
        for (var tap : seen) {
            Rows.max(maxima, tap, maxima.length);
        }
        Rows.toBits(maxima, maximaBits, maxima.length);
        for (int position = seen.length - 1; position >= 0; position--) {
            Rows.toBits(seen[position], seenBits, maxima.length);
            Rows.setWhereEqual(channelWinners, position, seenBits, maximaBits, maxima.length);
        }
    }

    /** The first position of a window that is not padding. */
    private int firstInside(int outputPixel) {
        int line = Math.max(0, -vertical.inputUnder(outputPixel / horizontal.output(), 0));
        int column = Math.max(0, -horizontal.inputUnder(outputPixel % horizontal.output(), 0));
        return line * horizontal.window() + column;
    }

    /** Where the window of an output pixel starts in the input, which is outside of it if it starts with padding. */
    private int firstPixel(int channel, int y, int x) {
        int row = channel * vertical.input() + vertical.inputUnder(y, 0);
        return (row * horizontal.input() + horizontal.inputUnder(x, 0)) * COUNT;
    }

    @Override
    public void backward(
            int[] winners,
            int winnersOffset,
            float[] outputGradient,
            int outputGradientOffset,
            float[] inputGradient,
            int inputGradientOffset) {
        Arrays.fill(inputGradient, inputGradientOffset, inputGradientOffset + shape.inputSize() * COUNT, 0f);
        int at = 0;
        for (int channel = 0; channel < shape.channels(); channel++) {
            for (int y = 0; y < vertical.output(); y++) {
                for (int x = 0; x < horizontal.output(); x++) {
                    int window = inputGradientOffset + firstPixel(channel, y, x);
                    for (int lane = 0; lane < COUNT; lane++, at++) {
                        int winner = winners[winnersOffset + at];
                        inputGradient[window + lane + offsets[winner]] += outputGradient[outputGradientOffset + at];
                    }
                }
            }
        }
    }
}
