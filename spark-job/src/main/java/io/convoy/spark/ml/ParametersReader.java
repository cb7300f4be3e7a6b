package io.convoy.spark.ml;

import org.apache.spark.ml.util.DefaultParamsReadable;

/** Spark's own reader of a stage's parameters, which Java gets by the trait alone. */
final class ParametersReader<T> implements DefaultParamsReadable<T> {

    private static final long serialVersionUID = 1;
}
