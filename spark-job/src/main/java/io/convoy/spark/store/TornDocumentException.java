package io.convoy.spark.store;

import org.jspecify.annotations.Nullable;

/** A document was there but could not be read: cut short, or not what its name says. */
public final class TornDocumentException extends StoreException {

    private static final long serialVersionUID = 1L;

    TornDocumentException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
