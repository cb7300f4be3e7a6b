package io.convoy.trainer.program;

import io.convoy.kernels.Normalisation;

/**
 * The first half of a batch normalisation in training: hands its input on and adds up its moments. On the way back all
 * of the output's gradient is known and gives the input's.
 */
record BatchSumsStage(
        Normalisation normalisation, BatchMoments moments, Minibatch batch, Activations input, Activations output)
        implements Stage {

    @Override
    public void begin() {
        moments.begin(batch.images());
    }

    @Override
    public void forward(int from, int to) {
        for (int block = from; block < to; block++) {
            normalisation.addMoments(
                    batch.images(block), input.values(), input.offset(block), moments.of(block).moments);
        }
    }

    @Override
    public void backward(int from, int to) {
        for (int block = from; block < to; block++) {
            var group = moments.of(block);
            normalisation.backwardInput(
                    batch.images(block),
                    input.values(),
                    input.offset(block),
                    group.mean,
                    group.factor,
                    group.slope,
                    group.shift,
                    output.gradient(),
                    output.gradientOffset(block),
                    input.gradient(),
                    input.gradientOffset(block));
        }
    }
}
