package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;

import java.util.Arrays;

/**
 * A {@link TapProduct} at any positions: tiles of several rows and positions keep their sums in registers, and the
 * weights of a tile lie in the order in which it walks them.
 */
final class TableProduct {

    private static final int[] TILE_ROWS = {4, 2, 1};

    /** Share of the peak that tiles with this many rows reach. */
    private static final float[] TILE_SPEED = {0.85f, 0.75f, 0.5f};

    private final int groups;
    private final int rows;
    private final int tileRows;
    private final int tiles;
    private final int[] taps;
    private final int groupInput;
    private final int outputRow;

    /** What is added at the end: −0 changes nothing, 0 turns −0 into 0. */
    private final float zero;

    /** [group][tile][tap][row of the tile]. */
    private final float[] weights;

    /** [group][tile][row of the tile]. */
    private final float[] bias;

    /**
     * @param rows of one group
     * @param groupInput distance from one group's input to the next
     * @param outputRow distance from one row of the output to the next
     */
    TableProduct(int groups, int rows, int[] taps, int groupInput, int outputRow, boolean addsZero) {
        this.groups = groups;
        this.rows = rows;
        this.taps = taps;
        this.groupInput = groupInput;
        this.outputRow = outputRow;
        zero = addsZero ? 0f : -0f;
        tileRows = tileRows(rows);
        tiles = (rows + tileRows - 1) / tileRows;
        weights = new float[groups * tiles * taps.length * tileRows];
        bias = new float[groups * tiles * tileRows];
    }

    private static int tileRows(int rows) {
        int best = 1;
        float least = Float.MAX_VALUE;
        for (int i = 0; i < TILE_ROWS.length; i++) {
            int candidate = TILE_ROWS[i];
            float cost = (rows + candidate - 1) / candidate * candidate / TILE_SPEED[i];
            if (candidate <= rows && cost < least) {
                best = candidate;
                least = cost;
            }
        }
        return best;
    }

    /** The table of positions filled up to whole tiles: the last position once more costs nothing but time. */
    int[] wholeTiles(int[] positions) {
        int columns = tileColumns();
        int[] whole = Arrays.copyOf(positions, (positions.length + columns - 1) / columns * columns);
        Arrays.fill(whole, positions.length, whole.length, positions[positions.length - 1]);
        return whole;
    }

    private int tileColumns() {
        return tileRows == 4 ? 4 : 8;
    }

    /** The last tile overlaps the one before it where the rows are no multiple. */
    private int firstRow(int tile) {
        return Math.min(tile * tileRows, rows - tileRows);
    }

    /** Takes weights {@code [group][row][tap]}. */
    void setWeights(float[] parameters) {
        for (int group = 0; group < groups; group++) {
            for (int tile = 0; tile < tiles; tile++) {
                for (int row = 0; row < tileRows; row++) {
                    int source = (group * rows + firstRow(tile) + row) * taps.length;
                    pack(parameters, source, firstWeight(group, tile) + row);
                }
            }
        }
    }

    private void pack(float[] parameters, int from, int to) {
        for (int tap = 0; tap < taps.length; tap++) {
            weights[to + tap * tileRows] = parameters[from + tap];
        }
    }

    private int firstWeight(int group, int tile) {
        return (group * tiles + tile) * tileRows * taps.length;
    }

    void setBias(float[] parameters) {
        int at = 0;
        for (int group = 0; group < groups; group++) {
            for (int tile = 0; tile < tiles; tile++, at += tileRows) {
                System.arraycopy(parameters, group * rows + firstRow(tile), bias, at, tileRows);
            }
        }
    }

    /** Overwrites the output at all positions, which are whole tiles. */
    void run(float[] input, int from, int[] inputPositions, float[] output, int to, int[] outputPositions) {
        int columns = tileColumns();
        for (int group = 0; group < groups; group++) {
            for (int position = 0; position < inputPositions.length; position += columns) {
                for (int lane = 0; lane < COUNT; lane += Species.LENGTH) {
                    for (int tile = 0; tile < tiles; tile++) {
                        tile(
                                group * tiles + tile,
                                input,
                                from + group * groupInput + lane,
                                inputPositions,
                                position,
                                output,
                                to + (group * rows + firstRow(tile)) * outputRow + lane,
                                outputPositions);
                    }
                }
            }
        }
    }

    private void tile(
            int tile,
            float[] input,
            int from,
            int[] inputPositions,
            int position,
            float[] output,
            int to,
            int[] outputPositions) {
        int b = tile * tileRows;
        int w = b * taps.length;
        int stride = tileRows;
        switch (tileRows) {
            case 4 ->
                ProductTile4x4.run(
                        taps,
                        weights,
                        w,
                        stride,
                        bias,
                        b,
                        zero,
                        input,
                        from,
                        inputPositions,
                        position,
                        output,
                        to,
                        outputRow,
                        outputPositions);
            case 2 ->
                ProductTile2x8.run(
                        taps,
                        weights,
                        w,
                        stride,
                        bias,
                        b,
                        zero,
                        input,
                        from,
                        inputPositions,
                        position,
                        output,
                        to,
                        outputRow,
                        outputPositions);
            default ->
                ProductTile1x8.run(
                        taps,
                        weights,
                        w,
                        stride,
                        bias,
                        b,
                        zero,
                        input,
                        from,
                        inputPositions,
                        position,
                        output,
                        to,
                        outputRow,
                        outputPositions);
        }
    }
}
