package io.convoy.trainer.program;

import io.convoy.kernels.Lanes;
import io.convoy.trainer.network.ImageShape;
import java.util.Arrays;

/** A frame of zeros around each channel; {@code shape} is the input's. */
record PaddingStage(int padding, ImageShape shape, Activations input, Activations output) implements Stage {

    @Override
    public void forward(int from, int to) {
        for (int block = from; block < to; block++) {
            Arrays.fill(output.values(), output.offset(block), output.offset(block) + output.blockLength(), 0);
            for (int row = 0; row < shape.channels() * shape.height(); row++) {
                System.arraycopy(
                        input.values(),
                        input.offset(block) + row * rowLength(),
                        output.values(),
                        output.offset(block) + framed(row),
                        rowLength());
            }
        }
    }

    @Override
    public void backward(int from, int to) {
        for (int block = from; block < to; block++) {
            for (int row = 0; row < shape.channels() * shape.height(); row++) {
                System.arraycopy(
                        output.gradient(),
                        output.gradientOffset(block) + framed(row),
                        input.gradient(),
                        input.gradientOffset(block) + row * rowLength(),
                        rowLength());
            }
        }
    }

    private int rowLength() {
        return shape.width() * Lanes.COUNT;
    }

    /** Where a row of the input, counted over all channels, begins in a block of the output. */
    private int framed(int row) {
        int channel = row / shape.height();
        int outputRow = channel * (shape.height() + 2 * padding) + padding + row % shape.height();
        return (outputRow * (shape.width() + 2 * padding) + padding) * Lanes.COUNT;
    }
}
