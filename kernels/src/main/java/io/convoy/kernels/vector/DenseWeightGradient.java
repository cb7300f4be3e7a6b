package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.Species.LENGTH;

import io.convoy.kernels.DenseShape;
import org.jspecify.annotations.Nullable;

/**
 * A dense layer's gradient by its weights, with the lanes on the inputs instead of the images: some inputs are turned
 * into one row an image, which the first cache holds while tiles of outputs keep their sums in registers and run over
 * the images.
 */
final class DenseWeightGradient {

    private static final int TILE_OUTPUTS = 4;

    /** Outputs whose bias gradient is formed together. */
    private static final int BIASES = 6;

    private final int inputs;
    private final int outputs;

    /** Inputs that are taken together: five vectors, else one. */
    private final int columns;

    /** For four outputs and five vectors of inputs or more, else null. */
    private final @Nullable DenseGradientTile tile;

    private final InputRows rows;

    /** Where each image's lane begins in the output gradient. */
    private int[] lanes = {};

    DenseWeightGradient(DenseShape shape) {
        inputs = shape.inputs();
        outputs = shape.outputs();
        boolean tiled = outputs >= TILE_OUTPUTS && inputs >= 5 * LENGTH;
        columns = tiled ? 5 * LENGTH : LENGTH;
        rows = new InputRows(columns);
        tile = tiled ? tile() : null;
    }

    private DenseGradientTile tile() {
        long[] dummyInputs = new long[COUNT * rows.stride()];
        float[] dummyGradients = new float[TILE_OUTPUTS * COUNT];
        int[] dummyLanes = new int[COUNT];
        float[] dummySums = new float[(TILE_OUTPUTS - 1) * inputs + columns];
        return Template.instance(
                DenseGradientTile.class,
                DenseGradientTile4x5.class,
                dummy -> dummy.run(dummyLanes, dummyInputs, 0, dummyGradients, 0, dummySums, 0),
                rows.stride(),
                inputs);
    }

    /** The last columns and the last tile overlap those before them where a size is no multiple. */
    void run(int blocks, float[] input, float[] outputGradient, float[] gradient, int weights, int bias) {
        if (lanes.length != blocks * COUNT) {
            setBlocks(blocks);
        }
        for (int output = 0; output < outputs; output += BIASES) {
            bias(outputGradient, output, gradient, bias);
        }
        if (inputs < columns) {
            for (int i = 0; i < outputs * inputs; i++) {
                gradient[weights + i] = sum(input, i % inputs, outputGradient, i / inputs);
            }
            return;
        }
        for (int column = 0; column < inputs; column += columns) {
            int first = Math.min(column, inputs - columns);
            for (int block = 0; block < blocks; block++) {
                rows.set(block, input, (block * inputs + first) * COUNT);
            }
            for (int output = 0; output < outputs; output += tile == null ? 1 : TILE_OUTPUTS) {
                int row = tile == null ? output : Math.min(output, outputs - TILE_OUTPUTS);
                int to = weights + row * inputs + first;
                if (tile == null) {
                    DenseGradientTile1x1.run(
                            lanes,
                            rows.values(),
                            InputRows.FIRST,
                            rows.stride(),
                            outputGradient,
                            row * COUNT,
                            gradient,
                            to);
                } else {
                    tile.run(lanes, rows.values(), InputRows.FIRST, outputGradient, row * COUNT, gradient, to);
                }
            }
        }
    }

    private void setBlocks(int blocks) {
        lanes = new int[blocks * COUNT];
        for (int image = 0; image < lanes.length; image++) {
            lanes[image] = image / COUNT * outputs * COUNT + image % COUNT;
        }
        rows.setBlocks(blocks);
    }

    private float sum(float[] input, int i, float[] outputGradient, int output) {
        float sum = 0f;
        for (int image = 0; image < lanes.length; image++) {
            int x = (image / COUNT * inputs + i) * COUNT + image % COUNT;
            sum = Math.fma(input[x], outputGradient[lanes[image] + output * COUNT], sum);
        }
        return sum;
    }

    /** Several outputs at a time: of one alone every addition would wait for the one before. */
    private void bias(float[] outputGradient, int first, float[] gradient, int to) {
        int last = outputs - 1;
        int o1 = Math.min(first + 1, last) * COUNT;
        int o2 = Math.min(first + 2, last) * COUNT;
        int o3 = Math.min(first + 3, last) * COUNT;
        int o4 = Math.min(first + 4, last) * COUNT;
        int o5 = Math.min(first + 5, last) * COUNT;
        int o0 = first * COUNT;
        float a = 0f;
        float b = 0f;
        float c = 0f;
        float d = 0f;
        float e = 0f;
        float f = 0f;
        for (int lane : lanes) {
            a += outputGradient[lane + o0];
            b += outputGradient[lane + o1];
            c += outputGradient[lane + o2];
            d += outputGradient[lane + o3];
            e += outputGradient[lane + o4];
            f += outputGradient[lane + o5];
        }
        gradient[to + first] = a;
        gradient[to + o1 / COUNT] = b;
        gradient[to + o2 / COUNT] = c;
        gradient[to + o3 / COUNT] = d;
        gradient[to + o4 / COUNT] = e;
        gradient[to + o5 / COUNT] = f;
    }
}
