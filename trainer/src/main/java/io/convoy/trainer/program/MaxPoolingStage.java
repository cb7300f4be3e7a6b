package io.convoy.trainer.program;

import io.convoy.kernels.Lanes;
import io.convoy.kernels.MaxPooling;

/**
 * @param winners from {@link Lanes#FIRST} on, of as many blocks as {@code winnersStride} tells apart; with 0 they are
 *     scratch
 */
@SuppressWarnings("ArrayRecordComponent")
record MaxPoolingStage(MaxPooling pooling, Activations input, Activations output, int winnersStride, int[] winners)
        implements Stage {

    @Override
    public void forward(int from, int to) {
        for (int block = from; block < to; block++) {
            pooling.forward(
                    input.values(),
                    input.offset(block),
                    output.values(),
                    output.offset(block),
                    winners,
                    Lanes.FIRST + block * winnersStride);
        }
    }

    @Override
    public void backward(int from, int to) {
        for (int block = from; block < to; block++) {
            pooling.backward(
                    winners,
                    Lanes.FIRST + block * winnersStride,
                    output.gradient(),
                    output.gradientOffset(block),
                    input.gradient(),
                    input.gradientOffset(block));
        }
    }
}
