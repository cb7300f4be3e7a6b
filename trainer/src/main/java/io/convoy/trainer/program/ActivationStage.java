package io.convoy.trainer.program;

import io.convoy.kernels.Activation;

/** Input and output have one gradient array, and one array of values where the input is not needed any more. */
record ActivationStage(Activation activation, Activations input, Activations output) implements Stage {

    @Override
    public void forward(int from, int to) {
        int offset = input.offset(from);
        activation.forward(input.values(), offset, output.values(), offset, input.offset(to) - offset);
    }

    @Override
    public void backward(int from, int to) {
        int offset = output.offset(from);
        activation.backward(
                output.values(), offset, output.gradient(), output.gradientOffset(from), output.offset(to) - offset);
    }
}
