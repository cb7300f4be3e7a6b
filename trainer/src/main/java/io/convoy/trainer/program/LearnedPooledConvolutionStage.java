package io.convoy.trainer.program;

/**
 * {@link PooledConvolutionStage} with a backward pass.
 *
 * @param convolution whose output has a gradient only
 */
record LearnedPooledConvolutionStage(PooledConvolutionStage sweep, ConvolutionStage convolution) implements Stage {

    @Override
    public void setWeights(float[] parameters) {
        sweep.setWeights(parameters);
        convolution.setWeights(parameters);
    }

    @Override
    public void forward(int from, int to) {
        sweep.forward(from, to);
    }

    @Override
    public void backward(int from, int to) {
        var output = sweep.output();
        var convolved = convolution.output();
        for (int block = from; block < to; block++) {
            sweep.fused()
                    .backwardPooling(
                            sweep.winners(),
                            block * sweep.winnersStride(),
                            output.gradient(),
                            output.gradientOffset(block),
                            convolved.gradient(),
                            convolved.gradientOffset(block));
            convolution.backward(block, block + 1);
        }
    }

    @Override
    public void finish(int blocks, float[] gradient) {
        convolution.finish(blocks, gradient);
    }
}
