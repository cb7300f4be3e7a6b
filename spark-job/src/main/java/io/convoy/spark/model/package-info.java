/**
 * The folder of a trained model at any Hadoop URI: {@code model.safetensors}, {@code metrics.jsonl}, {@code run.json}.
 * Knows what the files are called, not what stands in them.
 */
@NullMarked
package io.convoy.spark.model;

import org.jspecify.annotations.NullMarked;
