package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.Lanes.FIRST;
import static io.convoy.kernels.vector.Species.LENGTH;

import io.convoy.kernels.DenseShape;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A dense layer's gradient by its weights, with the lanes on the inputs instead of the images: both arrays are turned
 * into one row an image, then tiles of outputs and inputs keep their sums in registers while they run over the images.
 */
final class DenseWeightGradient {

    private final int inputs;
    private final int outputs;

    /** Floats from one image to the next, in whole vectors of the widest kind. */
    private final int inputStride;

    /** For four outputs and five vectors of inputs or more, else null. */
    private final @Nullable DenseGradientTile tile;

    private float[] inputRows = {};
    private float[] gradientRows = {};

    DenseWeightGradient(DenseShape shape) {
        inputs = shape.inputs();
        outputs = shape.outputs();
        inputStride = (inputs + COUNT - 1) / COUNT * COUNT;
        tile = outputs >= 4 && inputs >= 5 * LENGTH ? tile() : null;
    }

    private DenseGradientTile tile() {
        float[] dummyInputs = new float[COUNT * inputStride];
        float[] dummyGradients = new float[COUNT * outputs];
        float[] dummySums = new float[3 * inputs + 5 * LENGTH];
        return Template.instance(
                DenseGradientTile.class,
                DenseGradientTile4x5.class,
                dummy -> dummy.run(COUNT, dummyInputs, 0, dummyGradients, 0, dummySums, 0),
                inputStride,
                outputs,
                inputs);
    }

    void run(int blocks, float[] input, float[] outputGradient, float[] gradient, int weights, int bias) {
        int images = blocks * COUNT;
        if (inputRows.length < FIRST + images * inputStride) {
            inputRows = new float[FIRST + images * inputStride];
            gradientRows = new float[images * outputs];
        }
        for (int block = 0; block < blocks; block++) {
            transpose(
                    input, block * inputs * COUNT, inputs, inputRows, FIRST + block * COUNT * inputStride, inputStride);
            transpose(outputGradient, block * outputs * COUNT, outputs, gradientRows, block * COUNT * outputs, outputs);
        }
        Arrays.fill(gradient, bias, bias + outputs, 0f);
        for (int image = 0; image < images; image++) {
            int from = image * outputs;
            for (int output = 0; output < outputs; output++) {
                gradient[bias + output] += gradientRows[from + output];
            }
        }
        int rows = outputs >= 4 ? 4 : 1;
        for (int row = 0; row < outputs; row += rows) {
            rows(images, Math.min(row, outputs - rows), rows, gradient, weights);
        }
    }

    /** The last tiles overlap those before them where a size is no multiple. */
    private void rows(int images, int output, int rows, float[] gradient, int weights) {
        int to = weights + output * inputs;
        int width = (tile == null ? 1 : 5) * LENGTH;
        if (inputs < LENGTH) {
            scalar(images, output, rows, gradient, to);
            return;
        }
        for (int column = 0; column < inputs; column += width) {
            int first = Math.min(column, inputs - width);
            if (width > LENGTH) {
                Objects.requireNonNull(tile)
                        .run(images, inputRows, FIRST + first, gradientRows, output, gradient, to + first);
            } else {
                for (int row = 0; row < rows; row++) {
                    DenseGradientTile1x1.run(
                            images,
                            inputRows,
                            FIRST + first,
                            inputStride,
                            gradientRows,
                            output + row,
                            outputs,
                            gradient,
                            to + row * inputs + first);
                }
            }
        }
    }

    private void scalar(int images, int output, int rows, float[] gradient, int to) {
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < inputs; i++) {
                float sum = 0f;
                for (int image = 0; image < images; image++) {
                    sum = Math.fma(
                            inputRows[FIRST + image * inputStride + i],
                            gradientRows[image * outputs + output + row],
                            sum);
                }
                gradient[to + row * inputs + i] = sum;
            }
        }
    }

    /** From {@code [size][16]} to 16 rows of {@code size}. */
    private static void transpose(float[] lanes, int from, int size, float[] rows, int to, int stride) {
        for (int lane = 0; lane < COUNT; lane++) {
            int row = to + lane * stride;
            int source = from + lane;
            for (int i = 0; i < size; i++) {
                rows[row + i] = lanes[source + i * COUNT];
            }
        }
    }
}
