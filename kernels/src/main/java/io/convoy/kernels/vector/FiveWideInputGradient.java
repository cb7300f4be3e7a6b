package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;

import io.convoy.kernels.ConvolutionShape;
import io.convoy.kernels.Window;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The input gradient of a convolution with windows of 5×5 pixels, one pixel apart, without padding: only products that
 * exist are formed, where {@link ConvolutionInputGradient} multiplies a frame of zeros as well, half of its work on
 * small images. Tiles of seven columns know which of them the edge cuts off; rows cut off are left out of the table.
 */
final class FiveWideInputGradient implements InputGradient {

    private static final Window WINDOW = Window.square(5);
    private static final int TILE_ROWS = 2;
    private static final int TILE_COLUMNS = 7;

    private final ConvolutionShape shape;
    private final int inputPlane;
    private final int tiles;
    private final InputTile left;
    private final @Nullable InputTile middle;
    private final InputTile right;

    /** [group][tile of input channels][output channel][window row][window column][input channel of the tile]. */
    private final float[] weights;

    /** For each input row, where the rows of the output gradient begin that it meets, and those of the weights. */
    private final int[][] gradientRows;

    private final int[][] weightRows;

    FiveWideInputGradient(ConvolutionShape shape) {
        this.shape = shape;
        inputPlane = shape.inputHeight() * shape.inputWidth() * COUNT;
        tiles = (shape.groupInputChannels() + TILE_ROWS - 1) / TILE_ROWS;
        weights = new float[shape.groups() * tiles * tileWeights()];
        gradientRows = new int[shape.inputHeight()][];
        weightRows = new int[shape.inputHeight()][];
        for (int y = 0; y < shape.inputHeight(); y++) {
            setRows(y);
        }
        left = tile(LeftInputTile.class);
        middle = shape.inputWidth() > 2 * TILE_COLUMNS ? tile(MiddleInputTile.class) : null;
        right = tile(RightInputTile.class);
    }

    private InputTile tile(Class<? extends InputTile> template) {
        int[] rows = new int[25];
        float[] dummyWeights = new float[WINDOW.width() * TILE_ROWS];
        float[] gradient = new float[(TILE_COLUMNS + WINDOW.width() - 1) * COUNT];
        float[] input = new float[(TILE_ROWS - 1) * inputPlane + TILE_COLUMNS * COUNT];
        return Template.instance(
                InputTile.class,
                template,
                tile -> tile.run(rows, rows, dummyWeights, 0, gradient, 0, input, 0),
                inputPlane);
    }

    static boolean fits(ConvolutionShape shape) {
        return shape.window().equals(WINDOW)
                && shape.inputWidth() >= 2 * TILE_COLUMNS
                && shape.groupInputChannels() >= TILE_ROWS;
    }

    private int tileWeights() {
        return shape.groupOutputChannels() * WINDOW.area() * TILE_ROWS;
    }

    private void setRows(int y) {
        int first = Math.max(0, y - shape.outputHeight() + 1);
        int end = Math.min(WINDOW.height(), y + 1);
        gradientRows[y] = new int[shape.groupOutputChannels() * (end - first)];
        weightRows[y] = new int[gradientRows[y].length];
        int t = 0;
        for (int channel = 0; channel < shape.groupOutputChannels(); channel++) {
            for (int row = first; row < end; row++) {
                gradientRows[y][t] = (channel * shape.outputHeight() + y - row) * shape.outputWidth() * COUNT;
                weightRows[y][t++] = (channel * WINDOW.height() + row) * WINDOW.width() * TILE_ROWS;
            }
        }
    }

    private int firstChannel(int tile) {
        return Math.min(tile * TILE_ROWS, shape.groupInputChannels() - TILE_ROWS);
    }

    @Override
    public void setWeights(float[] source) {
        int at = 0;
        int area = WINDOW.area();
        for (int group = 0; group < shape.groups(); group++) {
            for (int tile = 0; tile < tiles; tile++) {
                for (int channel = 0; channel < shape.groupOutputChannels(); channel++) {
                    int output = group * shape.groupOutputChannels() + channel;
                    int from = (output * shape.groupInputChannels() + firstChannel(tile)) * area;
                    for (int tap = 0; tap < area; tap++) {
                        for (int row = 0; row < TILE_ROWS; row++) {
                            weights[at++] = source[from + row * area + tap];
                        }
                    }
                }
            }
        }
    }

    @Override
    public void run(float[] outputGradient, int outputGradientOffset, float[] inputGradient, int inputGradientOffset) {
        int groupGradient = shape.groupOutputChannels() * shape.outputHeight() * shape.outputWidth() * COUNT;
        for (int group = 0; group < shape.groups(); group++) {
            int from = outputGradientOffset + group * groupGradient;
            for (int y = 0; y < shape.inputHeight(); y++) {
                for (int tile = 0; tile < tiles; tile++) {
                    int channel = group * shape.groupInputChannels() + firstChannel(tile);
                    int to = inputGradientOffset + channel * inputPlane + y * shape.inputWidth() * COUNT;
                    row(y, (group * tiles + tile) * tileWeights(), outputGradient, from, inputGradient, to);
                }
            }
        }
    }

    private void row(int y, int weight, float[] gradient, int from, float[] input, int to) {
        int[] g = gradientRows[y];
        int[] w = weightRows[y];
        int last = shape.inputWidth() - TILE_COLUMNS;
        int reach = WINDOW.width() - 1;
        for (int lane = 0; lane < COUNT; lane += Species.LENGTH) {
            left.run(g, w, weights, weight, gradient, from + lane, input, to + lane);
            for (int column = TILE_COLUMNS; column < last; column += TILE_COLUMNS) {
                int x = Math.min(column, last - reach);
                int gradientFrom = from + (x - reach) * COUNT + lane;
                int inputTo = to + x * COUNT + lane;
                Objects.requireNonNull(middle).run(g, w, weights, weight, gradient, gradientFrom, input, inputTo);
            }
            int gradientFrom = from + (last - reach) * COUNT + lane;
            int inputTo = to + last * COUNT + lane;
            right.run(g, w, weights, weight, gradient, gradientFrom, input, inputTo);
        }
    }
}
