package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;

import io.convoy.kernels.Convolution;
import io.convoy.kernels.ConvolutionShape;
import io.convoy.kernels.vector.StridedProduct.Strides;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The sum of forward convolution: a {@link StridedProduct} where its tiles fit without remainder and its taps are few,
 * else a {@link TapProduct}.
 */
final class ForwardProduct {

    /** Whose input the first cache holds. */
    private static final int FEW_TAPS = 200;

    /** Pixels in a run of the strided product. */
    private static final int RUN = 4;

    private final ConvolutionShape shape;
    private final int[] corners;
    private final int groupInput;
    private final int outputPlane;
    private final float[] weights;
    private final float[] bias;
    private final @Nullable StridedProduct strided;

    private final @Nullable TapProduct tapwise;

    /** @param outputPlane from one output channel to the next */
    ForwardProduct(ConvolutionShape shape, ConvolutionWindows windows, int outputPlane) {
        this.shape = shape;
        this.outputPlane = outputPlane;
        corners = windows.corners();
        groupInput = windows.groupInput();
        weights = new float[shape.weightCount()];
        bias = new float[shape.outputChannels()];
        var window = shape.window();
        int rows = shape.groupOutputChannels();
        int[] taps = windows.taps();
        var strides = new Strides(1, taps.length, window.strideWidth() * COUNT, COUNT, outputPlane);
        strided = taps.length <= FEW_TAPS && shape.outputWidth() % RUN == 0 && rows % StridedProduct.ROWS_OF_FOURS == 0
                ? StridedProduct.ofFours(rows, taps, strides)
                : null;
        tapwise = strided == null
                ? new TapProduct(shape.groups(), rows, taps, groupInput, strides, shape.outputWidth(), false)
                : null;
    }

    /** Pixels from number {@code first} on, in whole rows; the output begins with the first of them. */
    TapProduct.Positions pixels(int first, int count) {
        int[] inputs = Arrays.copyOfRange(corners, first, first + count);
        return tapwise == null
                ? new TapProduct.Positions(runs(inputs), new int[0])
                : tapwise.positions(inputs, TapProduct.multiples(count, COUNT));
    }

    private int[] runs(int[] positions) {
        return IntStream.range(0, positions.length / RUN)
                .map(i -> positions[i * RUN])
                .toArray();
    }

    void setWeights(float[] parameters, int weightsOffset, int biasOffset) {
        System.arraycopy(parameters, weightsOffset, weights, 0, weights.length);
        if (biasOffset == Convolution.NO_BIAS) {
            Arrays.fill(bias, 0f);
        } else {
            System.arraycopy(parameters, biasOffset, bias, 0, bias.length);
        }
        if (tapwise != null) {
            tapwise.setWeights(weights, 0);
            tapwise.setBias(bias, 0);
        }
    }

    void run(float[] input, int from, TapProduct.Positions pixels, float[] output, int to) {
        if (tapwise != null) {
            tapwise.run(input, from, pixels, output, to);
            return;
        }
        var product = Objects.requireNonNull(strided);
        int rows = shape.groupOutputChannels();
        for (int group = 0; group < shape.groups(); group++) {
            product.run(
                    weights,
                    group * (weights.length / shape.groups()),
                    bias,
                    group * rows,
                    input,
                    from + group * groupInput,
                    pixels.inputs(),
                    output,
                    to + group * rows * outputPlane);
        }
    }
}
