package io.convoy.kernels;

import static io.convoy.kernels.Lanes.COUNT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("width")
class ChannelStatisticsTest {

    record Case(int channels, int pixels) {

        int plane() {
            return pixels * COUNT;
        }

        int size() {
            return channels * plane();
        }
    }

    static Stream<Arguments> cases() {
        return Implementations.with(List.of(new Case(1, 1), new Case(4, 6), new Case(16, 1), new Case(8, 25)));
    }

    /** With a power of two of channels the mean is exact, too; ties abound. */
    @ParameterizedTest
    @MethodSource("cases")
    void shouldGiveMeanAndFirstMaximumOfIntegers(Kernels kernels, Case given) {
        var random = new Random(1);
        var x = Buffer.integers(given.size(), 3, random);
        var y = new Buffer(2 * given.plane());
        var winners = new int[given.plane()];
        var dy = Buffer.integers(y.size, 5, random);
        var dx = new Buffer(x.size);
        var statistics = kernels.channelStatistics(given.channels, given.pixels);

        statistics.forward(x.array, x.offset, y.array, y.offset, winners, 0);
        statistics.backward(winners, 0, dy.array, dy.offset, dx.array, dx.offset);

        for (int i = 0; i < given.plane(); i++) {
            double sum = 0;
            int winner = 0;
            for (int c = 0; c < given.channels; c++) {
                sum += x.get(c * given.plane() + i);
                winner = x.get(c * given.plane() + i) > x.get(winner * given.plane() + i) ? c : winner;
            }
            assertEquals(sum / given.channels, y.get(i));
            assertEquals(x.get(winner * given.plane() + i), y.get(given.plane() + i));
            assertEquals(winner, winners[i]);
            for (int c = 0; c < given.channels; c++) {
                double expected = dy.get(i) / given.channels + (c == winner ? dy.get(given.plane() + i) : 0);
                assertEquals(expected, dx.get(c * given.plane() + i));
            }
        }
        y.assertCanariesAlive();
        dx.assertCanariesAlive();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldGiveTheBitsOfTheScalarKernels(Kernels kernels, Case given) {
        var random = new Random(2);
        var x = Buffer.tiny(given.size(), random);
        var dy = Buffer.awkward(2 * given.plane(), random);
        var expected = List.of(new Buffer(dy.size), new Buffer(x.size));
        var actual = List.of(new Buffer(dy.size), new Buffer(x.size));

        var winners = run(Kernels.scalar(), given, x, dy, expected);

        assertArrayEquals(winners, run(kernels, given, x, dy, actual));
        actual.get(0).assertSameBits(expected.get(0));
        actual.get(1).assertSameBits(expected.get(1));
    }

    /** Leaves output and input gradient in {@code results}, and returns the winners. */
    private static int[] run(Kernels kernels, Case given, Buffer x, Buffer dy, List<Buffer> results) {
        var winners = new int[given.plane()];
        var statistics = kernels.channelStatistics(given.channels, given.pixels);
        var y = results.get(0);
        var dx = results.get(1);
        statistics.forward(x.array, x.offset, y.array, y.offset, winners, 0);
        statistics.backward(winners, 0, dy.array, dy.offset, dx.array, dx.offset);
        return winners;
    }
}
