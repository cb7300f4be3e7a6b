package io.convoy.kernels;

/**
 * Elementwise addition: where branches of a network meet, of their outputs on the way forward, and where they part, of
 * their gradients on the way back.
 *
 * <p>Concatenation of channels needs no operator: every operator reads and writes at an offset, so that branches share
 * one block and each writes its own channels.
 */
public interface Addition {

    /** Adds {@code length} values of {@code term} to {@code sum}. */
    void add(float[] term, int termOffset, float[] sum, int sumOffset, int length);
}
