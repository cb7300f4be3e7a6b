package io.convoy.spark.registry;

import io.convoy.spark.store.StoreException;
import org.jspecify.annotations.Nullable;

/** What a user of the registry can mend: the message names the culprit and says what to do. */
public class RegistryException extends StoreException {

    private static final long serialVersionUID = 1L;

    public RegistryException(String message) {
        this(message, null);
    }

    public RegistryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
