/**
 * Says where a run's time went and what would shorten it, and shows its figures to whoever watches. Judges by what was
 * measured alone. Depends on the figures of {@code round}.
 */
@NullMarked
package io.convoy.spark.report;

import org.jspecify.annotations.NullMarked;
