package io.convoy.trainer.program;

import io.convoy.kernels.Normalisation;

/**
 * The second half of a batch normalisation in training. On the way back it adds up what {@link BatchSumsStage} needs,
 * and hands the gradient on as it is.
 */
record BatchNormalisationStage(
        Normalisation normalisation, BatchMoments moments, Minibatch batch, Activations input, Activations output)
        implements Stage {

    @Override
    public void setWeights(float[] parameters) {
        moments.setWeights(parameters);
    }

    @Override
    public void begin() {
        moments.finishMoments();
    }

    @Override
    public void forward(int from, int to) {
        for (int block = from; block < to; block++) {
            var group = moments.of(block);
            normalisation.forward(
                    input.values(),
                    input.offset(block),
                    group.mean,
                    group.factor,
                    moments.shifts(),
                    output.values(),
                    output.offset(block));
        }
    }

    @Override
    public void backward(int from, int to) {
        for (int block = from; block < to; block++) {
            normalisation.addProducts(
                    batch.images(block),
                    input.values(),
                    input.offset(block),
                    output.gradient(),
                    output.gradientOffset(block),
                    moments.of(block).products);
            if (input.hasGradient()) {
                output.slope().copy(block, input.slope(), output.blockLength());
            }
        }
    }

    @Override
    public void finish(int blocks, float[] gradient) {
        moments.finishProducts(gradient);
    }
}
