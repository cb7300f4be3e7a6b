package io.convoy.spark.fit;

import java.io.Serializable;

/**
 * A field of a request as messages name it, in camel case. A caller may have other names for it, see {@link Problem}.
 */
public record Field(String name) implements Serializable {

    public static final Field VALIDATION_FRACTION = new Field("validationFraction");
    public static final Field EPOCHS = new Field("epochs");
    public static final Field CHECKPOINT = new Field("checkpoint");
    public static final Field RESUME = new Field("resume");

    @Override
    public String toString() {
        return name;
    }
}
