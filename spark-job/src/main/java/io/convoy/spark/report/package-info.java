/**
 * Says where a run's time went and what would shorten it. Judges by what was measured alone; knows no Spark type.
 * Depends on the figures of {@code round}.
 */
@NullMarked
package io.convoy.spark.report;

import org.jspecify.annotations.NullMarked;
