package io.convoy.spark.registry;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a user of the registry can mend: the message names the culprit and says what to do. */
public class RegistryException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String message;

    public RegistryException(String message) {
        this(message, null);
    }

    public RegistryException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
