package io.convoy.trainer.program;

import io.convoy.kernels.ChannelStatistics;
import io.convoy.kernels.Lanes;

/**
 * Mean and maximum, of each pixel over the channels; or of each channel over the pixels, which then are as the channels
 * of {@code parts} images of one pixel.
 *
 * @param winners of as many blocks as {@code winnersStride} tells apart; with 0 they are scratch
 */
@SuppressWarnings("ArrayRecordComponent")
record StatisticsStage(
        ChannelStatistics statistics,
        int parts,
        Activations input,
        Activations output,
        int winnersStride,
        int[] winners)
        implements Stage {

    @Override
    public void forward(int from, int to) {
        int plane = statistics.pixels() * Lanes.COUNT;
        for (int block = from; block < to; block++) {
            for (int part = 0; part < parts; part++) {
                statistics.forward(
                        input.values(),
                        input.offset(block) + part * statistics.channels() * plane,
                        output.values(),
                        output.offset(block) + part * 2 * plane,
                        winners,
                        block * winnersStride + part * plane);
            }
        }
    }

    @Override
    public void backward(int from, int to) {
        int plane = statistics.pixels() * Lanes.COUNT;
        for (int block = from; block < to; block++) {
            for (int part = 0; part < parts; part++) {
                statistics.backward(
                        winners,
                        block * winnersStride + part * plane,
                        output.gradient(),
                        output.gradientOffset(block) + part * 2 * plane,
                        input.gradient(),
                        input.gradientOffset(block) + part * statistics.channels() * plane);
            }
        }
    }
}
