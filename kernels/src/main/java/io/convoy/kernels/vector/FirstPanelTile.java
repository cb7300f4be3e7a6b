package io.convoy.kernels.vector;

/** As {@link PanelTile}, but copies the gradient into the panel, from which the tiles after it take it. */
interface FirstPanelTile {

    /**
     * Adds the products at all positions to the partial sums {@code [row][tap][16]}.
     *
     * @param input {@code [position][tap][16]}
     * @param gradientRow in the gradient, from row to row
     * @param panel overwritten, {@code [position][row][16]}
     */
    void run(
            int positions,
            float[] input,
            int from,
            float[] gradient,
            int gradientFrom,
            int gradientRow,
            float[] panel,
            int to,
            float[] sums,
            int sum);
}
