/**
 * Foretells how long an epoch takes on clusters of any size, from measurements of the real training on this machine.
 * Depends on {@code round} and {@code data}.
 */
@NullMarked
package io.convoy.spark.plan;

import org.jspecify.annotations.NullMarked;
