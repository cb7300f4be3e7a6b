package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.Species.FLOATS;
import static io.convoy.kernels.vector.Species.INTS;
import static io.convoy.kernels.vector.Species.LENGTH;

import io.convoy.kernels.Normalisation;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Sums go by half vectors, which fill whole ones as doubles. */
final class VectorNormalisation implements Normalisation {

    private static final VectorSpecies<Double> DOUBLES = VectorSpecies.of(double.class, FLOATS.vectorShape());

    private static final VectorSpecies<Float> HALVES =
            VectorSpecies.of(float.class, VectorShape.forBitSize(FLOATS.vectorBitSize() / 2));

    private static final int HALF = LENGTH / 2;

    private final int channels;
    private final int pixels;

    /** The two sums of a channel. */
    private final double[] lanes = new double[2 * COUNT];

    /** −1 for the lanes that hold an image, else 0. */
    private final int[] mask = new int[COUNT];

    VectorNormalisation(int channels, int pixels) {
        this.channels = channels;
        this.pixels = pixels;
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public int pixels() {
        return pixels;
    }

    @Override
    public void addMoments(int images, float[] input, int inputOffset, double[] sums) {
        for (int c = 0; c < channels; c++) {
            int sum = c * 2 * COUNT;
            System.arraycopy(sums, sum, lanes, 0, 2 * COUNT);
            for (int lane = 0; lane < COUNT; lane += LENGTH) {
                addSquares(input, inputOffset + c * pixels * COUNT + lane, lanes, lane);
            }
            keep(images, sums, sum);
        }
    }

    /** Takes over the sums of lanes with an image. */
    private void keep(int images, double[] sums, int sum) {
        System.arraycopy(lanes, 0, sums, sum, images);
        System.arraycopy(lanes, COUNT, sums, sum + COUNT, images);
    }

    private void addSquares(float[] input, int from, double[] sums, int lane) {
        var low = DoubleVector.fromArray(DOUBLES, sums, lane);
        var high = DoubleVector.fromArray(DOUBLES, sums, lane + HALF);
        var lowSquares = DoubleVector.fromArray(DOUBLES, sums, COUNT + lane);
        var highSquares = DoubleVector.fromArray(DOUBLES, sums, COUNT + lane + HALF);
        for (int i = from; i < from + pixels * COUNT; i += COUNT) {
            var x = doubles(input, i);
            low = low.add(x);
            lowSquares = x.fma(x, lowSquares);
            x = doubles(input, i + HALF);
            high = high.add(x);
            highSquares = x.fma(x, highSquares);
        }
        low.intoArray(sums, lane);
        high.intoArray(sums, lane + HALF);
        lowSquares.intoArray(sums, COUNT + lane);
        highSquares.intoArray(sums, COUNT + lane + HALF);
    }

    private static DoubleVector doubles(float[] values, int at) {
        return (DoubleVector) FloatVector.fromArray(HALVES, values, at).convertShape(VectorOperators.F2D, DOUBLES, 0);
    }

    @Override
    public void addProducts(
            int images,
            float[] input,
            int inputOffset,
            float[] outputGradient,
            int outputGradientOffset,
            double[] sums) {
        for (int c = 0; c < channels; c++) {
            int sum = c * 2 * COUNT;
            int plane = c * pixels * COUNT;
            System.arraycopy(sums, sum, lanes, 0, 2 * COUNT);
            for (int lane = 0; lane < COUNT; lane += HALF) {
                addProducts(
                        input,
                        inputOffset + plane + lane,
                        outputGradient,
                        outputGradientOffset + plane + lane,
                        lanes,
                        lane);
            }
            keep(images, sums, sum);
        }
    }

    private void addProducts(float[] input, int from, float[] outputGradient, int gradientFrom, double[] sums, int at) {
        var sum = DoubleVector.fromArray(DOUBLES, sums, at);
        var products = DoubleVector.fromArray(DOUBLES, sums, COUNT + at);
        for (int i = 0; i < pixels * COUNT; i += COUNT) {
            var dy = doubles(outputGradient, gradientFrom + i);
            sum = sum.add(dy);
            products = dy.fma(doubles(input, from + i), products);
        }
        sum.intoArray(sums, at);
        products.intoArray(sums, COUNT + at);
    }

    @Override
    public void forward(
            float[] input,
            int inputOffset,
            float[] mean,
            float[] factor,
            float[] shift,
            float[] output,
            int outputOffset) {
        for (int c = 0; c < channels; c++) {
            for (int lane = 0; lane < COUNT; lane += LENGTH) {
                int plane = c * pixels * COUNT + lane;
                normalise(
                        input,
                        inputOffset + plane,
                        mean,
                        factor,
                        shift,
                        c * COUNT + lane,
                        output,
                        outputOffset + plane);
            }
        }
    }

    private void normalise(
            float[] input, int from, float[] means, float[] factors, float[] shifts, int c, float[] output, int to) {
        var mean = FloatVector.fromArray(FLOATS, means, c);
        var factor = FloatVector.fromArray(FLOATS, factors, c);
        var shift = FloatVector.fromArray(FLOATS, shifts, c);
        for (int i = 0; i < pixels * COUNT; i += COUNT) {
            FloatVector.fromArray(FLOATS, input, from + i)
                    .sub(mean)
                    .fma(factor, shift)
                    .intoArray(output, to + i);
        }
    }

    @Override
    public void backwardInput(
            int images,
            float[] input,
            int inputOffset,
            float[] mean,
            float[] factor,
            float[] slope,
            float[] shift,
            float[] outputGradient,
            int outputGradientOffset,
            float[] inputGradient,
            int inputGradientOffset) {
        Arrays.fill(mask, 0, Math.min(images, COUNT), -1);
        Arrays.fill(mask, Math.min(images, COUNT), COUNT, 0);
        for (int c = 0; c < channels; c++) {
            for (int lane = 0; lane < COUNT; lane += LENGTH) {
                int plane = c * pixels * COUNT + lane;
                pass(
                        input,
                        inputOffset + plane,
                        mean,
                        factor,
                        slope,
                        shift,
                        c * COUNT,
                        lane,
                        outputGradient,
                        outputGradientOffset + plane,
                        inputGradient,
                        inputGradientOffset + plane);
            }
        }
    }

    private void pass(
            float[] input,
            int from,
            float[] means,
            float[] factors,
            float[] slopes,
            float[] shifts,
            int c,
            int lane,
            float[] outputGradient,
            int gradientFrom,
            float[] inputGradient,
            int to) {
        var isImage = IntVector.fromArray(INTS, mask, lane);
        var mean = FloatVector.fromArray(FLOATS, means, c + lane);
        var factor = FloatVector.fromArray(FLOATS, factors, c + lane);
        var slope = FloatVector.fromArray(FLOATS, slopes, c + lane);
        var shift = FloatVector.fromArray(FLOATS, shifts, c + lane);
        for (int i = 0; i < pixels * COUNT; i += COUNT) {
            var part = FloatVector.fromArray(FLOATS, input, from + i).sub(mean).fma(slope, shift);
            FloatVector.fromArray(FLOATS, outputGradient, gradientFrom + i)
                    .fma(factor, part)
                    .reinterpretAsInts()
                    .and(isImage)
                    .reinterpretAsFloats()
                    .intoArray(inputGradient, to + i);
        }
    }
}
