package io.convoy.spark.registry;

/** A version that is missing, unfinished or damaged. */
public final class IncompleteVersionException extends RegistryException {

    private static final long serialVersionUID = 1L;

    IncompleteVersionException(long version, String reason) {
        super("version " + version + " cannot be used: " + reason);
    }
}
