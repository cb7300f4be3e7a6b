package io.convoy.trainer.program;

import static io.convoy.kernels.Lanes.COUNT;

import io.convoy.kernels.Normalisation;
import java.util.Arrays;

/** Batch normalisation after training: by the statistics among the parameters. */
record StoredNormalisationStage(
        Normalisation normalisation,
        Operator.BatchNormalisation operator,
        Numbers numbers,
        Activations input,
        Activations output)
        implements Stage {

    /** {@code [channels][16]}, the same in all lanes. */
    @SuppressWarnings("ArrayRecordComponent")
    record Numbers(float[] mean, float[] factor, float[] shift) {

        static Numbers of(int channels) {
            return new Numbers(new float[channels * COUNT], new float[channels * COUNT], new float[channels * COUNT]);
        }
    }

    @Override
    public void setWeights(float[] parameters) {
        for (int c = 0; c < normalisation.channels(); c++) {
            double variance = parameters[operator.variance() + c];
            double factor = parameters[operator.weight() + c] / Math.sqrt(variance + operator.epsilon());
            Arrays.fill(numbers.mean, c * COUNT, (c + 1) * COUNT, parameters[operator.mean() + c]);
            Arrays.fill(numbers.factor, c * COUNT, (c + 1) * COUNT, (float) factor);
            Arrays.fill(numbers.shift, c * COUNT, (c + 1) * COUNT, parameters[operator.bias() + c]);
        }
    }

    @Override
    public void forward(int from, int to) {
        for (int block = from; block < to; block++) {
            normalisation.forward(
                    input.values(),
                    input.offset(block),
                    numbers.mean,
                    numbers.factor,
                    numbers.shift,
                    output.values(),
                    output.offset(block));
        }
    }

    @Override
    public void backward(int from, int to) {
        throw new IllegalStateException("compiled without a backward pass");
    }
}
