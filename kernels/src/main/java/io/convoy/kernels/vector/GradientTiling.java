package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;

import io.convoy.kernels.ConvolutionShape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the weight gradient of one group is cut into tiles. The taps of a tile are either neighbours in a row of the
 * window or belong to neighbouring input channels, so that they lie equally far apart. Where rows or taps are no
 * multiple of the tile's, its last tile overlaps the one before: their sums are the same, either may be read.
 */
final class GradientTiling {

    /** A tile's rows and taps, and the share of its multiply-adds in the time it takes. */
    private record Form(Class<? extends GradientTile> template, int rows, int taps, double speed) {

        /** Time for a multiply-add that is wanted, where there are so many rows and taps side by side. */
        double cost(int allRows, int allTaps) {
            if (allRows < rows || allTaps < taps) {
                return Double.POSITIVE_INFINITY;
            }
            double computed = (double) starts(allRows, rows).length * rows * starts(allTaps, taps).length * taps;
            return computed / allRows / allTaps / speed;
        }
    }

    private static final List<Form> FORMS = List.of(
            new Form(RowGradientTile4x5.class, 4, 5, 1),
            new Form(RowGradientTile5x4.class, 5, 4, 1),
            new Form(RowGradientTile4x4.class, 4, 4, 0.95),
            new Form(RowGradientTile3x5.class, 3, 5, 0.9),
            new Form(RowGradientTile5x3.class, 5, 3, 0.9),
            new Form(RowGradientTile3x3.class, 3, 3, 0.6),
            new Form(RowGradientTile1x5.class, 1, 5, 0.4),
            new Form(RowGradientTile1x1.class, 1, 1, 0.1));

    /** What tiles share while they run over the same positions: most of a first cache of 48 KB. */
    private static final int CACHED_VECTORS = 625;

    /** Below this, loading and storing the sums weighs more than what the cache saves. */
    private static final int LEAST_POSITIONS = 28;

    private static final int DUMMY_POSITIONS = 25;

    private final ConvolutionShape shape;
    private final int plane;
    private final Form form;
    private final boolean byChannel;
    private final GradientTile tile;

    /** The first row of each tile. */
    private final int[] firstRows;

    /** The taps of each tile, {@code channel · area + row · width + column}. */
    private final int[][] taps;

    /** In the input, from a position to the first tap of each tile. */
    private final int[] offsets;

    /** @param plane floats of the gradient from one output channel to the next */
    GradientTiling(ConvolutionShape shape, ConvolutionWindows windows, int plane) {
        this.shape = shape;
        this.plane = plane;
        int rows = shape.groupOutputChannels();
        int columns = shape.window().width();
        int channels = shape.groupInputChannels();
        var best = FORMS.get(FORMS.size() - 1);
        boolean bestByChannel = false;
        for (var candidate : FORMS) {
            double least = best.cost(rows, bestByChannel ? channels : columns);
            if (candidate.cost(rows, columns) < least) {
                best = candidate;
                bestByChannel = false;
                least = candidate.cost(rows, columns);
            }
            if (candidate.cost(rows, channels) < least) {
                best = candidate;
                bestByChannel = true;
            }
        }
        form = best;
        byChannel = bestByChannel;
        firstRows = starts(rows, form.rows);
        taps = byChannel ? tapsByChannel() : tapsByColumn();
        int[] distances = windows.taps();
        offsets = Arrays.stream(taps).mapToInt(tap -> distances[tap[0]]).toArray();
        tile = tile(form.taps == 1 ? 0 : distances[taps[0][1]] - distances[taps[0][0]]);
    }

    private static int[] starts(int count, int step) {
        return IntStream.range(0, (count + step - 1) / step)
                .map(i -> Math.min(i * step, count - step))
                .toArray();
    }

    private int[][] tapsByChannel() {
        int area = shape.window().area();
        return Arrays.stream(starts(shape.groupInputChannels(), form.taps))
                .boxed()
                .flatMap(channel -> IntStream.range(0, area).mapToObj(tap -> row(channel * area + tap, area)))
                .toArray(int[][]::new);
    }

    private int[][] tapsByColumn() {
        int width = shape.window().width();
        int[] columns = starts(width, form.taps);
        return IntStream.range(0, shape.groupInputChannels() * shape.window().height())
                .boxed()
                .flatMap(line -> Arrays.stream(columns).mapToObj(column -> row(line * width + column, 1)))
                .toArray(int[][]::new);
    }

    private int[] row(int first, int step) {
        return IntStream.range(0, form.taps).map(i -> first + i * step).toArray();
    }

    private GradientTile tile(int tap) {
        int[] positions = new int[DUMMY_POSITIONS];
        float[] input = new float[(form.taps - 1) * tap + COUNT];
        float[] gradient = new float[(form.rows - 1) * plane + DUMMY_POSITIONS * COUNT];
        float[] sums = new float[form.rows * form.taps * COUNT];
        return Template.instance(
                GradientTile.class,
                form.template,
                tile -> tile.run(positions, input, 0, gradient, 0, sums, 0),
                tap,
                plane);
    }

    /** Tiles that read the same input: those of one channel, or of as many channels as a tile has taps. */
    private int neighbours() {
        return byChannel
                ? shape.window().area()
                : shape.window().height() * starts(shape.window().width(), form.taps).length;
    }

    /** What {@link #neighbours} read for so many rows of the output, in vectors of sixteen lanes. */
    private int inputVectors(int outputRows) {
        var window = shape.window();
        int height = Math.min(window.height(), window.strideHeight()) * (outputRows - 1) + window.height();
        int width = Math.min(window.width(), window.strideWidth()) * (shape.outputWidth() - 1) + window.width();
        return (byChannel ? form.taps : 1) * height * width;
    }

    /** Rows of the output that tiles run over before the next tiles do. */
    int outputRows() {
        int blocks = (4 + neighbours() - 1) / neighbours();
        int outputRows = 1 + (LEAST_POSITIONS - 1) / shape.outputWidth();
        while (outputRows < shape.outputHeight()
                && blocks * inputVectors(outputRows + 1) + form.rows * (outputRows + 1) * shape.outputWidth()
                        <= CACHED_VECTORS) {
            outputRows++;
        }
        return Math.min(outputRows, shape.outputHeight());
    }

    /** Tiles of the same rows whose input the cache holds together. */
    int tilesTogether() {
        int left = CACHED_VECTORS - form.rows * outputRows() * shape.outputWidth();
        return Math.max(1, left / inputVectors(outputRows())) * neighbours();
    }

    /** Tiles of the same rows. */
    int tiles() {
        return taps.length;
    }

    /** Length of the partial sums {@code [tile of rows][tile of taps][row][tap][16]}. */
    int sums() {
        return firstRows.length * taps.length * form.rows * form.taps * COUNT;
    }

    /** Adds the products at some positions for tiles {@code first} to {@code end − 1} of all rows. */
    void run(
            int first,
            int end,
            int[] positions,
            float[] input,
            int from,
            float[] gradient,
            int gradientFrom,
            float[] sums,
            int firstSum) {
        int tileSums = form.rows * form.taps * COUNT;
        for (int rowTile = 0; rowTile < firstRows.length; rowTile++) {
            int g = gradientFrom + firstRows[rowTile] * plane;
            for (int t = first; t < end; t++) {
                int sum = firstSum + (rowTile * taps.length + t) * tileSums;
                for (int lane = 0; lane < COUNT; lane += Species.LENGTH) {
                    tile.run(positions, input, from + offsets[t] + lane, gradient, g + lane, sums, sum + lane);
                }
            }
        }
    }

    /** Where each of the sums over the lanes lies in the gradient {@code [row][tap]}. */
    int[] targets() {
        int tapCount = shape.groupInputChannels() * shape.window().area();
        int[] targets = new int[sums() / COUNT];
        int sum = 0;
        for (int row : firstRows) {
            for (int[] tapsOfTile : taps) {
                for (int r = row; r < row + form.rows; r++) {
                    for (int tap : tapsOfTile) {
                        targets[sum++] = r * tapCount + tap;
                    }
                }
            }
        }
        return targets;
    }
}
