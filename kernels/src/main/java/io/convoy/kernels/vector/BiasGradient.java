package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;

import io.convoy.kernels.Lanes;
import java.util.Arrays;

/** The gradient of a convolution's bias, as sixteen partial sums a channel, one a lane. */
final class BiasGradient {

    private static final int DUMMY_POSITIONS = 25;

    private final int channels;

    /** Floats of one channel of a block. */
    private final int plane;

    /** Of several channels, so that no addition waits for the one before. */
    private final BiasTile eight;

    private final BiasTile three;
    private final BiasTile one;

    /** [channel][16]. */
    private final float[] sums;

    BiasGradient(int channels, int plane) {
        this.channels = channels;
        this.plane = plane;
        sums = new float[channels * COUNT];
        eight = tile(BiasTile8.class, 8);
        three = tile(BiasTile3.class, 3);
        one = tile(BiasTile1.class, 1);
    }

    private BiasTile tile(Class<? extends BiasTile> template, int tileChannels) {
        float[] gradient = new float[(tileChannels - 1) * plane + DUMMY_POSITIONS * COUNT];
        float[] dummySums = new float[tileChannels * COUNT];
        return Template.instance(
                BiasTile.class, template, tile -> tile.run(DUMMY_POSITIONS, gradient, 0, dummySums, 0), plane);
    }

    void accumulate(float[] gradient, int from) {
        int channel = 0;
        for (; channel + 8 <= channels; channel += 8) {
            accumulate(eight, channel, gradient, from);
        }
        for (; channel + 3 <= channels; channel += 3) {
            accumulate(three, channel, gradient, from);
        }
        for (; channel < channels; channel++) {
            accumulate(one, channel, gradient, from);
        }
    }

    private void accumulate(BiasTile tile, int channel, float[] gradient, int from) {
        for (int lane = 0; lane < COUNT; lane += Species.LENGTH) {
            tile.run(plane / COUNT, gradient, from + channel * plane + lane, sums, channel * COUNT + lane);
        }
    }

    void finish(float[] gradient, int to) {
        for (int channel = 0; channel < channels; channel++) {
            gradient[to + channel] = Lanes.sum(sums, channel * COUNT);
        }
    }

    void clear() {
        Arrays.fill(sums, 0f);
    }
}
