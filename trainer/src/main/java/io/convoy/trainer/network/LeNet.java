package io.convoy.trainer.network;

import static io.convoy.kernels.Window.square;
import static io.convoy.trainer.network.Layer.Activation.RELU;
import static io.convoy.trainer.network.Layer.Activation.SIGMOID;

import io.convoy.kernels.Window;
import java.util.List;

/** LeNet-5 in the two forms that people train. */
public final class LeNet {

    private static final Window HALVE = square(2).withStride(2);

    private LeNet() {}

    /**
     * The network of LeCun et al., "Gradient-based learning applied to document recognition" (1998), with ReLU, max
     * pooling and a fully connected C3. It was drawn for 32×32 images; smaller ones (28×28) are framed with zeros.
     *
     * @throws IllegalArgumentException unless the image is square, 32 pixels wide or an even number less
     */
    public static Network lenet(ImageShape image, int classes) {
        return new Network(
                "lenet",
                image,
                List.of(
                        frameTo32(image),
                        new Layer.Convolution("c1", 6, square(5)),
                        RELU,
                        new Layer.MaxPooling(HALVE),
                        new Layer.Convolution("c3", 16, square(5)),
                        RELU,
                        new Layer.MaxPooling(HALVE),
                        new Layer.Dense("c5", 120),
                        RELU,
                        new Layer.Dense("f6", 84),
                        RELU,
                        new Layer.Dense("output", classes)),
                Initialisation.HE);
    }

    /** The LeNet of Zhang et al., "Dive into Deep Learning" (d2l.ai), section 7.6: sigmoid and average pooling. */
    public static Network d2l(ImageShape image, int classes) {
        return new Network(
                "lenet-d2l",
                image,
                List.of(
                        new Layer.Convolution("c1", 6, square(5).withPadding(2)),
                        SIGMOID,
                        new Layer.AveragePooling(HALVE, true),
                        new Layer.Convolution("c3", 16, square(5)),
                        SIGMOID,
                        new Layer.AveragePooling(HALVE, true),
                        new Layer.Dense("c5", 120),
                        SIGMOID,
                        new Layer.Dense("f6", 84),
                        SIGMOID,
                        new Layer.Dense("output", classes)),
                Initialisation.XAVIER);
    }

    private static Layer.Padding frameTo32(ImageShape image) {
        int missing = 32 - image.height();
        if (image.height() != image.width() || missing < 0 || missing % 2 != 0) {
            throw new IllegalArgumentException(
                    "lenet takes square images of 32×32 pixels or an even number less, such as 28×28, but found "
                            + image.height() + "×" + image.width() + "; scale them or choose another network");
        }
        return new Layer.Padding(missing / 2);
    }
}
