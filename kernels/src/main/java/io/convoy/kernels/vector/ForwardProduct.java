package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;

import io.convoy.kernels.Convolution;
import io.convoy.kernels.ConvolutionShape;
import io.convoy.kernels.vector.StridedProduct.Strides;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The sum of forward convolution: a {@link StridedProduct} where its tiles fit, else a {@link TapProduct}. */
final class ForwardProduct {

    private static final int RUN = 5;

    private final ConvolutionShape shape;
    private final int[] corners;
    private final int groupInput;
    private final int outputPlane;
    private final float[] weights;
    private final float[] bias;
    private final @Nullable StridedProduct strided;
    private final TapProduct tapwise;

    /**
     * Some rows of output pixels: for each tile or, in a strided product, for each run of pixels, where its window and
     * its output begin.
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Pixels(int[] inputs, int[] outputs) {}

    /** @param outputPlane from one output channel to the next */
    ForwardProduct(ConvolutionShape shape, ConvolutionWindows windows, int outputPlane) {
        this.shape = shape;
        this.outputPlane = outputPlane;
        corners = windows.corners();
        groupInput = windows.groupInput();
        weights = new float[shape.weightCount()];
        bias = new float[shape.outputChannels()];
        int rows = shape.groupOutputChannels();
        int[] taps = windows.taps();
        boolean fits = shape.outputWidth() % RUN == 0 && rows % 4 == 0;
        strided = fits
                ? StridedProduct.ofFives(
                        rows, taps, new Strides(1, taps.length, corners[1] - corners[0], COUNT, outputPlane))
                : null;
        tapwise = new TapProduct(shape.groups(), rows, taps, groupInput, outputPlane);
    }

    /** Pixels from number {@code first} on, in whole rows; the output begins with the first of them. */
    Pixels pixels(int first, int count) {
        int[] inputs = Arrays.copyOfRange(corners, first, first + count);
        int[] outputs = TapProduct.multiples(count, COUNT);
        return strided == null
                ? new Pixels(tapwise.wholeTiles(inputs), tapwise.wholeTiles(outputs))
                : new Pixels(runs(inputs), runs(outputs));
    }

    private static int[] runs(int[] positions) {
        return IntStream.range(0, positions.length / RUN)
                .map(run -> positions[run * RUN])
                .toArray();
    }

    void setWeights(float[] parameters, int weightsOffset, int biasOffset) {
        System.arraycopy(parameters, weightsOffset, weights, 0, weights.length);
        if (biasOffset == Convolution.NO_BIAS) {
            Arrays.fill(bias, 0f);
        } else {
            System.arraycopy(parameters, biasOffset, bias, 0, bias.length);
        }
        if (strided == null) {
            tapwise.setWeights(weights, 0);
            tapwise.setBias(bias, 0);
        }
    }

    void run(float[] input, int from, Pixels pixels, float[] output, int to) {
        if (strided == null) {
            tapwise.run(-0f, input, from, pixels.inputs(), output, to, pixels.outputs());
            return;
        }
        int rows = shape.groupOutputChannels();
        for (int group = 0; group < shape.groups(); group++) {
            strided.run(
                    weights,
                    group * (weights.length / shape.groups()),
                    bias,
                    group * rows,
                    input,
                    from + group * groupInput,
                    pixels.inputs(),
                    output,
                    to + group * rows * outputPlane,
                    pixels.outputs());
        }
    }
}
