package io.convoy.spark.cli;

/** What runs here. */
final class Version {

    private Version() {}

    /** Convoy's version from the jar's manifest; classes outside a jar have none. */
    static String convoy() {
        var version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    static String line() {
        return "Convoy %s on Java %s".formatted(convoy(), Runtime.version());
    }
}
