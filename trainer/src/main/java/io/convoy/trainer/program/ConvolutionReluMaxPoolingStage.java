package io.convoy.trainer.program;

import io.convoy.kernels.ConvolutionReluMaxPooling;
import io.convoy.kernels.MaxPooling;

/**
 * Convolution, ReLU and max pooling, forward in one sweep. Backward, pooling alone undoes ReLU as well, see
 * {@link ConvolutionReluMaxPooling}.
 *
 * @param backward the convolution, whose output has a gradient only
 */
@SuppressWarnings("ArrayRecordComponent")
record ConvolutionReluMaxPoolingStage(
        ConvolutionReluMaxPooling fused,
        MaxPooling pooling,
        ConvolutionStage backward,
        Activations output,
        int[] winners)
        implements Stage {

    @Override
    public void setWeights(float[] parameters) {
        fused.setWeights(parameters, backward.weights(), backward.bias());
        backward.setWeights(parameters);
    }

    @Override
    public void forward(int from, int to) {
        var input = backward.input();
        for (int block = from; block < to; block++) {
            int offset = output.offset(block);
            fused.forward(input.values(), input.offset(block), output.values(), offset, winners, offset);
        }
    }

    @Override
    public void backward(int from, int to) {
        var convolved = backward.output();
        for (int block = from; block < to; block++) {
            pooling.backward(
                    winners,
                    output.offset(block),
                    output.gradient(),
                    output.gradientOffset(block),
                    convolved.gradient(),
                    convolved.gradientOffset(block));
            backward.backward(block, block + 1);
        }
    }

    @Override
    public void finish(int blocks, float[] gradient) {
        backward.finish(blocks, gradient);
    }
}
