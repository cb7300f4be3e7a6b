/**
 * The folder of a trained model at any Hadoop URI: {@code model.safetensors}, {@code metrics.jsonl}, {@code run.json}.
 * Every file is written whole or not at all. Knows what the files are called and how they get there, not what stands in
 * them.
 */
@NullMarked
package io.convoy.spark.output;

import org.jspecify.annotations.NullMarked;
