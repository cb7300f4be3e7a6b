package io.convoy.kernels.scalar;

import static io.convoy.kernels.Lanes.COUNT;

import io.convoy.kernels.AveragePooling;
import io.convoy.kernels.PoolingShape;
import java.util.Arrays;

final class ScalarAveragePooling implements AveragePooling {

    private final PoolingShape shape;
    private final Axis vertical;
    private final Axis horizontal;
    private final boolean countPadding;

    ScalarAveragePooling(PoolingShape shape, boolean countPadding) {
        this.shape = shape;
        this.countPadding = countPadding;
        vertical = Axis.vertical(shape);
        horizontal = Axis.horizontal(shape);
    }

    @Override
    public PoolingShape shape() {
        return shape;
    }

    /** One over the divisor of a window. */
    private float share(int firstRow, int endRow, int firstColumn, int endColumn) {
        int pixels = (endRow - firstRow) * (endColumn - firstColumn);
        return 1f / (countPadding ? shape.window().area() : pixels);
    }

    @Override
    public void forward(float[] input, int inputOffset, float[] output, int outputOffset) {
        Arrays.fill(output, outputOffset, outputOffset + shape.outputSize() * COUNT, 0f);
        int to = outputOffset;
        for (int channel = 0; channel < shape.channels(); channel++) {
            int plane = inputOffset + channel * vertical.input() * horizontal.input() * COUNT;
            for (int y = 0; y < vertical.output(); y++) {
                for (int x = 0; x < horizontal.output(); x++, to += COUNT) {
                    forward(y, x, input, plane, output, to);
                }
            }
        }
    }

    /** One window. */
    private void forward(int y, int x, float[] input, int plane, float[] output, int to) {
        int firstRow = vertical.firstInput(y);
        int endRow = vertical.endInput(y);
        int firstColumn = horizontal.firstInput(x);
        int endColumn = horizontal.endInput(x);
        for (int row = firstRow; row < endRow; row++) {
            for (int column = firstColumn; column < endColumn; column++) {
                int from = plane + (row * horizontal.input() + column) * COUNT;
                for (int lane = 0; lane < COUNT; lane++) {
                    output[to + lane] += input[from + lane];
                }
            }
        }
        float share = share(firstRow, endRow, firstColumn, endColumn);
        for (int lane = 0; lane < COUNT; lane++) {
            output[to + lane] *= share;
        }
    }

    @Override
    public void backward(
            float[] outputGradient, int outputGradientOffset, float[] inputGradient, int inputGradientOffset) {
        Arrays.fill(inputGradient, inputGradientOffset, inputGradientOffset + shape.inputSize() * COUNT, 0f);
        int from = outputGradientOffset;
        for (int channel = 0; channel < shape.channels(); channel++) {
            int plane = inputGradientOffset + channel * vertical.input() * horizontal.input() * COUNT;
            for (int y = 0; y < vertical.output(); y++) {
                for (int x = 0; x < horizontal.output(); x++, from += COUNT) {
                    backward(y, x, outputGradient, from, inputGradient, plane);
                }
            }
        }
    }

    /** One window. */
    private void backward(int y, int x, float[] outputGradient, int from, float[] inputGradient, int plane) {
        int firstRow = vertical.firstInput(y);
        int endRow = vertical.endInput(y);
        int firstColumn = horizontal.firstInput(x);
        int endColumn = horizontal.endInput(x);
        float share = share(firstRow, endRow, firstColumn, endColumn);
        for (int row = firstRow; row < endRow; row++) {
            for (int column = firstColumn; column < endColumn; column++) {
                int to = plane + (row * horizontal.input() + column) * COUNT;
                for (int lane = 0; lane < COUNT; lane++) {
                    inputGradient[to + lane] += share * outputGradient[from + lane];
                }
            }
        }
    }
}
