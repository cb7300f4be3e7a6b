package io.convoy.kernels;

/** The checks and formulas that the shape records share. */
final class Shapes {

    private Shapes() {}

    static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("expected " + name + " ≥ 1 but found " + value);
        }
    }

    static void requireNotNegative(String name, int value) {
        if (value < 0) {
            throw new IllegalArgumentException("expected " + name + " ≥ 0 but found " + value);
        }
    }

    static int outputSize(String axis, int input, int window, int stride, int padding, int dilation) {
        int reach = Math.addExact(Math.multiplyExact(dilation, window - 1), 1);
        int padded = Math.addExact(input, Math.multiplyExact(2, padding));
        if (reach > padded) {
            throw new IllegalArgumentException("a window of " + axis + " " + reach + " does not fit into " + axis + " "
                    + input + " with padding " + padding + "; take a smaller window or more padding");
        }
        return (padded - reach) / stride + 1;
    }
}
