package io.convoy.spark.cli;

/** The gate kept a model out of service. The run is done and its decision written: making it again changes nothing. */
final class RejectedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    RejectedException(String message) {
        super(message);
    }
}
