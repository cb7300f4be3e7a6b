package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;

import io.convoy.kernels.ConvolutionShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A convolution's gradient by its input. Input pixels whose distance leaves the same remainder when divided by the
 * stride meet the same pixels of the window: they are one {@link Phase}, a convolution of stride 1 over the framed
 * output gradient with those pixels of the window.
 */
final class ConvolutionInputGradient implements InputGradient {

    private final ConvolutionShape shape;
    private final PaddedPlanes paddedGradient;
    private final List<Phase> phases = new ArrayList<>();

    @SuppressWarnings("ArrayRecordComponent")
    private record Phase(TapProduct product, int[] weightSources, TapProduct.Positions positions) {}

    /**
     * One axis of a phase: input pixel {@code pixels[i]} and tap {@code taps[j]} of the window meet output pixel
     * {@code origins[i] + shifts[j]}, which may lie outside.
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record AxisPhase(int[] pixels, int[] origins, int[] taps, int[] shifts) {

        static List<AxisPhase> of(int input, int window, int stride, int padding, int dilation) {
            return IntStream.range(0, stride)
                    .mapToObj(remainder -> {
                        int[] pixels = IntStream.range(0, input)
                                .filter(pixel -> (pixel + padding) % stride == remainder)
                                .toArray();
                        int[] taps = IntStream.range(0, window)
                                .filter(tap -> tap * dilation % stride == remainder)
                                .toArray();
                        return new AxisPhase(
                                pixels,
                                Arrays.stream(pixels)
                                        .map(pixel -> (pixel + padding) / stride)
                                        .toArray(),
                                taps,
                                Arrays.stream(taps)
                                        .map(tap -> (remainder - tap * dilation) / stride)
                                        .toArray());
                    })
                    .toList();
        }

        IntStream outputs() {
            return Arrays.stream(origins)
                    .flatMap(origin -> Arrays.stream(shifts).map(shift -> origin + shift));
        }
    }

    ConvolutionInputGradient(ConvolutionShape shape) {
        this.shape = shape;
        var window = shape.window();
        var vertical = AxisPhase.of(
                shape.inputHeight(),
                window.height(),
                window.strideHeight(),
                window.paddingHeight(),
                window.dilationHeight());
        var horizontal = AxisPhase.of(
                shape.inputWidth(),
                window.width(),
                window.strideWidth(),
                window.paddingWidth(),
                window.dilationWidth());
        paddedGradient = new PaddedPlanes(
                shape.outputChannels(),
                shape.outputHeight(),
                shape.outputWidth(),
                before(vertical),
                after(vertical, shape.outputHeight()),
                before(horizontal),
                after(horizontal, shape.outputWidth()));
        for (var rows : vertical) {
            for (var columns : horizontal) {
                if (rows.pixels().length > 0 && columns.pixels().length > 0) {
                    phases.add(phase(rows, columns));
                }
            }
        }
    }

    private static int before(List<AxisPhase> axis) {
        return Math.max(0, -axis.stream().flatMapToInt(AxisPhase::outputs).min().orElse(0));
    }

    private static int after(List<AxisPhase> axis, int size) {
        return Math.max(0, axis.stream().flatMapToInt(AxisPhase::outputs).max().orElse(0) - size + 1);
    }

    private Phase phase(AxisPhase rows, AxisPhase columns) {
        int groupOutputs = shape.groupOutputChannels();
        int count = groupOutputs * rows.taps().length * columns.taps().length;
        int[] taps = new int[count];
        int[] sources = new int[count];
        int tap = 0;
        for (int channel = 0; channel < groupOutputs; channel++) {
            for (int row = 0; row < rows.taps().length; row++) {
                for (int column = 0; column < columns.taps().length; column++) {
                    taps[tap] = channel * paddedGradient.plane()
                            + paddedGradient.distance(rows.shifts()[row], columns.shifts()[column]);
                    sources[tap++] = channel
                                    * shape.groupInputChannels()
                                    * shape.window().area()
                            + rows.taps()[row] * shape.window().width()
                            + columns.taps()[column];
                }
            }
        }
        var product = new TapProduct(
                shape.groups(),
                shape.groupInputChannels(),
                taps,
                groupOutputs * paddedGradient.plane(),
                new StridedProduct.Strides(
                        1,
                        taps.length,
                        COUNT,
                        shape.window().strideWidth() * COUNT,
                        shape.inputHeight() * shape.inputWidth() * COUNT),
                columns.pixels().length,
                true);
        int[] gradientPositions = new int[rows.pixels().length * columns.pixels().length];
        int[] inputPositions = new int[gradientPositions.length];
        int position = 0;
        for (int row = 0; row < rows.pixels().length; row++) {
            for (int column = 0; column < columns.pixels().length; column++) {
                gradientPositions[position] = paddedGradient.at(rows.origins()[row], columns.origins()[column]);
                inputPositions[position++] =
                        (rows.pixels()[row] * shape.inputWidth() + columns.pixels()[column]) * COUNT;
            }
        }
        return new Phase(product, sources, product.positions(gradientPositions, inputPositions));
    }

    @Override
    public void setWeights(float[] weights) {
        int area = shape.window().area();
        int groupStride = shape.groupOutputChannels() * shape.groupInputChannels() * area;
        for (var phase : phases) {
            phase.product().setWeights(weights, groupStride, area, phase.weightSources());
        }
    }

    @Override
    public void run(float[] outputGradient, int outputGradientOffset, float[] inputGradient, int inputGradientOffset) {
        float[] gradient = paddedGradient.array(outputGradient, outputGradientOffset);
        int from = paddedGradient.offset(outputGradientOffset);
        for (var phase : phases) {
            phase.product().run(gradient, from, phase.positions(), inputGradient, inputGradientOffset);
        }
    }
}
