package io.convoy.trainer.network;

import java.util.List;

/** The networks that a user can ask for by name. */
public final class Networks {

    private static final List<String> NAMES = List.of("lenet", "lenet-d2l");

    private Networks() {}

    public static List<String> names() {
        return NAMES;
    }

    /** @throws IllegalArgumentException if there is no network of that name or it does not take such images */
    public static Network create(String name, ImageShape image, int classes) {
        return switch (name) {
            case "lenet" -> LeNet.lenet(image, classes);
            case "lenet-d2l" -> LeNet.d2l(image, classes);
            default ->
                throw new IllegalArgumentException(
                        "there is no network \"" + name + "\"; choose one of " + String.join(", ", NAMES));
        };
    }
}
