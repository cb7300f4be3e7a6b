package io.convoy.kernels.vector;

/** The gradient of a convolution by its input, see {@link io.convoy.kernels.Convolution}. */
interface InputGradient {

    /** @param weights {@code [outputChannels][inputChannels / groups][height][width]}, copied */
    void setWeights(float[] weights);

    /** Overwrites one block of input gradient. */
    void run(float[] outputGradient, int outputGradientOffset, float[] inputGradient, int inputGradientOffset);
}
