package io.convoy.trainer.program;

import io.convoy.kernels.PooledWeightGradient;

/** {@link LearnedPooledConvolutionStage} where nothing before it learns, so that nobody asks for its input gradient. */
record FirstPooledConvolutionStage(PooledConvolutionStage sweep, PooledWeightGradient weightGradient) implements Stage {

    @Override
    public void setWeights(float[] parameters) {
        sweep.setWeights(parameters);
    }

    @Override
    public void forward(int from, int to) {
        sweep.forward(from, to);
    }

    @Override
    public void backward(int from, int to) {
        var input = sweep.input();
        var output = sweep.output();
        for (int block = from; block < to; block++) {
            weightGradient.accumulate(
                    input.values(),
                    input.offset(block),
                    sweep.winners(),
                    block * sweep.winnersStride(),
                    output.gradient(),
                    output.gradientOffset(block));
        }
    }

    @Override
    public void finish(int blocks, float[] gradient) {
        weightGradient.finish(gradient, sweep.weights(), sweep.bias());
    }
}
