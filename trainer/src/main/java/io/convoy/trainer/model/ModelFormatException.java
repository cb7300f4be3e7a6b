package io.convoy.trainer.model;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A model file is not what it should be; the message names the file, the fault and the mend in one line. */
public final class ModelFormatException extends IOException {

    private static final long serialVersionUID = 1;

    private static final int MAXIMUM_LENGTH = 400;

    ModelFormatException(String source, @Nullable String fault, Exception cause) {
        super(source + ": " + oneLine(fault) + "; restore the file or train the model again", cause);
    }

    /** Names in an untrusted file may be long and hold control characters. */
    private static String oneLine(@Nullable String fault) {
        var line = String.valueOf(fault).replaceAll("\\p{Cc}+", " ");
        return line.length() <= MAXIMUM_LENGTH ? line : line.substring(0, MAXIMUM_LENGTH) + "…";
    }
}
