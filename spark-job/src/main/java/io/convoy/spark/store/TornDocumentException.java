package io.convoy.spark.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A document was there but could not be read: cut short, or not what its name says. */
public final class TornDocumentException extends IOException {

    private static final long serialVersionUID = 1L;

    TornDocumentException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
