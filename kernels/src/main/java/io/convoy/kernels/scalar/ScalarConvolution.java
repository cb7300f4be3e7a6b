package io.convoy.kernels.scalar;

import static io.convoy.kernels.Lanes.COUNT;

import io.convoy.kernels.Convolution;
import io.convoy.kernels.ConvolutionShape;
import java.util.Arrays;

/** Forward and input gradient; {@link ConvolutionWeightGradient} holds the third pass. */
final class ScalarConvolution implements Convolution {

    private final ConvolutionShape shape;
    private final Axis vertical;
    private final Axis horizontal;
    private final int groupInputs;
    private final int groupOutputs;
    private final int outputPlane;
    private final int inputPlane;

    private final float[] weights;
    private final float[] biases;
    private final ConvolutionWeightGradient weightGradient;

    /** Inputs under {@link Rows#TOGETHER} taps of the window, each in the output's shape [row][column][16]. */
    private final float[][] taps;

    /** [output channel of the group][row][column][16]. */
    private final float[][] outputSums;

    /** [input channel of the group][row][slot][16], see {@link #slots}. */
    private final float[][] inputSums;

    /** One channel of the output gradient, moved to where a tap of the window meets the input: [row][slot][16]. */
    private final float[] shifted;

    /**
     * Where an input column is kept in {@link #inputSums}: columns that leave the same remainder when divided by the
     * stride stand together, so that the columns which one tap meets are neighbours. With stride 1 nothing moves.
     */
    private final int[] slots;

    ScalarConvolution(ConvolutionShape shape) {
        this.shape = shape;
        vertical = Axis.vertical(shape);
        horizontal = Axis.horizontal(shape);
        groupInputs = shape.groupInputChannels();
        groupOutputs = shape.groupOutputChannels();
        outputPlane = shape.outputHeight() * shape.outputWidth() * COUNT;
        inputPlane = shape.inputHeight() * shape.inputWidth() * COUNT;
        weights = new float[shape.weightCount()];
        biases = new float[shape.outputChannels()];
        weightGradient = new ConvolutionWeightGradient(shape, vertical, horizontal);
        taps = new float[Rows.TOGETHER][outputPlane];
        outputSums = new float[groupOutputs][outputPlane];
        inputSums = new float[groupInputs][inputPlane];
        shifted = new float[inputPlane];
        slots = slots(horizontal.input(), horizontal.stride());
    }

    private static int[] slots(int width, int stride) {
        var slots = new int[width];
        int slot = 0;
        for (int remainder = 0; remainder < stride; remainder++) {
            for (int column = remainder; column < width; column += stride) {
                slots[column] = slot++;
            }
        }
        return slots;
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
        int tapCount = groupInputs * shape.window().area();
        for (int group = 0; group < shape.groups(); group++) {
            int groupInput = inputOffset + group * groupInputs * inputPlane;
            int firstOutput = group * groupOutputs;
            for (int o = 0; o < groupOutputs; o++) {
                Arrays.fill(outputSums[o], biases[firstOutput + o]);
            }
            for (int tap = 0; tap < tapCount; tap += Rows.TOGETHER) {
                int together = Math.min(Rows.TOGETHER, tapCount - tap);
                for (int t = 0; t < together; t++) {
                    copyInputUnderTap(tap + t, input, groupInput, taps[t]);
                }
                for (int o = 0; o < groupOutputs; o++) {
                    addTaps(outputSums[o], (firstOutput + o) * tapCount + tap, together);
                }
            }
            for (int o = 0; o < groupOutputs; o++) {
                System.arraycopy(outputSums[o], 0, output, outputOffset + (firstOutput + o) * outputPlane, outputPlane);
            }
        }
    }

    private void addTaps(float[] sums, int weight, int together) {
        if (together == Rows.TOGETHER) {
            Rows.multiplyAdd(sums, weights, weight, taps, 0, outputPlane);
        } else {
            for (int t = 0; t < together; t++) {
                Rows.multiplyAdd(sums, weights[weight + t], taps[t], 0, outputPlane);
            }
        }
    }

    /** Overwrites {@code row}, in the output's shape, with the pixels under one tap and zeros for padding. */
    private void copyInputUnderTap(int tap, float[] input, int groupInput, float[] row) {
        int column = tap % horizontal.window();
        int line = tap / horizontal.window() % vertical.window();
        int channel = groupInput + tap / shape.window().area() * inputPlane;
        int first = horizontal.firstOutput(column);
        int end = horizontal.endOutput(column);
        for (int y = 0; y < vertical.output(); y++) {
            int to = y * horizontal.output() * COUNT;
            int inputRow = vertical.inputUnder(y, line);
            if (!vertical.isInside(inputRow) || first == end) {
                Arrays.fill(row, to, to + horizontal.output() * COUNT, 0f);
                continue;
            }
            Arrays.fill(row, to, to + first * COUNT, 0f);
            Arrays.fill(row, to + end * COUNT, to + horizontal.output() * COUNT, 0f);
            int from = channel + (inputRow * horizontal.input() + horizontal.inputUnder(first, column)) * COUNT;
            if (horizontal.stride() == 1) {
                System.arraycopy(input, from, row, to + first * COUNT, (end - first) * COUNT);
            } else {
                for (int x = first; x < end; x++, from += horizontal.stride() * COUNT) {
                    System.arraycopy(input, from, row, to + x * COUNT, COUNT);
                }
            }
        }
    }

    @Override
    public void backwardInput(
            float[] outputGradient, int outputGradientOffset, float[] inputGradient, int inputGradientOffset) {
        for (int group = 0; group < shape.groups(); group++) {
            for (var sums : inputSums) {
                Arrays.fill(sums, 0f);
            }
            for (int o = group * groupOutputs; o < (group + 1) * groupOutputs; o++) {
                int channel = outputGradientOffset + o * outputPlane;
                for (int line = 0; line < vertical.window(); line++) {
                    for (int column = 0; column < horizontal.window(); column++) {
                        addOutputGradient(o, line, column, outputGradient, channel);
                    }
                }
            }
            for (int i = 0; i < groupInputs; i++) {
                int to = inputGradientOffset + (group * groupInputs + i) * inputPlane;
                clearSignsOfZero(inputSums[i]);
                copyToColumns(inputSums[i], inputGradient, to);
            }
        }
    }

    /** Adds what one tap of the window passes back, to all input channels of the group. */
    private void addOutputGradient(int outputChannel, int line, int column, float[] gradient, int channel) {
        int first = horizontal.firstOutput(column);
        int length = (horizontal.endOutput(column) - first) * COUNT;
        if (length == 0) {
            return;
        }
        int firstSlot = slots[horizontal.inputUnder(first, column)];
        int tap = line * horizontal.window() + column;
        for (int y = vertical.firstOutput(line); y < vertical.endOutput(line); y++) {
            int from = channel + (y * horizontal.output() + first) * COUNT;
            int to = (vertical.inputUnder(y, line) * horizontal.input() + firstSlot) * COUNT;
            System.arraycopy(gradient, from, shifted, to, length);
            for (int i = 0; i < groupInputs; i++) {
                float weight = weights[
                        (outputChannel * groupInputs + i) * shape.window().area() + tap];
                Rows.multiplyAdd(inputSums[i], weight, shifted, to, to + length);
            }
        }
    }

    private static void clearSignsOfZero(float[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += 0f;
        }
    }

    private void copyToColumns(float[] sums, float[] inputGradient, int to) {
        if (horizontal.stride() == 1) {
            System.arraycopy(sums, 0, inputGradient, to, inputPlane);
            return;
        }
        for (int y = 0; y < vertical.input(); y++) {
            int row = y * horizontal.input();
            for (int x = 0; x < horizontal.input(); x++) {
                System.arraycopy(sums, (row + slots[x]) * COUNT, inputGradient, to + (row + x) * COUNT, COUNT);
            }
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
