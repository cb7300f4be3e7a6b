package io.convoy.kernels;

/** A fully connected layer; weights are {@code [outputs][inputs]}. */
public record DenseShape(int inputs, int outputs) {

    public DenseShape {
        Shapes.requirePositive("inputs", inputs);
        Shapes.requirePositive("outputs", outputs);
    }

    /** Weights without bias; also the multiply-adds of the forward pass for one image. */
    public int weightCount() {
        return Math.multiplyExact(inputs, outputs);
    }
}
