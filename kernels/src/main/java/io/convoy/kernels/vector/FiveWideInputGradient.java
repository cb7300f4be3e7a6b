package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;

import io.convoy.kernels.ConvolutionShape;
import io.convoy.kernels.Window;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The input gradient of a convolution with windows of 5×5 pixels, one pixel apart, without padding: only products that
 * exist are formed, where {@link ConvolutionInputGradient} multiplies a frame of zeros as well, half of its work on
 * small images. Tiles of some columns know which of them the edge cuts off; rows cut off are left out of the table.
 */
final class FiveWideInputGradient implements InputGradient {

    private static final Window WINDOW = Window.square(5);
    private static final int REACH = WINDOW.width() - 1;

    /** A tile's input channels and columns. */
    private record Form(Class<? extends InputTile> template, int rows, int columns) {

        static Form of(ConvolutionShape shape) {
            return shape.groupInputChannels() == 1
                    ? new Form(InputTile1x10.class, 1, 10)
                    : new Form(InputTile2x7.class, 2, 7);
        }
    }

    private final ConvolutionShape shape;
    private final int inputPlane;
    private final Form form;
    private final int tiles;
    private final InputTile left;
    private final @Nullable InputTile middle;
    private final InputTile right;

    /** [group][tile of input channels][output channel][window row][window column][input channel of the tile]. */
    private final float[] weights;

    private final int[] weightSources;

    /** For each input row, where the rows of the output gradient begin that it meets, and those of the weights. */
    private final int[][] gradientRows;

    private final int[][] weightRows;

    FiveWideInputGradient(ConvolutionShape shape) {
        this.shape = shape;
        inputPlane = shape.inputHeight() * shape.inputWidth() * COUNT;
        form = Form.of(shape);
        tiles = (shape.groupInputChannels() + form.rows - 1) / form.rows;
        weightSources = weightSources();
        weights = new float[weightSources.length];
        gradientRows = new int[shape.inputHeight()][];
        weightRows = new int[shape.inputHeight()][];
        for (int y = 0; y < shape.inputHeight(); y++) {
            setRows(y);
        }
        left = tile(false, true);
        middle = shape.inputWidth() > 2 * form.columns ? tile(true, true) : null;
        right = tile(true, false);
    }

    private InputTile tile(boolean hasLeft, boolean hasRight) {
        int[] rows = new int[25];
        float[] dummyWeights = new float[WINDOW.width() * form.rows];
        float[] gradient = new float[(form.columns + REACH) * COUNT];
        float[] input = new float[(form.rows - 1) * inputPlane + form.columns * COUNT];
        return Template.instance(
                InputTile.class,
                form.template,
                tile -> tile.run(rows, rows, dummyWeights, 0, gradient, 0, input, 0),
                inputPlane,
                hasLeft ? 1 : 0,
                hasRight ? 1 : 0);
    }

    static boolean fits(ConvolutionShape shape) {
        return shape.window().equals(WINDOW) && shape.inputWidth() >= Form.of(shape).columns + REACH;
    }

    private int tileWeights() {
        return shape.groupOutputChannels() * WINDOW.area() * form.rows;
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
                weightRows[y][t++] = (channel * WINDOW.height() + row) * WINDOW.width() * form.rows;
            }
        }
    }

    /** Where each packed weight lies in those of the convolution. */
    private int[] weightSources() {
        int[] sources = new int[shape.groups() * tiles * tileWeights()];
        int at = 0;
        int area = WINDOW.area();
        for (int group = 0; group < shape.groups(); group++) {
            for (int tile = 0; tile < tiles; tile++) {
                for (int channel = 0; channel < shape.groupOutputChannels(); channel++) {
                    int output = group * shape.groupOutputChannels() + channel;
                    int from = (output * shape.groupInputChannels() + firstChannel(tile)) * area;
                    for (int tap = 0; tap < area; tap++) {
                        for (int row = 0; row < form.rows; row++) {
                            sources[at++] = from + row * area + tap;
                        }
                    }
                }
            }
        }
        return sources;
    }

    private int firstChannel(int tile) {
        return Math.min(tile * form.rows, shape.groupInputChannels() - form.rows);
    }

    @Override
    public void setWeights(float[] source) {
        for (int i = 0; i < weights.length; i++) {
            weights[i] = source[weightSources[i]];
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
        int last = shape.inputWidth() - form.columns;
        for (int lane = 0; lane < COUNT; lane += Species.LENGTH) {
            int x = from - REACH * COUNT + lane;
            left.run(g, w, weights, weight, gradient, x, input, to + lane);
            for (int next = form.columns; next < last; next += form.columns) {
                int column = Math.min(next, last - REACH) * COUNT;
                Objects.requireNonNull(middle)
                        .run(g, w, weights, weight, gradient, x + column, input, to + column + lane);
            }
            right.run(g, w, weights, weight, gradient, x + last * COUNT, input, to + last * COUNT + lane);
        }
    }
}
