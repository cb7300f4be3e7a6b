package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.Lanes.FIRST;
import static io.convoy.kernels.vector.PanelTile4x5.ROWS;
import static io.convoy.kernels.vector.PanelTile4x5.TAPS;

import io.convoy.kernels.Convolution;
import io.convoy.kernels.ConvolutionShape;
import io.convoy.kernels.Lanes;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The same sums as {@link TapGradient}'s, for layers of many output channels: as in a matrix multiplication (Goto and
 * van de Geijn, Anatomy of High-Performance Matrix Multiplication), what a tile reads is first copied into panels in
 * the order in which it is read. A tile's taps are then any five, its loop has two rising addresses instead of nine
 * streams and a table, and the copies are prefetched well. The bias is one more tap, whose input is 1.
 *
 * <p>Positions are taken piece by piece. The first cache holds a piece of a panel of taps, which all rows meet before
 * the next panel is copied over it; the second one holds that piece of all rows and the sums of a block of taps, which
 * goes on through all pieces before the next block does.
 */
final class PanelGradient implements WeightGradient {

    /** Fewer rows do not repay the copy of a panel of taps. */
    private static final int LEAST_ROWS = 32;

    /** Positions at which a first cache of 48 KB holds a panel of taps, one of rows and what comes next. */
    private static final int PIECE = 42;

    /** Partial sums, in vectors of sixteen lanes, that stay in a second cache of 1 MB beside a piece of all rows. */
    private static final int CACHED_SUMS = 9000;

    /** Of the gradient, what is copied at once where several blocks of taps read it. */
    private static final int COPIED_POSITIONS = 1024;

    private static final int TILE_SUMS = ROWS * TAPS * COUNT;

    private static final int DUMMY_POSITIONS = 25;

    private final int groups;
    private final int rows;
    private final int groupInput;
    private final int plane;

    /** In the input, from the corner of a window to its pixels. */
    private final int[] taps;

    /** In the input, the corner of each window. */
    private final int[] corners;

    /** The first row of each tile; where rows are no multiple, the last tile overlaps the one before. */
    private final int[] rowTiles;

    /** The first tap of each tile. The last one always overlaps, and has the bias in place of its first tap. */
    private final int[] tapTiles;

    private final int piece;
    private final int piecesTogether;
    private final int tapTilesTogether;

    private final PanelTile tile = Template.instance(PanelTile.class, PanelTile4x5.class, dummyTile());
    private final FirstPanelTile firstTile =
            Template.instance(FirstPanelTile.class, FirstPanelTile4x5.class, dummyFirstTile());
    private final PanelCopy copy = Template.instance(PanelCopy.class, TapPanelCopy.class, dummyCopy());

    /** [position][tap of a tile][16], from {@link Lanes#FIRST} on. */
    private final float[] tapPanel;

    /** [piece][tile of rows][position][row of a tile][16], from {@link Lanes#FIRST} on. */
    private final float[] rowPanels;

    /** [group][tile of taps][tile of rows][row][tap][16], from {@link Lanes#FIRST} on. */
    private final float[] sums;

    private final LaneSums addition = new LaneSums();

    /** Of one group. */
    private final float[] laneSums;

    PanelGradient(ConvolutionShape shape, ConvolutionWindows windows) {
        groups = shape.groups();
        rows = shape.groupOutputChannels();
        groupInput = windows.groupInput();
        corners = windows.corners();
        plane = corners.length * COUNT;
        taps = windows.taps();
        rowTiles = rowTiles(rows);
        tapTiles = tapTiles(taps.length);
        int pieces = ceiling(corners.length, PIECE);
        piece = ceiling(corners.length, pieces);
        int blocks = ceiling(tapTiles.length * rowTiles.length * ROWS * TAPS, CACHED_SUMS);
        tapTilesTogether = ceiling(tapTiles.length, blocks);
        piecesTogether = blocks == 1 ? 1 : Math.min(pieces, COPIED_POSITIONS / piece);
        tapPanel = new float[FIRST + piece * TAPS * COUNT];
        rowPanels = new float[FIRST + piecesTogether * rowTiles.length * piece * ROWS * COUNT];
        sums = new float[FIRST + groups * groupSums()];
        laneSums = new float[groupSums() / COUNT];
    }

    static boolean fits(ConvolutionShape shape) {
        return shape.groupOutputChannels() >= LEAST_ROWS
                && shape.groupInputChannels() * shape.window().area() >= TAPS;
    }

    private static Consumer<PanelTile> dummyTile() {
        float[] taps = new float[DUMMY_POSITIONS * TAPS * COUNT];
        float[] rows = new float[DUMMY_POSITIONS * ROWS * COUNT];
        float[] sums = new float[TILE_SUMS];
        return tile -> tile.run(DUMMY_POSITIONS, taps, 0, rows, 0, sums, 0);
    }

    private static Consumer<FirstPanelTile> dummyFirstTile() {
        float[] taps = new float[DUMMY_POSITIONS * TAPS * COUNT];
        float[] gradient = new float[DUMMY_POSITIONS * COUNT];
        float[] rows = new float[DUMMY_POSITIONS * ROWS * COUNT];
        float[] sums = new float[TILE_SUMS];
        return tile -> tile.run(DUMMY_POSITIONS, taps, 0, gradient, 0, 0, rows, 0, sums, 0);
    }

    private static Consumer<PanelCopy> dummyCopy() {
        int[] positions = new int[DUMMY_POSITIONS];
        int[] streams = new int[TAPS];
        float[] values = new float[COUNT];
        float[] panel = new float[DUMMY_POSITIONS * TAPS * COUNT];
        return copy -> copy.run(DUMMY_POSITIONS, positions, 0, values, 0, streams, 0, panel, 0);
    }

    private static int ceiling(int count, int step) {
        return (count + step - 1) / step;
    }

    private static int[] rowTiles(int rows) {
        return IntStream.range(0, ceiling(rows, ROWS))
                .map(i -> Math.min(i * ROWS, rows - ROWS))
                .toArray();
    }

    /** One tap more than there are, for the bias. */
    private static int[] tapTiles(int taps) {
        return IntStream.range(0, ceiling(taps + 1, TAPS))
                .map(i -> Math.min(i * TAPS, taps - TAPS))
                .toArray();
    }

    private int groupSums() {
        return tapTiles.length * rowTiles.length * TILE_SUMS;
    }

    @Override
    public void accumulate(float[] input, int from, float[] gradient, int gradientFrom) {
        int together = piecesTogether * piece;
        for (int group = 0; group < groups; group++) {
            int x = from + group * groupInput;
            int g = gradientFrom + group * rows * plane;
            for (int first = 0; first < corners.length; first += together) {
                int end = Math.min(corners.length, first + together);
                for (int block = 0; block < tapTiles.length; block += tapTilesTogether) {
                    block(block, first, end, input, x, gradient, g, FIRST + group * groupSums());
                }
            }
        }
    }

    /** The tiles of a block of taps at some positions; the first block copies their gradient into the panels. */
    private void block(
            int block, int first, int end, float[] input, int from, float[] gradient, int gradientFrom, int firstSum) {
        int blockEnd = Math.min(tapTiles.length, block + tapTilesTogether);
        int panels = FIRST;
        for (int position = first; position < end; position += piece) {
            int count = Math.min(piece, end - position);
            for (int t = block; t < blockEnd; t++) {
                copyTaps(t, count, position, input, from);
                int sum = firstSum + t * rowTiles.length * TILE_SUMS;
                if (t == 0) {
                    firstRows(count, gradient, gradientFrom + position * COUNT, panels, sum);
                } else {
                    rows(count, panels, sum);
                }
            }
            panels += rowTiles.length * count * ROWS * COUNT;
        }
    }

    private void copyTaps(int tapTile, int count, int position, float[] input, int from) {
        for (int lane = 0; lane < COUNT; lane += Species.LENGTH) {
            copy.run(count, corners, position, input, from + lane, taps, tapTiles[tapTile], tapPanel, FIRST + lane);
        }
        if (tapTile == tapTiles.length - 1) {
            for (int p = 0; p < count; p++) {
                int at = FIRST + p * TAPS * COUNT;
                Arrays.fill(tapPanel, at, at + COUNT, 1f);
            }
        }
    }

    /** All rows at one piece of a panel of taps, from where the gradient lies. */
    private void firstRows(int count, float[] gradient, int from, int panels, int firstSum) {
        for (int i = 0; i < rowTiles.length; i++) {
            int g = from + rowTiles[i] * plane;
            int panel = panels + i * count * ROWS * COUNT;
            int sum = firstSum + i * TILE_SUMS;
            for (int lane = 0; lane < COUNT; lane += Species.LENGTH) {
                firstTile.run(
                        count,
                        tapPanel,
                        FIRST + lane,
                        gradient,
                        g + lane,
                        plane,
                        rowPanels,
                        panel + lane,
                        sums,
                        sum + lane);
            }
        }
    }

    /** All rows at one piece of a panel of taps. */
    private void rows(int count, int panels, int firstSum) {
        for (int i = 0; i < rowTiles.length; i++) {
            int panel = panels + i * count * ROWS * COUNT;
            int sum = firstSum + i * TILE_SUMS;
            for (int lane = 0; lane < COUNT; lane += Species.LENGTH) {
                tile.run(count, tapPanel, FIRST + lane, rowPanels, panel + lane, sums, sum + lane);
            }
        }
    }

    @Override
    public void finish(float[] gradient, int weights, int bias) {
        for (int group = 0; group < groups; group++) {
            addition.run(laneSums.length, sums, FIRST + group * groupSums(), laneSums);
            scatterWeights(gradient, weights + group * rows * taps.length);
            if (bias != Convolution.NO_BIAS) {
                scatterBias(gradient, bias + group * rows);
            }
        }
        Arrays.fill(sums, 0f);
    }

    private void scatterWeights(float[] gradient, int to) {
        int sum = 0;
        for (int t = 0; t < tapTiles.length; t++) {
            int bias = t == tapTiles.length - 1 ? 1 : 0;
            for (int row : rowTiles) {
                for (int r = row; r < row + ROWS; r++) {
                    int weight = to + r * taps.length + tapTiles[t];
                    System.arraycopy(laneSums, sum + bias, gradient, weight + bias, TAPS - bias);
                    sum += TAPS;
                }
            }
        }
    }

    private void scatterBias(float[] gradient, int to) {
        int sum = (tapTiles.length - 1) * rowTiles.length * ROWS * TAPS;
        for (int row : rowTiles) {
            for (int r = row; r < row + ROWS; r++) {
                gradient[to + r] = laneSums[sum];
                sum += TAPS;
            }
        }
    }
}
