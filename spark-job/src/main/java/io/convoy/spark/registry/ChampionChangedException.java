package io.convoy.spark.registry;

import java.util.Optional;

/** The version in service is no longer the one that the gate compared with. */
public final class ChampionChangedException extends RegistryException {

    private static final long serialVersionUID = 1L;

    ChampionChangedException(Optional<Long> compared, Optional<Long> serving) {
        super("the gate compared with " + name(compared) + " but " + name(serving) + " is in service by now");
    }

    private static String name(Optional<Long> version) {
        return version.map(number -> "version " + number).orElse("no version");
    }
}
