package io.convoy.trainer.program;

import io.convoy.kernels.Normalisation;

/** @param keepsAll whether the moments of every block are kept for the way back */
record GroupNormalisationStage(
        Normalisation normalisation,
        GroupMoments moments,
        boolean keepsAll,
        Minibatch batch,
        Activations input,
        Activations output)
        implements Stage {

    @Override
    public void setWeights(float[] parameters) {
        moments.setWeights(parameters);
    }

    @Override
    public void begin() {
        moments.begin();
    }

    @Override
    public void forward(int from, int to) {
        for (int block = from; block < to; block++) {
            normalisation.addMoments(batch.images(block), input.values(), input.offset(block), moments.clearedSums());
            moments.finishMoments(keepsAll ? block : 0);
            normalisation.forward(
                    input.values(),
                    input.offset(block),
                    moments.mean,
                    moments.factor,
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
                    moments.clearedSums());
            moments.finishProducts(block);
            if (input.hasGradient()) {
                moments.recall(block);
                normalisation.backwardInput(
                        batch.images(block),
                        input.values(),
                        input.offset(block),
                        moments.mean,
                        moments.factor,
                        moments.slope,
                        moments.shift,
                        output.gradient(),
                        output.gradientOffset(block),
                        input.gradient(),
                        input.gradientOffset(block));
            }
        }
    }

    @Override
    public void finish(int blocks, float[] gradient) {
        moments.finish(gradient);
    }
}
