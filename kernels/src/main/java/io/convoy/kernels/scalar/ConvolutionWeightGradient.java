package io.convoy.kernels.scalar;

import static io.convoy.kernels.Lanes.COUNT;

import io.convoy.kernels.Convolution;
import io.convoy.kernels.ConvolutionShape;
import io.convoy.kernels.Lanes;
import java.util.Arrays;

/**
 * The weight gradient of a convolution. To have long loops, the output channels of a group stand side by side: every
 * row is {@code [output channel of the group][16]}, and an input pixel is repeated for each of them.
 */
final class ConvolutionWeightGradient {

    private final ConvolutionShape shape;
    private final Axis vertical;
    private final Axis horizontal;
    private final int groupOutputs;

    /** Length of a row. */
    private final int length;

    /** A row for each weight of one output channel: [group][input channel of the group][window row][window column]. */
    private final float[][] sums;

    /** A row for each group. */
    private final float[][] biasSums;

    /** The output gradient of one group, a row for each position. */
    private final float[][] gradients;

    /** One row of the padded input, each pixel repeated. */
    private final float[][] pixels;

    ConvolutionWeightGradient(ConvolutionShape shape, Axis vertical, Axis horizontal) {
        this.shape = shape;
        this.vertical = vertical;
        this.horizontal = horizontal;
        groupOutputs = shape.groupOutputChannels();
        length = groupOutputs * COUNT;
        sums = new float[shape.weightCount() / groupOutputs][length];
        biasSums = new float[shape.groups()][length];
        gradients = new float[shape.outputHeight() * shape.outputWidth()][length];
        pixels = new float[horizontal.input() + 2 * horizontal.padding()][length];
    }

    void accumulate(float[] input, int inputOffset, float[] outputGradient, int outputGradientOffset) {
        int groupInputs = shape.groupInputChannels();
        int inputPlane = vertical.input() * horizontal.input() * COUNT;
        int outputGroup = gradients.length * length;
        for (int group = 0; group < shape.groups(); group++) {
            copyGradients(outputGradient, outputGradientOffset + group * outputGroup);
            for (var row : gradients) {
                Rows.add(biasSums[group], row, length);
            }
            for (int i = group * groupInputs; i < (group + 1) * groupInputs; i++) {
                accumulateChannel(i, input, inputOffset + i * inputPlane);
            }
        }
    }

    private void copyGradients(float[] outputGradient, int offset) {
        for (int o = 0; o < groupOutputs; o++) {
            for (int position = 0; position < gradients.length; position++) {
                int from = offset + (o * gradients.length + position) * COUNT;
                System.arraycopy(outputGradient, from, gradients[position], o * COUNT, COUNT);
            }
        }
    }

    private void accumulateChannel(int channel, float[] input, int from) {
        int padding = vertical.padding();
        for (int inputRow = -padding; inputRow < vertical.input() + padding; inputRow++) {
            copyPixels(inputRow, input, from + inputRow * horizontal.input() * COUNT);
            for (int line = 0; line < vertical.window(); line++) {
                int outputRow = vertical.outputAbove(inputRow, line);
                if (outputRow >= 0) {
                    accumulateRow((channel * vertical.window() + line) * horizontal.window(), outputRow);
                }
            }
        }
    }

    private void copyPixels(int inputRow, float[] input, int from) {
        boolean inside = vertical.isInside(inputRow);
        for (int x = 0; x < pixels.length; x++) {
            int column = x - horizontal.padding();
            if (inside && horizontal.isInside(column)) {
                System.arraycopy(input, from + column * COUNT, pixels[x], 0, COUNT);
                for (int filled = COUNT; filled < length; filled *= 2) {
                    System.arraycopy(pixels[x], 0, pixels[x], filled, Math.min(filled, length - filled));
                }
            } else {
                Arrays.fill(pixels[x], 0f);
            }
        }
    }

    private void accumulateRow(int firstSum, int outputRow) {
        int width = horizontal.output();
        int gradient = outputRow * width;
        for (int column = 0; column < horizontal.window(); column++) {
            var sum = sums[firstSum + column];
            int pixel = column * horizontal.dilation();
            int stride = horizontal.stride();
            int x = 0;
            for (; x + 2 <= width; x += 2) {
                int under = pixel + x * stride;
                Rows.multiplyAdd(sum, pixels, under, under + stride, gradients, gradient + x, length);
            }
            if (x < width) {
                Rows.multiplyAdd(sum, pixels[pixel + x * stride], gradients[gradient + x], length);
            }
        }
    }

    void finish(float[] gradient, int weightsOffset, int biasOffset) {
        int weightsOfOutput = sums.length / shape.groups();
        for (int o = 0; o < shape.outputChannels(); o++) {
            int group = o / groupOutputs;
            int lanes = o % groupOutputs * COUNT;
            for (int w = 0; w < weightsOfOutput; w++) {
                gradient[weightsOffset + o * weightsOfOutput + w] = Lanes.sum(sums[group * weightsOfOutput + w], lanes);
            }
            if (biasOffset != Convolution.NO_BIAS) {
                gradient[biasOffset + o] = Lanes.sum(biasSums[group], lanes);
            }
        }
        for (var row : sums) {
            Arrays.fill(row, 0f);
        }
        for (var row : biasSums) {
            Arrays.fill(row, 0f);
        }
    }
}
