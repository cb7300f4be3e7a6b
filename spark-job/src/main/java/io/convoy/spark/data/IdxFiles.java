package io.convoy.spark.data;

import io.convoy.trainer.network.ImageShape;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Images in an IDX file and their labels in another.
 *
 * @param labels null where nobody has any; they count as 0
 */
record IdxFiles(IdxFile images, @Nullable IdxFile labels) implements Serializable {

    ImageShape shape() {
        return new ImageShape(1, images.height(), images.width());
    }
}
