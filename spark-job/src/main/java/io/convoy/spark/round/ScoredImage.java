package io.convoy.spark.round;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a model sees in an image.
 *
 * @param record the image's place in the data set
 * @param id what it is called, or null where its place is its name
 */
public record ScoredImage(long record, @Nullable String id, int label, float probability) implements Serializable {}
