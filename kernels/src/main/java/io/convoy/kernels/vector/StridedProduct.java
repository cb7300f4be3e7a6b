package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;

/**
 * A {@link TapProduct} whose strides are constants of its {@link Template}, where positions come in runs of equal
 * distance. It reads weights as they lie in the parameters, so it packs nothing.
 */
final class StridedProduct {

    /**
     * Distances in floats: in the weights from tap to tap and row to row, in the input from position to position, in
     * the output from position to position and row to row.
     */
    record Strides(int weightTap, int weightRow, int input, int output, int outputRow) {

        private ProductTile tile(Class<? extends ProductTile> template, int rows, int columns) {
            int[] taps = new int[DUMMY_TAPS];
            int[] runs = new int[1];
            float[] weights = new float[(DUMMY_TAPS - 1) * weightTap + (rows - 1) * weightRow + 1];
            float[] bias = new float[rows];
            float[] x = new float[(columns - 1) * input + COUNT];
            float[] y = new float[(rows - 1) * outputRow + (columns - 1) * output + COUNT];
            return Template.instance(
                    ProductTile.class,
                    template,
                    tile -> tile.run(taps, weights, 0, bias, 0, x, 0, runs, y, 0),
                    weightTap,
                    weightRow,
                    input,
                    output,
                    outputRow);
        }
    }

    static final int ROWS_OF_FOURS = 6;

    private static final int DUMMY_TAPS = 25;

    private final ProductTile tile;
    private final int tileRows;
    private final int rows;
    private final int[] taps;
    private final Strides strides;

    private StridedProduct(ProductTile tile, int tileRows, int rows, int[] taps, Strides strides) {
        this.tile = tile;
        this.tileRows = tileRows;
        this.rows = rows;
        this.taps = taps;
        this.strides = strides;
    }

    /** At runs of two positions. */
    static StridedProduct ofPairs(int rows, int[] taps, Strides strides) {
        return rows < 8
                ? new StridedProduct(strides.tile(StridedTile1x2.class, 1, 2), 1, rows, taps, strides)
                : new StridedProduct(strides.tile(StridedTile8x2.class, 8, 2), 8, rows, taps, strides);
    }

    /** At runs of four positions, for {@link #ROWS_OF_FOURS} or more. */
    static StridedProduct ofFours(int rows, int[] taps, Strides strides) {
        return new StridedProduct(
                strides.tile(StridedTile6x4.class, ROWS_OF_FOURS, 4), ROWS_OF_FOURS, rows, taps, strides);
    }

    /**
     * Overwrites the output at all runs of positions, given by the first of each; their outputs follow one another.
     *
     * @param weight of the first row and tap
     * @param firstBias of the first row
     */
    void run(
            float[] weights,
            int weight,
            float[] bias,
            int firstBias,
            float[] input,
            int from,
            int[] inputRuns,
            float[] output,
            int to) {
        for (int next = 0; next < rows; next += tileRows) {
            // The last tile overlaps the one before it where the rows are no multiple.
            int row = Math.min(next, rows - tileRows);
            for (int lane = 0; lane < COUNT; lane += Species.LENGTH) {
                tile.run(
                        taps,
                        weights,
                        weight + row * strides.weightRow(),
                        bias,
                        firstBias + row,
                        input,
                        from + lane,
                        inputRuns,
                        output,
                        to + row * strides.outputRow() + lane);
            }
        }
    }
}
