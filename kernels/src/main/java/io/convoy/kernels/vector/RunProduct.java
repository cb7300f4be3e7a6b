package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.Lanes.FIRST;

import io.convoy.kernels.vector.StridedProduct.Strides;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A {@link TapProduct} where positions come in runs of equal distance: its strides are constants of its
 * {@link Template}. It reads weights as they lie in the parameters, so it packs nothing.
 *
 * <p>All rows take what one run reads before the next run does, so that it stays in the first cache. Where it is more
 * than that holds, the taps are cut into pieces, and all rows take the products of one piece before the next: their
 * sums go through scratch that stays in the second cache.
 */
final class RunProduct {

    /** Where the sums of a tile start, from the bias or from sums written before, and whether 0 is added at the end. */
    record Ends(boolean continues, boolean addsZero) {}

    /** A tile's rows and positions, and its share of the peak. */
    private record Form(Class<? extends RunTile> template, int rows, int columns, double speed) {

        /** Time for a product that is wanted. */
        double cost(int allRows, int width) {
            if (allRows < rows || width < columns) {
                return Double.POSITIVE_INFINITY;
            }
            return (double) whole(allRows, rows) * whole(width, columns) / allRows / width / speed;
        }

        private static int whole(int count, int step) {
            return (count + step - 1) / step * step;
        }

        RunTile tile(Strides strides, Ends ends) {
            int[] taps = new int[DUMMY_TAPS];
            float[] weights = new float[(DUMMY_TAPS - 1) * strides.weightTap() + (rows - 1) * strides.weightRow() + 1];
            float[] starts = new float[rows * columns * COUNT];
            float[] x = new float[(columns - 1) * strides.input() + COUNT];
            float[] y = new float[(rows - 1) * strides.outputRow() + (columns - 1) * strides.output() + COUNT];
            return Template.instance(
                    RunTile.class,
                    template,
                    tile -> tile.run(taps, weights, 0, starts, 0, x, 0, y, 0),
                    strides.weightTap(),
                    strides.weightRow(),
                    strides.input(),
                    strides.output(),
                    strides.outputRow(),
                    ends.continues ? 1 : 0,
                    ends.addsZero ? 1 : 0);
        }

        /** Floats of the sums of a tile. */
        int sums() {
            return rows * columns * COUNT;
        }
    }

    private static final List<Form> FORMS = List.of(
            new Form(RunTile4x5.class, 4, 5, 1),
            new Form(RunTile5x4.class, 5, 4, 0.98),
            new Form(RunTile3x6.class, 3, 6, 0.95));

    private static final int DUMMY_TAPS = 25;

    /** Of the input, what the first cache of 48 KB holds beside weights and sums. */
    private static final int CACHED_VECTORS = 480;

    /** Of sums that wait for the next piece, in tiles: a quarter of a second cache of 1 MB. */
    private static final int WAITING_TILES = 200;

    private final Form form;
    private final Strides strides;
    private final int rows;

    private final int[][] pieces;

    /** Of each piece. */
    private final RunTile[] tiles;

    /** [run][tile of rows][row][position][16], from {@link io.convoy.kernels.Lanes#FIRST} on. */
    private final float[] waiting;

    private RunProduct(Form form, int rows, int[][] pieces, Strides strides, boolean addsZero) {
        this.form = form;
        this.strides = strides;
        this.rows = rows;
        this.pieces = pieces;
        int last = pieces.length - 1;
        var inner = new Strides(strides.weightTap(), strides.weightRow(), strides.input(), COUNT, form.columns * COUNT);
        tiles = new RunTile[pieces.length];
        for (int piece = 0; piece <= last; piece++) {
            var ends = new Ends(piece > 0, piece == last && addsZero);
            tiles[piece] = form.tile(piece == last ? strides : inner, ends);
        }
        waiting = new float[last == 0 ? 0 : FIRST + runsTogether() * rowTiles() * form.sums()];
    }

    /**
     * At positions that come in rows of {@code width} or more; null if no tile fits.
     *
     * @param addsZero whether 0 is added at the end, which turns −0 into 0
     */
    static @Nullable RunProduct of(int rows, int[] taps, Strides strides, int width, boolean addsZero) {
        Form best = null;
        double least = Double.POSITIVE_INFINITY;
        for (var form : FORMS) {
            if (form.cost(rows, width) < least) {
                best = form;
                least = form.cost(rows, width);
            }
        }
        return best == null
                ? null
                : new RunProduct(best, rows, pieces(taps, strides.input(), best.columns), strides, addsZero);
    }

    /** Pieces of about equal length, whose input the first cache holds. */
    private static int[][] pieces(int[] taps, int input, int columns) {
        Set<Integer> read = new HashSet<>();
        for (int tap : taps) {
            for (int column = 0; column < columns; column++) {
                read.add(tap + column * input);
            }
        }
        int count = Math.max(1, (read.size() + CACHED_VECTORS - 1) / CACHED_VECTORS);
        return IntStream.range(0, count)
                .mapToObj(i -> Arrays.copyOfRange(taps, i * taps.length / count, (i + 1) * taps.length / count))
                .toArray(int[][]::new);
    }

    /** The first position of each run. The last run of a row overlaps the one before it where need be. */
    TapProduct.Positions runs(int[] inputs, int[] outputs) {
        var starts = IntStream.builder();
        int end;
        for (int first = 0; first < inputs.length; first = end) {
            end = first + 1;
            while (end < inputs.length
                    && inputs[end] - inputs[end - 1] == strides.input()
                    && outputs[end] - outputs[end - 1] == strides.output()) {
                end++;
            }
            for (int next = first; next < end; next += form.columns) {
                starts.add(Math.min(next, end - form.columns));
            }
        }
        int[] runs = starts.build().toArray();
        return new TapProduct.Positions(
                Arrays.stream(runs).map(run -> inputs[run]).toArray(),
                Arrays.stream(runs).map(run -> outputs[run]).toArray());
    }

    private int rowTiles() {
        return (rows + form.rows - 1) / form.rows;
    }

    private int runsTogether() {
        return Math.max(1, WAITING_TILES / rowTiles());
    }

    /** The last tile overlaps the one before it where the rows are no multiple. */
    private int firstRow(int tile) {
        return Math.min(tile * form.rows, rows - form.rows);
    }

    /**
     * Overwrites the output at all runs of positions, given by the first of each.
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
            int to,
            int[] outputRuns) {
        for (int run = 0; run < inputRuns.length; run += runsTogether()) {
            int end = Math.min(inputRuns.length, run + runsTogether());
            int w = weight;
            for (int piece = 0; piece < pieces.length; piece++) {
                for (int r = run; r < end; r++) {
                    int x = from + inputRuns[r];
                    int y = to + outputRuns[r];
                    piece(piece, r - run, weights, w, bias, firstBias, input, x, output, y);
                }
                w += pieces[piece].length * strides.weightTap();
            }
        }
    }

    /** All rows of one piece and run, which is number {@code run} of those that wait together. */
    private void piece(
            int piece,
            int run,
            float[] weights,
            int weight,
            float[] bias,
            int firstBias,
            float[] input,
            int from,
            float[] output,
            int to) {
        boolean first = piece == 0;
        boolean last = piece == pieces.length - 1;
        for (int tile = 0; tile < rowTiles(); tile++) {
            int row = firstRow(tile);
            int w = weight + row * strides.weightRow();
            int sums = FIRST + (run * rowTiles() + tile) * form.sums();
            int y = last ? to + row * strides.outputRow() : sums;
            for (int lane = 0; lane < COUNT; lane += Species.LENGTH) {
                tiles[piece].run(
                        pieces[piece],
                        weights,
                        w,
                        first ? bias : waiting,
                        first ? firstBias + row : sums + lane,
                        input,
                        from + lane,
                        last ? output : waiting,
                        y + lane);
            }
        }
    }
}
