package io.convoy.kernels.vector;

/** {@link PanelGradient}'s tile, whose taps and rows come in panels. */
interface PanelTile {

    /**
     * Adds the products at all positions to the partial sums {@code [row][tap][16]}.
     *
     * @param input {@code [position][tap][16]}
     * @param gradient {@code [position][row][16]}
     */
    void run(int positions, float[] input, int from, float[] gradient, int gradientFrom, float[] sums, int sum);
}
