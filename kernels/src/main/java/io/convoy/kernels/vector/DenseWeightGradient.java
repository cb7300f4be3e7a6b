package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.Lanes.FIRST;
import static io.convoy.kernels.vector.Species.LENGTH;

import io.convoy.kernels.DenseShape;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A dense layer's gradient by its weights, with the lanes on the inputs instead of the images: the inputs are turned
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

    /** Where each image's lane begins in the output gradient. */
    private int[] lanes = {};

    DenseWeightGradient(DenseShape shape) {
        inputs = shape.inputs();
        outputs = shape.outputs();
        inputStride = (inputs + COUNT - 1) / COUNT * COUNT;
        tile = outputs >= 4 && inputs >= 5 * LENGTH ? tile() : null;
    }

    private DenseGradientTile tile() {
        float[] dummyInputs = new float[COUNT * inputStride];
        float[] dummyGradients = new float[4 * COUNT];
        int[] dummyLanes = new int[COUNT];
        float[] dummySums = new float[3 * inputs + 5 * LENGTH];
        return Template.instance(
                DenseGradientTile.class,
                DenseGradientTile4x5.class,
                dummy -> dummy.run(dummyLanes, dummyInputs, 0, dummyGradients, 0, dummySums, 0),
                inputStride,
                inputs);
    }

    void run(int blocks, float[] input, float[] outputGradient, float[] gradient, int weights, int bias) {
        if (lanes.length != blocks * COUNT) {
            setBlocks(blocks);
        }
        for (int block = 0; block < blocks; block++) {
            transpose(input, block * inputs * COUNT, FIRST + block * COUNT * inputStride);
        }
        int rows = outputs >= 4 ? 4 : 1;
        for (int row = 0; row < outputs; row += rows) {
            int first = Math.min(row, outputs - rows);
            rows(first, rows, outputGradient, gradient, weights);
            bias(outputGradient, first, first + rows - 1, gradient, bias + first);
        }
    }

    private void setBlocks(int blocks) {
        lanes = new int[blocks * COUNT];
        for (int image = 0; image < lanes.length; image++) {
            lanes[image] = image / COUNT * outputs * COUNT + image % COUNT;
        }
        if (inputRows.length < FIRST + lanes.length * inputStride) {
            inputRows = new float[FIRST + lanes.length * inputStride];
        }
    }

    /** Up to four outputs at a time: of one alone every addition would wait for the one before. */
    private void bias(float[] outputGradient, int first, int last, float[] gradient, int to) {
        int second = Math.min(first + 1, last);
        int third = Math.min(first + 2, last);
        float a = 0f;
        float b = 0f;
        float c = 0f;
        float d = 0f;
        for (int lane : lanes) {
            a += outputGradient[lane + first * COUNT];
            b += outputGradient[lane + second * COUNT];
            c += outputGradient[lane + third * COUNT];
            d += outputGradient[lane + last * COUNT];
        }
        gradient[to] = a;
        gradient[to + second - first] = b;
        gradient[to + third - first] = c;
        gradient[to + last - first] = d;
    }

    /** The last tiles overlap those before them where a size is no multiple. */
    private void rows(int output, int rows, float[] outputGradient, float[] gradient, int weights) {
        int to = weights + output * inputs;
        int width = (tile == null ? 1 : 5) * LENGTH;
        if (inputs < LENGTH) {
            scalar(output, rows, outputGradient, gradient, to);
            return;
        }
        for (int column = 0; column < inputs; column += width) {
            int first = Math.min(column, inputs - width);
            if (width > LENGTH) {
                Objects.requireNonNull(tile)
                        .run(lanes, inputRows, FIRST + first, outputGradient, output * COUNT, gradient, to + first);
            } else {
                for (int row = 0; row < rows; row++) {
                    DenseGradientTile1x1.run(
                            lanes,
                            inputRows,
                            FIRST + first,
                            inputStride,
                            outputGradient,
                            (output + row) * COUNT,
                            gradient,
                            to + row * inputs + first);
                }
            }
        }
    }

    private void scalar(int output, int rows, float[] outputGradient, float[] gradient, int to) {
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < inputs; i++) {
                float sum = 0f;
                for (int image = 0; image < lanes.length; image++) {
                    float g = outputGradient[lanes[image] + (output + row) * COUNT];
                    sum = Math.fma(inputRows[FIRST + image * inputStride + i], g, sum);
                }
                gradient[to + row * inputs + i] = sum;
            }
        }
    }

    /** From {@code [inputs][16]} to 16 rows, four inputs at a time. */
    private void transpose(float[] input, int from, int to) {
        int whole = inputs / 4 * 4;
        for (int i = 0; i < whole; i += 4) {
            for (int lane = 0; lane < COUNT; lane++) {
                int source = from + i * COUNT + lane;
                int row = to + lane * inputStride + i;
                inputRows[row] = input[source];
                inputRows[row + 1] = input[source + COUNT];
                inputRows[row + 2] = input[source + 2 * COUNT];
                inputRows[row + 3] = input[source + 3 * COUNT];
            }
        }
        for (int i = whole; i < inputs; i++) {
            for (int lane = 0; lane < COUNT; lane++) {
                inputRows[to + lane * inputStride + i] = input[from + i * COUNT + lane];
            }
        }
    }
}
