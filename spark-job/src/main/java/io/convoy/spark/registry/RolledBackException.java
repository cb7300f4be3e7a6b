package io.convoy.spark.registry;

/** The version that a run began from was taken out of service, for an earlier one, while the run trained. */
public final class RolledBackException extends RegistryException {

    private static final long serialVersionUID = 1L;

    RolledBackException(long begunFrom, long serving) {
        super("it began from version " + begunFrom + ", which was rolled back to version " + serving + " meanwhile");
    }
}
