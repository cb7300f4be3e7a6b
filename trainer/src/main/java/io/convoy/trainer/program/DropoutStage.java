package io.convoy.trainer.program;

import io.convoy.kernels.Dropout;

/**
 * Drops values in training, and the same of their gradients.
 *
 * @param number which dropout layer of the network, from 0
 * @param keys of all blocks
 */
@SuppressWarnings("ArrayRecordComponent")
record DropoutStage(Dropout dropout, int number, Minibatch batch, int[] keys, Activations input, Activations output)
        implements Stage {

    /** Where the keys of a block begin. */
    static int keys(int block) {
        return block * Dropout.KEYS;
    }

    @Override
    public void begin() {
        batch.drawKeys(number, keys);
    }

    @Override
    public void forward(int from, int to) {
        for (int block = from; block < to; block++) {
            if (batch.drops()) {
                apply(block, input.value(), output.value());
            } else {
                input.value().copy(block, output.value(), output.blockLength());
            }
        }
    }

    @Override
    public void backward(int from, int to) {
        for (int block = from; block < to; block++) {
            apply(block, output.slope(), input.slope());
        }
    }

    private void apply(int block, Slot from, Slot to) {
        dropout.apply(
                keys, keys(block), 0, output.size(), from.array(), from.offset(block), to.array(), to.offset(block));
    }
}
