package io.convoy.spark.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a user can mend: the message names the culprit and says what to do. */
public class StoreException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String message;

    public StoreException(String message) {
        this(message, null);
    }

    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
