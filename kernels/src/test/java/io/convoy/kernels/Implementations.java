package io.convoy.kernels;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.provider.Arguments;

/** The sets of kernels under test. */
final class Implementations {

    private Implementations() {}

    static List<Kernels> all() {
        return Stream.concat(Stream.of(Kernels.scalar()), vector().stream()).toList();
    }

    static Optional<Kernels> vector() {
        return VectorSupport.obstacle().isEmpty() ? Optional.of(KernelChoice.VECTOR.choose()) : Optional.empty();
    }

    /** Every set with every case, as arguments of a parameterised test. */
    static Stream<Arguments> with(List<?> cases) {
        return all().stream()
                .flatMap(kernels -> cases.stream().map(c -> Arguments.of(Named.of(kernels.description(), kernels), c)));
    }
}
