package io.convoy.kernels.vector;

/** Copies the input that a {@link PanelTile} reads into a panel. */
interface PanelCopy {

    /**
     * Overwrites {@code panel[position][tap][16]}.
     *
     * @param positions of which {@code count} from number {@code first} on are taken
     * @param taps of which a panel's width from number {@code firstTap} on are taken
     */
    void run(
            int count,
            int[] positions,
            int first,
            float[] input,
            int from,
            int[] taps,
            int firstTap,
            float[] panel,
            int to);
}
