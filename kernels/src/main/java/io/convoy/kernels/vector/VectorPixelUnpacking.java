package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.Species.FLOATS;
import static io.convoy.kernels.vector.Species.INTS;
import static io.convoy.kernels.vector.Species.LENGTH;

import io.convoy.kernels.PixelUnpacking;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Moves four pixels of an image at a time, as the four bytes of an integer, to the image's lane; then takes the bytes
 * of all lanes apart.
 */
final class VectorPixelUnpacking implements PixelUnpacking {

    private static final int PIXELS = 4;
    private static final int CACHE_LINE = 64;
    private static final VarHandle FOUR_PIXELS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final int channelSize;
    private final float[] scale;
    private final float[] shift;

    /** Where each pixel of a channel goes. */
    private final int[] positions;

    private final int channelLanes;

    /** Where the channel of each image begins. */
    private final int[] starts = new int[COUNT];

    /** [four pixels][16]. */
    private final int[] fours;

    /** Keeps the compiler from leaving out what only fetches. */
    @SuppressWarnings("unused")
    private int fetched;

    VectorPixelUnpacking(int channels, int height, int width, int padding, float[] scale, float[] shift) {
        this.scale = scale.clone();
        this.shift = shift.clone();
        channelSize = height * width;
        int paddedWidth = width + 2 * padding;
        channelLanes = (height + 2 * padding) * paddedWidth * COUNT;
        positions = new int[channelSize];
        for (int pixel = 0; pixel < channelSize; pixel++) {
            positions[pixel] = ((pixel / width + padding) * paddedWidth + pixel % width + padding) * COUNT;
        }
        fours = new int[(channelSize + PIXELS - 1) / PIXELS * COUNT];
        if (scale.length != channels || shift.length != channels) {
            throw new IllegalArgumentException("expected scale and shift for channels=" + channels + " but found "
                    + scale.length + " and " + shift.length);
        }
    }

    @Override
    public void unpack(byte[] pixels, int[] images, int from, int count, float[] lanes, int lanesOffset) {
        for (int channel = 0; channel < scale.length; channel++) {
            for (int lane = 0; lane < count; lane++) {
                starts[lane] = (images[from + lane] * scale.length + channel) * channelSize;
            }
            gather(pixels, count);
            int to = lanesOffset + channel * channelLanes;
            for (int lane = 0; lane < COUNT; lane += LENGTH) {
                spread(scale[channel], shift[channel], lanes, to + lane, lane);
            }
            if (count < COUNT) {
                clear(lanes, to, count);
            }
        }
    }

    private void gather(byte[] pixels, int count) {
        fetch(pixels, count);
        int whole = channelSize / PIXELS;
        for (int lane = 0; lane < count; lane++) {
            gatherLane(whole, pixels, starts[lane], fours, lane);
        }
        for (int lane = 0; lane < count && whole * PIXELS < channelSize; lane++) {
            int rest = 0;
            for (int pixel = channelSize - 1; pixel >= whole * PIXELS; pixel--) {
                rest = rest << Byte.SIZE | Byte.toUnsignedInt(pixels[starts[lane] + pixel]);
            }
            fours[whole * COUNT + lane] = rest;
        }
    }

    /** The images lie anywhere in memory, and waiting for them together takes a fraction. */
    private void fetch(byte[] pixels, int count) {
        int sum = 0;
        for (int pixel = 0; pixel < channelSize; pixel += CACHE_LINE) {
            for (int lane = 0; lane < count; lane++) {
                sum += pixels[starts[lane] + pixel];
            }
        }
        fetched = sum;
    }

    private static void gatherLane(int count, byte[] pixels, int from, int[] fours, int to) {
        for (int i = 0; i < count; i++) {
            fours[to + i * COUNT] = (int) FOUR_PIXELS.get(pixels, from + i * PIXELS);
        }
    }

    private void spread(float channelScale, float channelShift, float[] lanes, int to, int lane) {
        int whole = channelSize / PIXELS;
        var factor = FloatVector.broadcast(FLOATS, channelScale);
        var summand = FloatVector.broadcast(FLOATS, channelShift);
        for (int four = 0; four < whole; four++) {
            var bytes = IntVector.fromArray(INTS, fours, four * COUNT + lane);
            int pixel = four * PIXELS;
            toFloat(bytes.and(0xff)).fma(factor, summand).intoArray(lanes, to + positions[pixel]);
            toFloat(bytes.lanewise(VectorOperators.LSHR, 8).and(0xff))
                    .fma(factor, summand)
                    .intoArray(lanes, to + positions[pixel + 1]);
            toFloat(bytes.lanewise(VectorOperators.LSHR, 16).and(0xff))
                    .fma(factor, summand)
                    .intoArray(lanes, to + positions[pixel + 2]);
            toFloat(bytes.lanewise(VectorOperators.LSHR, 24))
                    .fma(factor, summand)
                    .intoArray(lanes, to + positions[pixel + 3]);
        }
        for (int pixel = whole * PIXELS; pixel < channelSize; pixel++) {
            for (int l = 0; l < LENGTH; l++) {
                int value = (fours[whole * COUNT + lane + l] >>> (pixel % PIXELS * Byte.SIZE)) & 0xff;
                lanes[to + positions[pixel] + l] = Math.fma(value, channelScale, channelShift);
            }
        }
    }

    private static FloatVector toFloat(IntVector integers) {
        return (FloatVector) integers.convertShape(VectorOperators.I2F, FLOATS, 0);
    }

    private void clear(float[] lanes, int to, int count) {
        for (int position : positions) {
            Arrays.fill(lanes, to + position + count, to + position + COUNT, 0f);
        }
    }
}
