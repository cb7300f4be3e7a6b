package io.convoy.kernels;

import static io.convoy.kernels.Lanes.COUNT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("width")
class AveragePoolingTest {

    private static final int LANE = 5;

    static Stream<Arguments> cases() {
        return Implementations.all().stream()
                .flatMap(kernels -> PoolingCase.all().stream()
                        .flatMap(given -> Stream.of(true, false).map(count -> Arguments.of(kernels, given, count))));
    }

    static List<Kernels> kernels() {
        return Implementations.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldAverage(Kernels kernels, PoolingCase given, boolean countPadding) {
        var shape = given.shape();
        var input = Buffer.integers(shape.inputSize() * COUNT, 9, given.random());
        var output = new Buffer(shape.outputSize() * COUNT);

        kernels.averagePooling(shape, countPadding).forward(input.array, input.offset, output.array, output.offset);

        output.assertCanariesAlive();
        assertArrayEquals(
                new ReferencePooling(shape).average(input.lane(LANE), countPadding), output.lane(LANE), 9 * 0x1p-22);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldShareTheGradient(Kernels kernels, PoolingCase given, boolean countPadding) {
        var shape = given.shape();
        var outputGradient = Buffer.integers(shape.outputSize() * COUNT, 9, given.random());
        var inputGradient = new Buffer(shape.inputSize() * COUNT);

        kernels.averagePooling(shape, countPadding)
                .backward(outputGradient.array, outputGradient.offset, inputGradient.array, inputGradient.offset);

        inputGradient.assertCanariesAlive();
        var expected = new ReferencePooling(shape).averageBackward(outputGradient.lane(LANE), countPadding);
        assertArrayEquals(expected, inputGradient.lane(LANE), 9 * 25 * 0x1p-22);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void shouldCountPaddingOnlyWhenAsked(Kernels kernels) {
        var shape = new PoolingShape(1, 2, 2, Window.square(2).withPadding(1).withStride(2));
        var input = new float[4 * COUNT];
        for (int i = 0; i < input.length; i++) {
            input[i] = 4 + 4 * (i / COUNT);
        }
        var counted = new float[4 * COUNT];
        var real = new float[4 * COUNT];
        kernels.averagePooling(shape, true).forward(input, 0, counted, 0);
        kernels.averagePooling(shape, false).forward(input, 0, real, 0);
        for (int i = 0; i < input.length; i++) {
            assertEquals(1 + i / COUNT, counted[i]);
            assertEquals(4 + 4 * (i / COUNT), real[i]);
        }
    }
}
