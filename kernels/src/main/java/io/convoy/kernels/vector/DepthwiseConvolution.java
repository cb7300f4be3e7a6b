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
 * matters is to move each value once: planes are framed one at a time, so that a frame is in the second cache when its
 * tile reads it.
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

    /** One channel, framed as the window asks. */
    private final PaddedPlanes input;

    /** One channel, framed so that the window turned about meets each pixel of the input. */
    private final PaddedPlanes outputGradient;

    private final int[] forwardInputs;
    private final int[] forwardOutputs;
    private final int[] backwardInputs;
    private final int[] backwardOutputs;
    private final int[] corners;

    private final DepthwiseTile forwardTile;
    private final DepthwiseTile inputTile;
    private final GradientTile gradientTile;

    private final float[] weights;
    private final float[] biases;

    /** [channel][tap, then the bias][16], from {@link Lanes#FIRST} on. */
    private final float[] sums;

    DepthwiseConvolution(ConvolutionShape shape) {
        this.shape = shape;
        int height = shape.inputHeight();
        int width = shape.inputWidth();
        inputPlane = height * width * COUNT;
        outputPlane = shape.outputHeight() * shape.outputWidth() * COUNT;
        int top = shape.window().paddingHeight();
        int left = shape.window().paddingWidth();
        input = new PaddedPlanes(1, height, width, top, top, left, left);
        outputGradient = new PaddedPlanes(
                1,
                shape.outputHeight(),
                shape.outputWidth(),
                SIZE - 1 - top,
                SIZE - 1 - top,
                SIZE - 1 - left,
                SIZE - 1 - left);
        corners = new ConvolutionWindows(shape).corners();
        forwardInputs = runs(shape.outputHeight(), shape.outputWidth(), input.distance(1, 0));
        forwardOutputs = runs(shape.outputHeight(), shape.outputWidth(), shape.outputWidth() * COUNT);
        backwardInputs = runs(height, width, outputGradient.distance(1, 0));
        backwardOutputs = runs(height, width, width * COUNT);
        forwardTile = tile(DepthwiseForwardTile.class, input.distance(1, 0));
        inputTile = tile(DepthwiseInputTile.class, outputGradient.distance(1, 0));
        gradientTile = gradientTile(input.distance(1, 0));
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

    /**
     * Where the runs of a plane begin; the last of a line overlaps the one before it where the width is no multiple.
     */
    private static int[] runs(int height, int width, int line) {
        int ofLine = (width + TILE_PIXELS - 1) / TILE_PIXELS;
        return IntStream.range(0, height * ofLine)
                .map(i -> i / ofLine * line + Math.min(i % ofLine * TILE_PIXELS, width - TILE_PIXELS) * COUNT)
                .toArray();
    }

    private static DepthwiseTile tile(Class<? extends DepthwiseTile> template, int line) {
        int[] runs = new int[DUMMY_RUNS];
        float[] x = new float[(SIZE - 1) * line + (SIZE - 1 + TILE_PIXELS) * COUNT];
        float[] y = new float[TILE_PIXELS * COUNT];
        float[] w = new float[AREA];
        return Template.instance(
                DepthwiseTile.class, template, tile -> tile.run(runs, runs, w, 0, 0f, x, 0, y, 0), line);
    }

    private static GradientTile gradientTile(int line) {
        int[] positions = new int[DUMMY_RUNS];
        float[] x = new float[(SIZE - 1) * line + SIZE * COUNT];
        float[] gradient = new float[DUMMY_RUNS * COUNT];
        float[] channelSums = new float[CHANNEL_SUMS];
        return Template.instance(
                GradientTile.class,
                DepthwiseGradientTile.class,
                tile -> tile.run(positions, x, 0, gradient, 0, channelSums, 0),
                line);
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
            int plane = inputOffset + channel * inputPlane;
            float[] framed = input.array(x, plane);
            for (int lane = 0; lane < COUNT; lane += Species.LENGTH) {
                forwardTile.run(
                        forwardInputs,
                        forwardOutputs,
                        weights,
                        channel * AREA,
                        biases[channel],
                        framed,
                        input.offset(plane) + lane,
                        output,
                        outputOffset + channel * outputPlane + lane);
            }
        }
    }

    @Override
    public void backwardInput(float[] gradient, int outputGradientOffset, float[] inputGradient, int inputOffset) {
        for (int channel = 0; channel < biases.length; channel++) {
            int plane = outputGradientOffset + channel * outputPlane;
            float[] framed = outputGradient.array(gradient, plane);
            for (int lane = 0; lane < COUNT; lane += Species.LENGTH) {
                inputTile.run(
                        backwardInputs,
                        backwardOutputs,
                        weights,
                        channel * AREA,
                        0f,
                        framed,
                        outputGradient.offset(plane) + lane,
                        inputGradient,
                        inputOffset + channel * inputPlane + lane);
            }
        }
    }

    @Override
    public void accumulateWeightGradient(float[] x, int inputOffset, float[] gradient, int outputGradientOffset) {
        for (int channel = 0; channel < biases.length; channel++) {
            int plane = inputOffset + channel * inputPlane;
            float[] framed = input.array(x, plane);
            for (int lane = 0; lane < COUNT; lane += Species.LENGTH) {
                gradientTile.run(
                        corners,
                        framed,
                        input.offset(plane) + lane,
                        gradient,
                        outputGradientOffset + channel * outputPlane + lane,
                        sums,
                        FIRST + channel * CHANNEL_SUMS + lane);
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
