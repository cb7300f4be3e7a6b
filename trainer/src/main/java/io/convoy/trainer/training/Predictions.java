package io.convoy.trainer.training;

import java.io.Serializable;

/** For each image of a shard the class that {@link Evaluator} predicts, and its probability. */
@SuppressWarnings("ArrayRecordComponent")
public record Predictions(int[] labels, float[] probabilities) implements Serializable {}
