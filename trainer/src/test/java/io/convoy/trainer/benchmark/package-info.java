/** The measurements behind {@code scripts/bench}: shares of what the processor can do at most, all in one JVM. */
@NullMarked
package io.convoy.trainer.benchmark;

import org.jspecify.annotations.NullMarked;
