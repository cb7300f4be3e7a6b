package io.convoy.trainer.network;

import io.convoy.trainer.network.Variant.Choice;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The networks that a user can ask for by name. */
public final class Networks {

    private interface Factory {
        Network create(String name, ImageShape image, int classes, Variant variant);
    }

    private record Entry(Set<Choice> choices, Factory factory) {}

    private static final Map<String, Entry> ENTRIES = entries();

    private Networks() {}

    private static Map<String, Entry> entries() {
        var none = EnumSet.noneOf(Choice.class);
        var dropout = EnumSet.of(Choice.DROPOUT);
        var residual = EnumSet.of(Choice.ATTENTION, Choice.DROPOUT);
        var light = EnumSet.of(Choice.WIDTH, Choice.DROPOUT);
        var entries = new LinkedHashMap<String, Entry>();
        entries.put("lenet", new Entry(none, (name, image, classes, variant) -> LeNet.lenet(image, classes)));
        entries.put("lenet-d2l", new Entry(none, (name, image, classes, variant) -> LeNet.d2l(image, classes)));
        entries.put("vgg-small", new Entry(dropout, VggSmall::create));
        for (int depth : List.of(20, 32, 56)) {
            int blocks = (depth - 2) / 6;
            entries.put(
                    "resnet-" + depth,
                    new Entry(
                            residual,
                            (name, image, classes, variant) -> ResNet.cifar(name, blocks, image, classes, variant)));
        }
        entries.put("resnet-18", new Entry(residual, ResNet::eighteen));
        entries.put("resnet-18-d2l", new Entry(residual, ResNet::d2l));
        entries.put("inception-small", new Entry(dropout, Inception::small));
        entries.put("googlenet", new Entry(dropout, Inception::googlenet));
        entries.put("mobilenet", new Entry(light, MobileNet::v1));
        entries.put("mobilenet-v2", new Entry(light, MobileNet::v2));
        entries.put("densenet-40-12", new Entry(dropout, DenseNet::fortyTwelve));
        return entries;
    }

    public static List<String> names() {
        return List.copyOf(ENTRIES.keySet());
    }

    /** The networks that take a choice. */
    public static List<String> taking(Choice choice) {
        return names().stream()
                .filter(name -> entry(name).choices().contains(choice))
                .toList();
    }

    /** @throws IllegalArgumentException if there is no network of that name or it does not take such images */
    public static Network create(String name, ImageShape image, int classes) {
        return create(name, image, classes, Variant.PLAIN);
    }

    /** @throws IllegalArgumentException also if the network does not take what the variant chooses */
    public static Network create(String name, ImageShape image, int classes, Variant variant) {
        var entry = entry(name);
        for (var choice : variant.choices()) {
            if (!entry.choices().contains(choice)) {
                throw new IllegalArgumentException(
                        name + " takes no " + choice.name().toLowerCase(Locale.ROOT)
                                + "; leave it out, or choose one of " + String.join(", ", taking(choice)));
            }
        }
        return entry.factory().create(name + variant.suffix(), image, classes, variant);
    }

    private static Entry entry(String name) {
        var entry = ENTRIES.get(name);
        if (entry == null) {
            throw new IllegalArgumentException(
                    "there is no network \"" + name + "\"; choose one of " + String.join(", ", names()));
        }
        return entry;
    }
}
