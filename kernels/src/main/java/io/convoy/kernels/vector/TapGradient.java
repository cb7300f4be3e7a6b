package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.Lanes.FIRST;

import io.convoy.kernels.ConvolutionShape;
import io.convoy.kernels.Lanes;
import java.util.Arrays;

/**
 * The weight gradient of a convolution, as sixteen partial sums a weight, one a lane:
 *
 * <pre>sum[group][row][tap] += Σ_position gradient[row][position] · input[position + tap]</pre>
 *
 * <p>A row is an output channel, a position the corner of a window, a tap the distance from there to a value of the
 * input. Tiles of several rows and taps keep their sums in registers while they run over the positions of a few rows of
 * the image. As many of them run over the same few rows as find their input in the first cache, and these go on to the
 * end of the image before the next do, so that their sums stay in the second.
 */
final class TapGradient {

    private final int groups;
    private final int rows;
    private final int groupInput;
    private final int plane;
    private final int groupWeights;
    private final GradientTiling tiling;
    private final int tilesTogether;

    /** [strip][piece]: the top left corners of the windows of some rows of the output. */
    private final int[][][] positions;

    /** [group], then as {@link GradientTiling} has it, from {@link Lanes#FIRST} on. */
    private final float[] sums;

    private final LaneSums addition = new LaneSums();

    /** Of one group, and where each belongs in its gradient. */
    private final float[] laneSums;

    private final int[] targets;

    /** @param stripRows rows of the output whose gradient {@link #accumulate} takes at once */
    TapGradient(ConvolutionShape shape, ConvolutionWindows windows, int stripRows) {
        groups = shape.groups();
        rows = shape.groupOutputChannels();
        groupInput = windows.groupInput();
        int strip = stripRows * shape.outputWidth();
        plane = strip * COUNT;
        groupWeights = shape.weightCount() / groups;
        tiling = new GradientTiling(shape, windows, plane);
        tilesTogether = tiling.tilesTogether();
        int piece = Math.min(tiling.outputRows(), stripRows) * shape.outputWidth();
        positions = Arrays.stream(pieces(windows.corners(), strip))
                .map(corners -> pieces(corners, piece))
                .toArray(int[][][]::new);
        sums = new float[FIRST + groups * tiling.sums()];
        targets = tiling.targets();
        laneSums = new float[targets.length];
    }

    private static int[][] pieces(int[] whole, int length) {
        int[][] pieces = new int[(whole.length + length - 1) / length][];
        for (int i = 0; i < pieces.length; i++) {
            pieces[i] = Arrays.copyOfRange(whole, i * length, Math.min(whole.length, (i + 1) * length));
        }
        return pieces;
    }

    int strips() {
        return positions.length;
    }

    /** @param gradient of the rows of the strip, {@code [channels][rows of a strip][width][16]} */
    void accumulate(int strip, float[] input, int from, float[] gradient, int gradientFrom) {
        for (int group = 0; group < groups; group++) {
            int x = from + group * groupInput;
            int sum = FIRST + group * tiling.sums();
            for (int tile = 0; tile < tiling.tiles(); tile += tilesTogether) {
                int end = Math.min(tiling.tiles(), tile + tilesTogether);
                int g = gradientFrom + group * rows * plane;
                for (int[] piece : positions[strip]) {
                    tiling.run(tile, end, piece, input, x, gradient, g, sums, sum);
                    g += piece.length * COUNT;
                }
            }
        }
    }

    /** Overwrites the gradient {@code [group][row][tap]} with the sums over the lanes and clears the partial sums. */
    void finish(float[] gradient, int to) {
        for (int group = 0; group < groups; group++) {
            addition.run(laneSums.length, sums, FIRST + group * tiling.sums(), laneSums);
            for (int i = 0; i < laneSums.length; i++) {
                gradient[to + group * groupWeights + targets[i]] = laneSums[i];
            }
        }
        Arrays.fill(sums, 0f);
    }
}
