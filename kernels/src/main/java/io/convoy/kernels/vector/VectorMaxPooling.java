package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.Species.FLOATS;
import static io.convoy.kernels.vector.Species.INTS;

import io.convoy.kernels.MaxPooling;
import io.convoy.kernels.PoolingShape;
import io.convoy.kernels.Window;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Compares ranks: integers in the order of the floats, with −0 at 0 and all NaNs at the top. */
final class VectorMaxPooling implements MaxPooling {

    private static final int NAN_RANK = Float.floatToIntBits(Float.NaN);
    private static final int INFINITY = Float.floatToIntBits(Float.POSITIVE_INFINITY);

    private final PoolingWindows windows;

    VectorMaxPooling(PoolingShape shape) {
        windows = PoolingWindows.of(shape);
    }

    @Override
    public PoolingShape shape() {
        return windows.shape();
    }

    @Override
    public void forward(
            float[] input, int inputOffset, float[] output, int outputOffset, int[] winners, int winnersOffset) {
        int at = 0;
        for (int channel = 0; channel < shape().channels(); channel++) {
            int plane = inputOffset + channel * windows.inputPlane();
            for (int y = 0; y < windows.rows().length; y++) {
                for (int x = 0; x < windows.columns().length; x++) {
                    int rows = windows.rows()[y];
                    int columns = windows.columns()[x];
                    int position = windows.firstPosition(y, x);
                    int first = plane + windows.first(y, x);
                    for (int lane = 0; lane < COUNT; lane += Species.LENGTH, at += Species.LENGTH) {
                        window(
                                input,
                                first + lane,
                                rows,
                                columns,
                                position,
                                output,
                                outputOffset + at,
                                winners,
                                winnersOffset + at);
                    }
                }
            }
        }
    }

    private void window(
            float[] input,
            int from,
            int rows,
            int columns,
            int firstPosition,
            float[] output,
            int to,
            int[] winners,
            int winnersTo) {
        int nextRow = (shape().inputWidth() - columns + 1) * COUNT;
        int nextRowPosition = shape().window().width() - columns + 1;
        var bestRank = IntVector.broadcast(INTS, Integer.MIN_VALUE);
        var best = IntVector.zero(INTS);
        var winner = IntVector.zero(INTS);
        int position = firstPosition;
        int at = from;
        int column = 0;
        for (int i = 0; i < rows * columns; i++) {
            var value = FloatVector.fromArray(FLOATS, input, at);
            var bits = value.add(0f).reinterpretAsInts();
            var sign = bits.lanewise(VectorOperators.ASHR, 31);
            var isNan = IntVector.broadcast(INTS, INFINITY)
                    .sub(bits.and(Integer.MAX_VALUE))
                    .lanewise(VectorOperators.ASHR, 31);
            var ordered = bits.lanewise(VectorOperators.XOR, sign.and(Integer.MAX_VALUE));
            var rank = ordered.and(isNan.not()).or(isNan.and(NAN_RANK));
            var higher = bestRank.max(rank);
            var difference = higher.lanewise(VectorOperators.XOR, bestRank);
            var wins = difference.or(difference.neg()).lanewise(VectorOperators.ASHR, 31);
            var change = winner.lanewise(VectorOperators.XOR, position).and(wins);
            winner = winner.lanewise(VectorOperators.XOR, change);
            best = best.and(wins.not()).or(value.reinterpretAsInts().and(wins));
            bestRank = higher;
            column++;
            boolean rowEnds = column == columns;
            column = rowEnds ? 0 : column;
            at += rowEnds ? nextRow : COUNT;
            position += rowEnds ? nextRowPosition : 1;
        }
        best.reinterpretAsFloats().intoArray(output, to);
        winner.intoArray(winners, winnersTo);
    }

    @Override
    public void backward(
            int[] winners,
            int winnersOffset,
            float[] outputGradient,
            int outputGradientOffset,
            float[] inputGradient,
            int inputGradientOffset) {
        boolean halving = shape().window().equals(Window.HALVING);
        if (!halving || shape().inputHeight() % 2 != 0 || shape().inputWidth() % 2 != 0) {
            Arrays.fill(inputGradient, inputGradientOffset, inputGradientOffset + shape().inputSize() * COUNT, 0f);
        }
        int row = shape().outputWidth() * COUNT;
        int at = 0;
        for (int channel = 0; channel < shape().channels(); channel++) {
            int plane = inputGradientOffset + channel * windows.inputPlane();
            for (int y = 0; y < windows.rows().length; y++, at += row) {
                if (halving) {
                    int to = plane + 2 * y * shape().inputWidth() * COUNT;
                    spreadRow(
                            row,
                            winners,
                            winnersOffset + at,
                            outputGradient,
                            outputGradientOffset + at,
                            inputGradient,
                            to,
                            shape().inputWidth() * COUNT);
                } else {
                    for (int x = 0; x < windows.columns().length; x++) {
                        int from = at + x * COUNT;
                        addWindow(
                                y,
                                x,
                                winners,
                                winnersOffset + from,
                                outputGradient,
                                outputGradientOffset + from,
                                inputGradient,
                                plane);
                    }
                }
            }
        }
    }

    /**
     * Takes one row of two by two windows, {@code length} floats, to the two rows of the input at {@code to} and
     * {@code below} it. A bit for the winner, shifted to the sign and spread over the word, is a mask.
     */
    private static void spreadRow(
            int length,
            int[] winners,
            int winner,
            float[] gradient,
            int from,
            float[] inputGradient,
            int to,
            int below) {
        var highest = IntVector.broadcast(INTS, 31);
        var one = IntVector.broadcast(INTS, 1);
        for (int i = 0; i < length; i += Species.LENGTH) {
            int a = to + (i & -COUNT) + i;
            int c = a + below;
            var g = FloatVector.fromArray(FLOATS, gradient, from + i).add(0f).reinterpretAsInts();
            var bit = one.lanewise(VectorOperators.LSHL, highest.sub(IntVector.fromArray(INTS, winners, winner + i)));
            g.and(bit.lanewise(VectorOperators.ASHR, 31)).reinterpretAsFloats().intoArray(inputGradient, a);
            g.and(bit.lanewise(VectorOperators.LSHL, 1).lanewise(VectorOperators.ASHR, 31))
                    .reinterpretAsFloats()
                    .intoArray(inputGradient, a + COUNT);
            g.and(bit.lanewise(VectorOperators.LSHL, 2).lanewise(VectorOperators.ASHR, 31))
                    .reinterpretAsFloats()
                    .intoArray(inputGradient, c);
            g.and(bit.lanewise(VectorOperators.LSHL, 3).lanewise(VectorOperators.ASHR, 31))
                    .reinterpretAsFloats()
                    .intoArray(inputGradient, c + COUNT);
        }
    }

    private void addWindow(
            int y, int x, int[] winners, int winner, float[] gradient, int from, float[] inputGradient, int plane) {
        for (int row = 0; row < windows.rows()[y]; row++) {
            int position = windows.firstPosition(y, x) + row * shape().window().width();
            int to = plane + windows.first(y, x) + row * shape().inputWidth() * COUNT;
            for (int column = 0; column < windows.columns()[x]; column++) {
                for (int lane = 0; lane < COUNT; lane += Species.LENGTH) {
                    addWhereWinner(
                            position + column,
                            winners,
                            winner + lane,
                            gradient,
                            from + lane,
                            inputGradient,
                            to + column * COUNT + lane);
                }
            }
        }
    }

    private static void addWhereWinner(
            int position, int[] winners, int winner, float[] gradient, int from, float[] inputGradient, int to) {
        var other = IntVector.fromArray(INTS, winners, winner).sub(position);
        var isOther = other.or(other.neg()).lanewise(VectorOperators.ASHR, 31);
        var g = FloatVector.fromArray(FLOATS, gradient, from).reinterpretAsInts();
        FloatVector.fromArray(FLOATS, inputGradient, to)
                .add(g.and(isOther.not()).reinterpretAsFloats())
                .intoArray(inputGradient, to);
    }
}
