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

    private final Taps taps;

    /** What {@link Rows#TOGETHER} taps see. */
    private final float[][] seen;

    /** [output channel of the group][row][column][16]. */
    private final float[][] outputSums;

    /** [input channel of the group][row] of [slot][16], see {@link #slots}. */
    private final float[][][] inputSums;

    /** One channel of the output gradient, [window column][row], moved to the slots that the column meets. */
    private final float[][][] shifted;

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
        taps = new Taps(vertical, horizontal);
        seen = new float[Rows.TOGETHER][outputPlane];
        outputSums = new float[groupOutputs][outputPlane];
        int inputRow = horizontal.input() * COUNT;
        inputSums = new float[groupInputs][vertical.input()][inputRow];
        shifted = new float[horizontal.window()][vertical.output()][inputRow];
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
                    copyTap(tap + t, input, groupInput, seen[t]);
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

    private void copyTap(int tap, float[] input, int groupInput, float[] plane) {
        int channel = groupInput + tap / shape.window().area() * inputPlane;
        int position = tap % shape.window().area();
        taps.copy(position / horizontal.window(), position % horizontal.window(), input, channel, 0f, plane);
    }

    private void addTaps(float[] sums, int weight, int together) {
        if (together == Rows.TOGETHER) {
            Rows.multiplyAdd(sums, weights, weight, seen, 0, outputPlane);
        } else {
            for (int t = 0; t < together; t++) {
                Rows.multiplyAdd(sums, weights[weight + t], seen[t], 0, outputPlane);
            }
        }
    }

    @Override
    public void backwardInput(
            float[] outputGradient, int outputGradientOffset, float[] inputGradient, int inputGradientOffset) {
        for (int group = 0; group < shape.groups(); group++) {
            for (var rows : inputSums) {
                for (var sums : rows) {
                    Arrays.fill(sums, 0f);
                }
            }
            for (int o = group * groupOutputs; o < (group + 1) * groupOutputs; o++) {
                shift(outputGradient, outputGradientOffset + o * outputPlane);
                for (int line = 0; line < vertical.window(); line++) {
                    for (int column = 0; column < horizontal.window(); column++) {
                        addOutputGradient(o, line, column);
                    }
                }
            }
            for (int i = 0; i < groupInputs; i++) {
                int to = inputGradientOffset + (group * groupInputs + i) * inputPlane;
                for (int y = 0; y < vertical.input(); y++) {
                    copyToColumns(inputSums[i][y], inputGradient, to + y * horizontal.input() * COUNT);
                }
            }
        }
    }

    private void shift(float[] gradient, int channel) {
        for (int column = 0; column < horizontal.window(); column++) {
            int first = horizontal.firstOutput(column);
            int length = (horizontal.endOutput(column) - first) * COUNT;
            for (int y = 0; y < vertical.output() && length > 0; y++) {
                int from = channel + (y * horizontal.output() + first) * COUNT;
                System.arraycopy(gradient, from, shifted[column][y], firstSlot(column) * COUNT, length);
            }
        }
    }

    /** The slot of the first input column that a column of the window meets. */
    private int firstSlot(int column) {
        return slots[horizontal.inputUnder(horizontal.firstOutput(column), column)];
    }

    /** Adds what one tap of the window passes back, to all input channels of the group. */
    private void addOutputGradient(int outputChannel, int line, int column) {
        int length = (horizontal.endOutput(column) - horizontal.firstOutput(column)) * COUNT;
        if (length == 0) {
            return;
        }
        int from = firstSlot(column) * COUNT;
        int tap = line * horizontal.window() + column;
        for (int y = vertical.firstOutput(line); y < vertical.endOutput(line); y++) {
            int inputRow = vertical.inputUnder(y, line);
            for (int i = 0; i < groupInputs; i++) {
                float weight = weights[
                        (outputChannel * groupInputs + i) * shape.window().area() + tap];
                Rows.multiplyAdd(inputSums[i][inputRow], weight, shifted[column][y], from, from + length);
            }
        }
    }

    private void copyToColumns(float[] sums, float[] inputGradient, int row) {
        if (horizontal.stride() == 1) {
            System.arraycopy(sums, 0, inputGradient, row, sums.length);
            return;
        }
        for (int x = 0; x < horizontal.input(); x++) {
            System.arraycopy(sums, slots[x] * COUNT, inputGradient, row + x * COUNT, COUNT);
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
