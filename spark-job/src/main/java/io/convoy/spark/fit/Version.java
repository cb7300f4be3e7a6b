package io.convoy.spark.fit;

/** What runs here. */
public final class Version {

    private Version() {}

    /** Convoy's version from the jar's manifest; classes outside a jar have none. */
    public static String convoy() {
        var version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    public static String line() {
        return "Convoy %s on Java %s".formatted(convoy(), Runtime.version());
    }
}
