package io.convoy.kernels.scalar;

import io.convoy.kernels.Convolution;
import io.convoy.kernels.ConvolutionShape;
import java.util.Arrays;

/** Forward and input gradient; {@link ConvolutionWeightGradient} holds the third pass. */
final class ScalarConvolution implements Convolution {

    private final ConvolutionShape shape;
    private final int groupInputs;
    private final int groupOutputs;
    private final int area;
    private final int outputPlane;
    private final int inputPlane;

    private final float[] weights;
    private final float[] biases;
    private final ConvolutionWeightGradient weightGradient;

    private final Taps taps;

    /** What {@link Rows#TOGETHER} taps see. */
    private final float[][] seen;

    /** [output channel of the group][row][column][16]. */
    private final float[][] outputSums;

    /** [input channel of the group][row][column][16]. */
    private final float[][] inputSums;

    /** The output gradients that reach the input through {@link Rows#TOGETHER} taps. */
    private final float[][] reaching;

    private final float[] factors = new float[Rows.TOGETHER];

    ScalarConvolution(ConvolutionShape shape) {
        this.shape = shape;
        taps = new Taps(Axis.vertical(shape), Axis.horizontal(shape));
        groupInputs = shape.groupInputChannels();
        groupOutputs = shape.groupOutputChannels();
        area = shape.window().area();
        outputPlane = taps.outputPlane();
        inputPlane = taps.inputPlane();
        weights = new float[shape.weightCount()];
        biases = new float[shape.outputChannels()];
        weightGradient = new ConvolutionWeightGradient(shape, taps.vertical(), taps.horizontal());
        seen = new float[Rows.TOGETHER][outputPlane];
        outputSums = new float[groupOutputs][outputPlane];
        inputSums = new float[groupInputs][inputPlane];
        reaching = new float[Rows.TOGETHER][inputPlane];
    }

    @Override
    public ConvolutionShape shape() {
        return shape;
    }

    @Override
    public void setWeights(float[] parameters, int weightsOffset, int biasOffset) {
        System.arraycopy(parameters, weightsOffset, weights, 0, weights.length);
        if (biasOffset == NO_BIAS) {
            Arrays.fill(biases, 0f);
        } else {
            System.arraycopy(parameters, biasOffset, biases, 0, biases.length);
        }
    }

    @Override
    public void forward(float[] input, int inputOffset, float[] output, int outputOffset) {
        int tapCount = groupInputs * area;
        for (int group = 0; group < shape.groups(); group++) {
            int groupInput = inputOffset + group * groupInputs * inputPlane;
            int firstOutput = group * groupOutputs;
            for (int o = 0; o < groupOutputs; o++) {
                Arrays.fill(outputSums[o], biases[firstOutput + o]);
            }
            for (int tap = 0; tap < tapCount; tap += Rows.TOGETHER) {
                int together = Math.min(Rows.TOGETHER, tapCount - tap);
                for (int t = 0; t < together; t++) {
                    int channel = groupInput + (tap + t) / area * inputPlane;
                    taps.copySeen((tap + t) % area, input, channel, 0f, seen[t]);
                }
                for (int o = 0; o < groupOutputs; o++) {
                    System.arraycopy(weights, (firstOutput + o) * tapCount + tap, factors, 0, together);
                    Rows.multiplyAdd(outputSums[o], together, factors, seen, outputPlane);
                }
            }
            copyPlanes(outputSums, output, outputOffset + firstOutput * outputPlane);
        }
    }

    @Override
    public void backwardInput(
            float[] outputGradient, int outputGradientOffset, float[] inputGradient, int inputGradientOffset) {
        int tapCount = groupOutputs * area;
        for (int group = 0; group < shape.groups(); group++) {
            int firstOutput = group * groupOutputs;
            int groupOutput = outputGradientOffset + firstOutput * outputPlane;
            for (var sums : inputSums) {
                Arrays.fill(sums, 0f);
            }
            for (int tap = 0; tap < tapCount; tap += Rows.TOGETHER) {
                int together = Math.min(Rows.TOGETHER, tapCount - tap);
                for (int t = 0; t < together; t++) {
                    int channel = groupOutput + (tap + t) / area * outputPlane;
                    taps.copyReaching((tap + t) % area, outputGradient, channel, reaching[t]);
                }
                for (int i = 0; i < groupInputs; i++) {
                    for (int t = 0; t < together; t++) {
                        int output = firstOutput + (tap + t) / area;
                        factors[t] = weights[(output * groupInputs + i) * area + (tap + t) % area];
                    }
                    Rows.multiplyAdd(inputSums[i], together, factors, reaching, inputPlane);
                }
            }
            for (var sums : inputSums) {
                Rows.add(sums, 0f, inputPlane);
            }
            copyPlanes(inputSums, inputGradient, inputGradientOffset + group * groupInputs * inputPlane);
        }
    }

    private static void copyPlanes(float[][] planes, float[] to, int offset) {
        int length = planes[0].length;
        for (int i = 0; i < planes.length; i++) {
            System.arraycopy(planes[i], 0, to, offset + i * length, length);
        }
    }

    @Override
    public void accumulateWeightGradient(
            float[] input, int inputOffset, float[] outputGradient, int outputGradientOffset) {
        weightGradient.accumulate(input, inputOffset, outputGradient, outputGradientOffset);
    }

    @Override
    public void finishWeightGradient(float[] gradient, int weightsOffset, int biasOffset) {
        weightGradient.finish(gradient, weightsOffset, biasOffset);
    }
}
