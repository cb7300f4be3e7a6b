package io.convoy.trainer.program;

import io.convoy.kernels.Scaling;

/** The gradient by the input may overwrite that by the output, so the scale's comes first. */
record ScalingStage(Scaling scaling, Activations input, Activations scale, Activations output) implements Stage {

    @Override
    public void forward(int from, int to) {
        for (int block = from; block < to; block++) {
            scaling.forward(
                    input.values(),
                    input.offset(block),
                    scale.values(),
                    scale.offset(block),
                    output.values(),
                    output.offset(block));
        }
    }

    @Override
    public void backward(int from, int to) {
        for (int block = from; block < to; block++) {
            if (scale.hasGradient()) {
                scaling.backwardScale(
                        input.values(),
                        input.offset(block),
                        output.gradient(),
                        output.gradientOffset(block),
                        scale.gradient(),
                        scale.gradientOffset(block));
            }
            if (input.hasGradient()) {
                scaling.backwardInput(
                        scale.values(),
                        scale.offset(block),
                        output.gradient(),
                        output.gradientOffset(block),
                        input.gradient(),
                        input.gradientOffset(block));
            }
        }
    }
}
