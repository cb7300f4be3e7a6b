package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.Lanes.FIRST;

import io.convoy.kernels.Convolution;
import io.convoy.kernels.ConvolutionShape;
import io.convoy.kernels.Lanes;
import io.convoy.kernels.Window;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Each channel by itself with a window of 3×3 that moves one pixel at a time. With nine multiply-adds a value what
 * matters is to move each value once: a few rows of a plane are framed at a time, so that they are in the first cache
 * when their tile reads them.
 */
final class DepthwiseConvolution implements Convolution {

    private static final int SIZE = 3;
    private static final int AREA = SIZE * SIZE;

    /** Neighbouring pixels that share what they read. */
    private static final int TILE_PIXELS = 4;

    private static final int DUMMY_RUNS = 25;

    /** Partial sums of a channel: its taps and its bias. */
    private static final int CHANNEL_SUMS = (AREA + 1) * COUNT;

    private final ConvolutionShape shape;
    private final int inputPlane;
    private final int outputPlane;

    private final FramedStrips input;

    /** Framed so that the window turned about meets each pixel of the input. */
    private final FramedStrips outputGradient;

    private final Runs[] forwardRuns;
    private final Runs[] backwardRuns;

    /** [strip]: the corners of its windows or, where these come in whole runs, of the first of each run. */
    private final int[][] corners;

    private final DepthwiseTile forwardTile;
    private final DepthwiseTile inputTile;
    private final GradientTile gradientTile;

    private final float[] weights;
    private final float[] biases;

    /** [channel][tap, then the bias][16], from {@link Lanes#FIRST} on. */
    private final float[] sums;

    /** Where the runs of a strip begin. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Runs(int[] inputs, int[] outputs) {}

    DepthwiseConvolution(ConvolutionShape shape) {
        this.shape = shape;
        int height = shape.inputHeight();
        int width = shape.inputWidth();
        inputPlane = height * width * COUNT;
        outputPlane = shape.outputHeight() * shape.outputWidth() * COUNT;
        int top = shape.window().paddingHeight();
        int left = shape.window().paddingWidth();
        input = new FramedStrips(height, width, top, left, SIZE);
        outputGradient =
                new FramedStrips(shape.outputHeight(), shape.outputWidth(), SIZE - 1 - top, SIZE - 1 - left, SIZE);
        forwardRuns = runs(input, shape.outputWidth());
        backwardRuns = runs(outputGradient, width);
        int step = shape.outputWidth() % TILE_PIXELS == 0 ? TILE_PIXELS : 1;
        corners = corners(input, shape.outputWidth(), step);
        forwardTile = tile(DepthwiseForwardTile.class, input.line());
        inputTile = tile(DepthwiseInputTile.class, outputGradient.line());
        gradientTile =
                gradientTile(step == 1 ? DepthwiseGradientTile.class : DepthwiseRunGradientTile.class, input.line());
        weights = new float[shape.weightCount()];
        biases = new float[shape.outputChannels()];
        sums = new float[FIRST + shape.outputChannels() * CHANNEL_SUMS];
    }

    static boolean fits(ConvolutionShape shape) {
        var window = shape.window();
        return shape.groups() == shape.inputChannels()
                && shape.groups() == shape.outputChannels()
                && window.paddingHeight() < SIZE
                && window.paddingWidth() < SIZE
                && window.equals(new Window(SIZE, SIZE, 1, 1, window.paddingHeight(), window.paddingWidth(), 1, 1))
                && Math.min(shape.outputWidth(), shape.inputWidth()) >= TILE_PIXELS;
    }

    private static Runs[] runs(FramedStrips strips, int width) {
        return IntStream.range(0, strips.strips())
                .mapToObj(strip -> new Runs(
                        runs(strips.rows(strip), width, strips.line()), runs(strips.rows(strip), width, width * COUNT)))
                .toArray(Runs[]::new);
    }

    /** The last run of a line overlaps the one before it where the width is no multiple. */
    private static int[] runs(int height, int width, int line) {
        int ofLine = (width + TILE_PIXELS - 1) / TILE_PIXELS;
        return IntStream.range(0, height * ofLine)
                .map(i -> i / ofLine * line + Math.min(i % ofLine * TILE_PIXELS, width - TILE_PIXELS) * COUNT)
                .toArray();
    }

    private static int[][] corners(FramedStrips strips, int width, int step) {
        return IntStream.range(0, strips.strips())
                .mapToObj(strip -> IntStream.iterate(0, i -> i < strips.rows(strip) * width, i -> i + step)
                        .map(i -> i / width * strips.line() + i % width * COUNT)
                        .toArray())
                .toArray(int[][]::new);
    }

    private static DepthwiseTile tile(Class<? extends DepthwiseTile> template, int line) {
        int[] runs = new int[DUMMY_RUNS];
        float[] x = new float[(SIZE - 1) * line + (SIZE - 1 + TILE_PIXELS) * COUNT];
        float[] y = new float[TILE_PIXELS * COUNT];
        float[] w = new float[AREA];
        return Template.instance(
                DepthwiseTile.class, template, tile -> tile.run(runs, runs, w, 0, 0f, x, 0, y, 0), line);
    }

    private static GradientTile gradientTile(Class<? extends GradientTile> template, int line) {
        int[] positions = new int[DUMMY_RUNS];
        float[] x = new float[(SIZE - 1) * line + (SIZE - 1 + TILE_PIXELS) * COUNT];
        float[] gradient = new float[DUMMY_RUNS * TILE_PIXELS * COUNT];
        float[] channelSums = new float[CHANNEL_SUMS];
        return Template.instance(
                GradientTile.class, template, tile -> tile.run(positions, x, 0, gradient, 0, channelSums, 0), line);
    }

    @Override
    public ConvolutionShape shape() {
        return shape;
    }

    @Override
    public void setWeights(float[] parameters, int weightsOffset, int biasOffset) {
        System.arraycopy(parameters, weightsOffset, weights, 0, weights.length);
        if (biasOffset == NO_BIAS) {
            Arrays.fill(biases, 0f);
        } else {
            System.arraycopy(parameters, biasOffset, biases, 0, biases.length);
        }
    }

    @Override
    public void forward(float[] x, int inputOffset, float[] output, int outputOffset) {
        for (int channel = 0; channel < biases.length; channel++) {
            int from = inputOffset + channel * inputPlane;
            int to = outputOffset + channel * outputPlane;
            run(forwardTile, forwardRuns, channel, biases[channel], input, x, from, output, to, shape.outputWidth());
        }
    }

    @Override
    public void backwardInput(float[] gradient, int outputGradientOffset, float[] inputGradient, int inputOffset) {
        for (int channel = 0; channel < biases.length; channel++) {
            int from = outputGradientOffset + channel * outputPlane;
            int to = inputOffset + channel * inputPlane;
            run(
                    inputTile,
                    backwardRuns,
                    channel,
                    0f,
                    outputGradient,
                    gradient,
                    from,
                    inputGradient,
                    to,
                    shape.inputWidth());
        }
    }

    private void run(
            DepthwiseTile tile,
            Runs[] runs,
            int channel,
            float bias,
            FramedStrips strips,
            float[] plane,
            int from,
            float[] output,
            int to,
            int width) {
        for (int strip = 0; strip < runs.length; strip++) {
            float[] framed = strips.array(strip, plane, from);
            int x = strips.offset(strip, from);
            int y = to + strip * strips.stripRows() * width * COUNT;
            for (int lane = 0; lane < COUNT; lane += Species.LENGTH) {
                tile.run(
                        runs[strip].inputs,
                        runs[strip].outputs,
                        weights,
                        channel * AREA,
                        bias,
                        framed,
                        x + lane,
                        output,
                        y + lane);
            }
        }
    }

    @Override
    public void accumulateWeightGradient(float[] x, int inputOffset, float[] gradient, int outputGradientOffset) {
        for (int channel = 0; channel < biases.length; channel++) {
            int from = inputOffset + channel * inputPlane;
            int g = outputGradientOffset + channel * outputPlane;
            int sum = FIRST + channel * CHANNEL_SUMS;
            for (int strip = 0; strip < corners.length; strip++) {
                float[] framed = input.array(strip, x, from);
                int corner = input.offset(strip, from);
                for (int lane = 0; lane < COUNT; lane += Species.LENGTH) {
                    gradientTile.run(corners[strip], framed, corner + lane, gradient, g + lane, sums, sum + lane);
                }
                g += input.rows(strip) * shape.outputWidth() * COUNT;
            }
        }
    }

    @Override
    public void finishWeightGradient(float[] gradient, int weightsOffset, int biasOffset) {
        for (int channel = 0; channel < biases.length; channel++) {
            int sum = FIRST + channel * CHANNEL_SUMS;
            for (int tap = 0; tap < AREA; tap++) {
                gradient[weightsOffset + channel * AREA + tap] = Lanes.sum(sums, sum + tap * COUNT);
            }
            if (biasOffset != NO_BIAS) {
                gradient[biasOffset + channel] = Lanes.sum(sums, sum + AREA * COUNT);
            }
        }
        Arrays.fill(sums, 0f);
    }
}
