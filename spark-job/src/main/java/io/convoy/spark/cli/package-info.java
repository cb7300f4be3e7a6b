/**
 * What people type: one class per command, one definition per option. A command's options are resolved (flag,
 * {@code --config} file, {@code spark.convoy.*}, preset, default), checked together and turned into one immutable
 * record before a SparkContext exists. Depends on the other rooms of {@code io.convoy.spark}; none of them depends on
 * it.
 */
@NullMarked
package io.convoy.spark.cli;

import org.jspecify.annotations.NullMarked;
