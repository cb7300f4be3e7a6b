package io.convoy.kernels.scalar;

import static io.convoy.kernels.Lanes.COUNT;

import io.convoy.kernels.Dense;
import io.convoy.kernels.DenseShape;
import java.util.Arrays;

/** One image after the other: rows of sums are as long as the layer is wide. */
final class ScalarDense implements Dense {

    private final DenseShape shape;
    private final float[] bias;

    /** [outputs][inputs]. */
    private final float[][] weights;

    /** [inputs][outputs]. */
    private final float[][] transposed;

    /** [16 images][inputs]. */
    private final float[][] blockInputs;

    /** The factors of the rows that are added to {@link #sums}. */
    private final float[] factors;

    private final float[] sums;

    ScalarDense(DenseShape shape) {
        this.shape = shape;
        bias = new float[shape.outputs()];
        weights = new float[shape.outputs()][shape.inputs()];
        transposed = new float[shape.inputs()][shape.outputs()];
        int widest = Math.max(shape.inputs(), shape.outputs());
        factors = new float[Math.max(widest, COUNT)];
        sums = new float[widest];
        blockInputs = new float[COUNT][shape.inputs()];
    }

    @Override
    public DenseShape shape() {
        return shape;
    }

    @Override
    public void setWeights(float[] parameters, int weightsOffset, int biasOffset) {
        System.arraycopy(parameters, biasOffset, bias, 0, bias.length);
        for (int o = 0; o < shape.outputs(); o++) {
            System.arraycopy(parameters, weightsOffset + o * shape.inputs(), weights[o], 0, shape.inputs());
            for (int i = 0; i < shape.inputs(); i++) {
                transposed[i][o] = weights[o][i];
            }
        }
    }

    @Override
    public void forward(int blocks, float[] input, float[] output) {
        for (int n = 0; n < blocks * COUNT; n++) {
            copyImage(n, input, shape.inputs(), factors);
            System.arraycopy(bias, 0, sums, 0, shape.outputs());
            addRows(transposed, shape.inputs(), shape.outputs());
            copySums(n, output, shape.outputs());
        }
    }

    @Override
    public void backwardInput(int blocks, float[] outputGradient, float[] inputGradient) {
        for (int n = 0; n < blocks * COUNT; n++) {
            copyImage(n, outputGradient, shape.outputs(), factors);
            Arrays.fill(sums, 0f);
            addRows(weights, shape.outputs(), shape.inputs());
            copySums(n, inputGradient, shape.inputs());
        }
    }

    /** {@code sums += Σ factors[r] · rows[r]}. */
    private void addRows(float[][] rows, int count, int length) {
        int r = 0;
        for (; r + Rows.TOGETHER <= count; r += Rows.TOGETHER) {
            Rows.multiplyAdd(sums, factors, r, rows, r, length);
        }
        for (; r < count; r++) {
            Rows.multiplyAdd(sums, factors[r], rows[r], length);
        }
    }

    private static void copyImage(int n, float[] lanes, int size, float[] to) {
        int from = n / COUNT * size * COUNT + n % COUNT;
        for (int i = 0; i < size; i++) {
            to[i] = lanes[from + i * COUNT];
        }
    }

    private void copySums(int n, float[] lanes, int size) {
        int to = n / COUNT * size * COUNT + n % COUNT;
        for (int i = 0; i < size; i++) {
            lanes[to + i * COUNT] = sums[i];
        }
    }

    @Override
    public void weightGradient(
            int blocks, float[] input, float[] outputGradient, float[] gradient, int weightsOffset, int biasOffset) {
        Arrays.fill(gradient, weightsOffset, weightsOffset + shape.weightCount(), 0f);
        Arrays.fill(gradient, biasOffset, biasOffset + shape.outputs(), 0f);
        for (int block = 0; block < blocks; block++) {
            for (int lane = 0; lane < COUNT; lane++) {
                copyImage(block * COUNT + lane, input, shape.inputs(), blockInputs[lane]);
            }
            for (int o = 0; o < shape.outputs(); o++) {
                System.arraycopy(outputGradient, (block * shape.outputs() + o) * COUNT, factors, 0, COUNT);
                for (int lane = 0; lane < COUNT; lane++) {
                    gradient[biasOffset + o] += factors[lane];
                }
                int row = weightsOffset + o * shape.inputs();
                System.arraycopy(gradient, row, sums, 0, shape.inputs());
                addRows(blockInputs, COUNT, shape.inputs());
                System.arraycopy(sums, 0, gradient, row, shape.inputs());
            }
        }
    }
}
