package io.convoy.trainer.program;

/** One operator of a program, bound to the arrays it works on. Blocks are numbered from 0; {@code to} is exclusive. */
interface Stage {

    /** Takes the weights that later calls use. */
    default void setWeights(float[] parameters) {}

    /** Before the first block of a minibatch goes forward through the stage's segment. */
    default void begin() {}

    void forward(int from, int to);

    /**
     * Turns the gradient of the output into the gradient of the input, if anybody asks for that, and adds up the
     * gradient of the weights.
     */
    void backward(int from, int to);

    /** Writes the gradient of the weights, after the last block of a minibatch and before an earlier segment begins. */
    default void finish(int blocks, float[] gradient) {}
}
