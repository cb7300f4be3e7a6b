package io.convoy.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("width")
class AdditionTest {

    static Stream<Arguments> lengths() {
        return Implementations.with(List.of(0, 1, 15, 16, 17, 160, 1003));
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void shouldAddAtEveryLength(Kernels kernels, int length) {
        var random = new Random(length);
        var term = Buffer.awkward(length, random);
        var sum = Buffer.awkward(length, random);
        var expected = sum.values();
        for (int i = 0; i < length; i++) {
            expected[i] += term.get(i);
        }

        kernels.addition().add(term.array, term.offset, sum.array, sum.offset, length);

        sum.assertCanariesAlive();
        assertArrayEquals(expected, sum.values());
    }
}
