package io.convoy.kernels.vector;

import io.convoy.kernels.Convolution;
import io.convoy.kernels.vector.StridedProduct.Strides;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The sum that forward convolution and its input gradient share: for each group, row and position
 *
 * <pre>output[row][outputPosition] = bias[row] + Σ_tap weight[row][tap] · input[inputPosition + tap]</pre>
 *
 * <p>A row is a plane of the output, a position one of its pixels, a tap the distance in the input from a position to a
 * value that it needs; taps are added in the order of the table, each by one fused multiply-add. A {@link RunProduct}
 * forms it where its tiles fit, else a {@link TableProduct}.
 */
final class TapProduct {

    private final int groups;
    private final int rows;
    private final int taps;
    private final int groupInput;
    private final int outputRow;

    /** [group][row][tap]. */
    private final float[] weights;

    /** [group][row]. */
    private final float[] bias;

    private final @Nullable RunProduct runwise;
    private final TableProduct table;

    /** Where the tiles or, in a {@link RunProduct}, the runs of some positions begin. */
    @SuppressWarnings("ArrayRecordComponent")
    record Positions(int[] inputs, int[] outputs) {}

    /**
     * @param rows of one group
     * @param groupInput distance from one group's input to the next
     * @param strides with weights {@code [row][tap]}
     * @param width of the rows in which positions come
     * @param addsZero whether 0 is added at the end, which turns −0 into 0
     */
    TapProduct(int groups, int rows, int[] taps, int groupInput, Strides strides, int width, boolean addsZero) {
        this.groups = groups;
        this.rows = rows;
        this.taps = taps.length;
        this.groupInput = groupInput;
        outputRow = strides.outputRow();
        weights = new float[groups * rows * taps.length];
        bias = new float[groups * rows];
        runwise = RunProduct.of(rows, taps, strides, width, addsZero);
        table = new TableProduct(groups, rows, taps, groupInput, outputRow, addsZero);
    }

    /** {@code 0, of, 2 of, …} */
    static int[] multiples(int count, int of) {
        int[] multiples = new int[count];
        Arrays.setAll(multiples, i -> i * of);
        return multiples;
    }

    /** Positions for {@link #run}, in whole rows. */
    Positions positions(int[] inputs, int[] outputs) {
        return runwise == null
                ? new Positions(table.wholeTiles(inputs), table.wholeTiles(outputs))
                : runwise.runs(inputs, outputs);
    }

    /** Takes weights {@code [group][row][tap]}. */
    void setWeights(float[] parameters, int from) {
        System.arraycopy(parameters, from, weights, 0, weights.length);
        pack();
    }

    /** Takes weights from {@code parameters[group · groupStride + row · rowStride + sources[tap]]}. */
    void setWeights(float[] parameters, int groupStride, int rowStride, int[] sources) {
        int at = 0;
        for (int group = 0; group < groups; group++) {
            for (int row = 0; row < rows; row++) {
                int from = group * groupStride + row * rowStride;
                for (int source : sources) {
                    weights[at++] = parameters[from + source];
                }
            }
        }
        pack();
    }

    private void pack() {
        if (runwise == null) {
            table.setWeights(weights);
        }
    }

    /** @param from {@link Convolution#NO_BIAS} for zeros */
    void setBias(float[] parameters, int from) {
        if (from == Convolution.NO_BIAS) {
            Arrays.fill(bias, 0f);
        } else {
            System.arraycopy(parameters, from, bias, 0, bias.length);
        }
        if (runwise == null) {
            table.setBias(bias);
        }
    }

    /** Overwrites the output at all positions. */
    void run(float[] input, int from, Positions positions, float[] output, int to) {
        if (runwise == null) {
            table.run(input, from, positions.inputs(), output, to, positions.outputs());
            return;
        }
        for (int group = 0; group < groups; group++) {
            runwise.run(
                    weights,
                    group * rows * taps,
                    bias,
                    group * rows,
                    input,
                    from + group * groupInput,
                    positions.inputs(),
                    output,
                    to + group * rows * outputRow,
                    positions.outputs());
        }
    }
}
