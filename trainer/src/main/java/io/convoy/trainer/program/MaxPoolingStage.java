package io.convoy.trainer.program;

import io.convoy.kernels.MaxPooling;

/** @param winners {@code [blocks][output size][16]} */
@SuppressWarnings("ArrayRecordComponent")
record MaxPoolingStage(MaxPooling pooling, Activations input, Activations output, int[] winners) implements Stage {

    @Override
    public void forward(int from, int to) {
        for (int block = from; block < to; block++) {
            int offset = output.offset(block);
            pooling.forward(input.values(), input.offset(block), output.values(), offset, winners, offset);
        }
    }

    @Override
    public void backward(int from, int to) {
        for (int block = from; block < to; block++) {
            pooling.backward(
                    winners,
                    output.offset(block),
                    output.gradient(),
                    output.gradientOffset(block),
                    input.gradient(),
                    input.gradientOffset(block));
        }
    }
}
