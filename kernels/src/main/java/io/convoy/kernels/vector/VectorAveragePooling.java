package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.Species.FLOATS;

import io.convoy.kernels.AveragePooling;
import io.convoy.kernels.PoolingShape;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

final class VectorAveragePooling implements AveragePooling {

    private final PoolingWindows windows;
    private final boolean countPadding;

    VectorAveragePooling(PoolingShape shape, boolean countPadding) {
        windows = PoolingWindows.of(shape);
        this.countPadding = countPadding;
    }

    @Override
    public PoolingShape shape() {
        return windows.shape();
    }

    /** One over the divisor of a window. */
    private float share(int y, int x) {
        return 1f / (countPadding ? shape().window().area() : windows.rows()[y] * windows.columns()[x]);
    }

    @Override
    public void forward(float[] input, int inputOffset, float[] output, int outputOffset) {
        int to = outputOffset;
        for (int channel = 0; channel < shape().channels(); channel++) {
            int plane = inputOffset + channel * windows.inputPlane();
            for (int y = 0; y < windows.rows().length; y++) {
                for (int x = 0; x < windows.columns().length; x++) {
                    int first = plane + windows.first(y, x);
                    for (int lane = 0; lane < COUNT; lane += Species.LENGTH, to += Species.LENGTH) {
                        average(input, first + lane, windows.rows()[y], windows.columns()[x], share(y, x), output, to);
                    }
                }
            }
        }
    }

    private void average(float[] input, int from, int rows, int columns, float share, float[] output, int to) {
        int nextRow = (shape().inputWidth() - columns + 1) * COUNT;
        var sum = FloatVector.zero(FLOATS);
        int at = from;
        int column = 0;
        for (int i = 0; i < rows * columns; i++) {
            sum = sum.add(FloatVector.fromArray(FLOATS, input, at));
            column++;
            boolean rowEnds = column == columns;
            column = rowEnds ? 0 : column;
            at += rowEnds ? nextRow : COUNT;
        }
        sum.mul(share).intoArray(output, to);
    }

    @Override
    public void backward(
            float[] outputGradient, int outputGradientOffset, float[] inputGradient, int inputGradientOffset) {
        Arrays.fill(inputGradient, inputGradientOffset, inputGradientOffset + shape().inputSize() * COUNT, 0f);
        int from = outputGradientOffset;
        for (int channel = 0; channel < shape().channels(); channel++) {
            int plane = inputGradientOffset + channel * windows.inputPlane();
            for (int y = 0; y < windows.rows().length; y++) {
                for (int x = 0; x < windows.columns().length; x++, from += COUNT) {
                    int to = plane + windows.first(y, x);
                    for (int row = 0; row < windows.rows()[y]; row++, to += shape().inputWidth() * COUNT) {
                        spread(outputGradient, from, share(y, x), inputGradient, to, windows.columns()[x]);
                    }
                }
            }
        }
    }

    private static void spread(float[] gradient, int from, float share, float[] inputGradient, int to, int columns) {
        for (int i = 0; i < columns * COUNT; i += Species.LENGTH) {
            FloatVector.fromArray(FLOATS, gradient, from + i % COUNT)
                    .mul(share)
                    .add(FloatVector.fromArray(FLOATS, inputGradient, to + i))
                    .intoArray(inputGradient, to + i);
        }
    }
}
