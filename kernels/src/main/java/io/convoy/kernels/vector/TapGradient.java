package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.Lanes.FIRST;
import static io.convoy.kernels.vector.Species.FLOATS;

import io.convoy.kernels.Lanes;
import java.util.Arrays;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/**
 * The weight gradient of a {@link TapProduct}, as sixteen partial sums a weight, one a lane:
 *
 * <pre>sum[group][row][tap] += Σ_position gradient[row][position] · input[position + tap]</pre>
 *
 * <p>Tiles of several rows and taps keep their sums in registers while they run over all positions. Taps are filled up
 * to whole tiles; what the extra ones sum is never read.
 */
final class TapGradient {

    private static final int DUMMY_POSITIONS = 25;

    private final int groups;
    private final int rows;
    private final int tapCount;
    private final int[] taps;
    private final int groupInput;
    private final int[] positions;
    private final int tileTaps;

    /** For taps that lie equally far apart in each tile, else null. */
    private final @Nullable GradientTile fours;

    private final @Nullable GradientTile threes;

    /** [group][row tile][tap tile][row of the tile][tap of the tile][16], from {@link Lanes#FIRST} on. */
    private final float[] sums;

    /** [group][row][16]. */
    private final float[] biasSums;

    /** @param positions of the input, in the order of the gradient's */
    TapGradient(int groups, int rows, int[] taps, int groupInput, int[] positions) {
        this.groups = groups;
        this.rows = rows;
        this.groupInput = groupInput;
        this.positions = positions;
        tapCount = taps.length;
        tileTaps = rows == 1 ? 10 : 5;
        this.taps = Arrays.copyOf(taps, (tapCount + tileTaps - 1) / tileTaps * tileTaps);
        sums = new float[FIRST + groups * rows * this.taps.length * COUNT];
        biasSums = new float[groups * rows * COUNT];
        boolean regular = tapCount % 5 == 0 && haveStep(taps, taps[1] - taps[0]);
        boolean inThrees = tileRows(0) == 3;
        fours = regular && !inThrees && rows >= 4 ? rowTile(RowGradientTile4x5.class, 4) : null;
        threes = regular && (inThrees || rows % 4 == 3) ? rowTile(RowGradientTile3x5.class, 3) : null;
    }

    private GradientTile rowTile(Class<? extends GradientTile> template, int tileRows) {
        int tap = taps[1] - taps[0];
        int[] dummyPositions = new int[DUMMY_POSITIONS];
        float[] input = new float[4 * tap + COUNT];
        float[] gradient = new float[(tileRows - 1) * plane() + DUMMY_POSITIONS * COUNT];
        float[] dummySums = new float[tileRows * 5 * COUNT];
        return Template.instance(
                GradientTile.class,
                template,
                tile -> tile.run(dummyPositions, input, 0, gradient, 0, dummySums, 0),
                tap,
                plane());
    }

    private static boolean haveStep(int[] taps, int step) {
        return IntStream.range(0, taps.length).allMatch(i -> i % 5 == 0 || taps[i] - taps[i - 1] == step);
    }

    /** Rows of the tile that begins at {@code row}: threes if that comes out even, else fours and a rest. */
    private int tileRows(int row) {
        int left = rows - row;
        return left % 4 != 0 && rows % 3 == 0 ? 3 : Math.min(4, left);
    }

    private int plane() {
        return positions.length * COUNT;
    }

    void accumulate(float[] input, int from, float[] gradient, int gradientFrom) {
        for (int group = 0; group < groups; group++) {
            int rowsFrom = group * rows;
            for (int row = 0; row < rows; row += tileRows(row)) {
                accumulate(
                        tileRows(row),
                        input,
                        from + group * groupInput,
                        gradient,
                        gradientFrom + (rowsFrom + row) * plane(),
                        (rowsFrom + row) * taps.length * COUNT);
                addBias(tileRows(row), gradient, gradientFrom + (rowsFrom + row) * plane(), (rowsFrom + row) * COUNT);
            }
        }
    }

    private void accumulate(int tileRows, float[] input, int from, float[] gradient, int gradientFrom, int firstSum) {
        int plane = plane();
        for (int tap = 0; tap < taps.length; tap += tileTaps) {
            for (int lane = 0; lane < COUNT; lane += Species.LENGTH) {
                int sum = FIRST + firstSum + tap * tileRows * COUNT + lane;
                int g = gradientFrom + lane;
                int x = from + lane;
                if (tileTaps == 10) {
                    GradientTile1x10.run(positions, input, x, taps, tap, gradient, g, plane, sums, sum);
                } else if (fours != null && tileRows == 4) {
                    fours.run(positions, input, x + taps[tap], gradient, g, sums, sum);
                } else if (threes != null && tileRows == 3) {
                    threes.run(positions, input, x + taps[tap], gradient, g, sums, sum);
                } else if (tileRows == 4) {
                    GradientTile4x5.run(positions, input, x, taps, tap, gradient, g, plane, sums, sum);
                } else if (tileRows == 3) {
                    GradientTile3x5.run(positions, input, x, taps, tap, gradient, g, plane, sums, sum);
                } else {
                    for (int row = 0; row < tileRows; row++) {
                        GradientTile1x5.run(
                                positions,
                                input,
                                x,
                                taps,
                                tap,
                                gradient,
                                g + row * plane,
                                plane,
                                sums,
                                sum + row * tileTaps * COUNT);
                    }
                }
            }
        }
    }

    /** Four rows at a time: of one alone every addition would wait for the one before. */
    private void addBias(int tileRows, float[] gradient, int from, int to) {
        int last = tileRows - 1;
        for (int lane = 0; lane < COUNT; lane += Species.LENGTH) {
            int second = Math.min(1, last);
            int third = Math.min(2, last);
            addPlanes(
                    gradient,
                    from + lane,
                    from + second * plane() + lane,
                    from + third * plane() + lane,
                    from + last * plane() + lane,
                    to + lane,
                    to + second * COUNT + lane,
                    to + third * COUNT + lane,
                    to + last * COUNT + lane);
        }
    }

    private void addPlanes(
            float[] gradient, int fromA, int fromB, int fromC, int fromD, int toA, int toB, int toC, int toD) {
        var a = FloatVector.fromArray(FLOATS, biasSums, toA);
        var b = FloatVector.fromArray(FLOATS, biasSums, toB);
        var c = FloatVector.fromArray(FLOATS, biasSums, toC);
        var d = FloatVector.fromArray(FLOATS, biasSums, toD);
        for (int at = 0; at < positions.length * COUNT; at += COUNT) {
            a = a.add(FloatVector.fromArray(FLOATS, gradient, fromA + at));
            b = b.add(FloatVector.fromArray(FLOATS, gradient, fromB + at));
            c = c.add(FloatVector.fromArray(FLOATS, gradient, fromC + at));
            d = d.add(FloatVector.fromArray(FLOATS, gradient, fromD + at));
        }
        a.intoArray(biasSums, toA);
        b.intoArray(biasSums, toB);
        c.intoArray(biasSums, toC);
        d.intoArray(biasSums, toD);
    }

    /** Overwrites the gradient {@code [group][row][tap]} with the sums over the lanes and clears the partial sums. */
    void finishWeights(float[] gradient, int to) {
        for (int group = 0; group < groups; group++) {
            for (int row = 0; row < rows; row += tileRows(row)) {
                int firstRow = group * rows + row;
                finishTiles(tileRows(row), FIRST + firstRow * taps.length * COUNT, gradient, to + firstRow * tapCount);
            }
        }
    }

    private void finishTiles(int tileRows, int from, float[] gradient, int to) {
        for (int tap = 0; tap < tapCount; tap += tileTaps) {
            int count = Math.min(tileTaps, tapCount - tap);
            int tile = from + tap * tileRows * COUNT;
            for (int row = 0; row < tileRows; row++) {
                int tileRow = tile + row * tileTaps * COUNT;
                for (int t = 0; t < count; t++) {
                    gradient[to + row * tapCount + tap + t] = Lanes.sum(sums, tileRow + t * COUNT);
                }
            }
            Arrays.fill(sums, tile, tile + tileRows * tileTaps * COUNT, 0f);
        }
    }

    /** Overwrites {@code [group][row]}. */
    void finishBias(float[] gradient, int to) {
        for (int row = 0; row < groups * rows; row++) {
            gradient[to + row] = Lanes.sum(biasSums, row * COUNT);
        }
    }

    void clearBias() {
        Arrays.fill(biasSums, 0f);
    }
}
