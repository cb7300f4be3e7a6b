package io.convoy.trainer.network;

import java.util.ArrayList;
import java.util.List;

/** Layers that all take the same input, and whose outputs are joined. */
public record Branches(Join join, List<Layer> branches) implements Layer {

    public enum Join {
        /** Sums of outputs of one shape. */
        ADD,
        /** The channels of all branches in order; heights and widths are the same. */
        CONCATENATE,
        /**
         * Products of outputs of one shape, where a branch of one pixel or one channel is spread over the others':
         * {@code C×1×1} and {@code 1×H×W} join with {@code C×H×W}.
         */
        MULTIPLY
    }

    /** @throws IllegalArgumentException if there are fewer than two branches */
    public Branches {
        branches = List.copyOf(branches);
        if (branches.size() < 2) {
            throw new IllegalArgumentException("expected at least two branches but found " + branches.size());
        }
    }

    public static Branches add(Layer... branches) {
        return new Branches(Join.ADD, List.of(branches));
    }

    public static Branches concatenate(Layer... branches) {
        return new Branches(Join.CONCATENATE, List.of(branches));
    }

    public static Branches multiply(Layer... branches) {
        return new Branches(Join.MULTIPLY, List.of(branches));
    }

    @Override
    public ImageShape output(ImageShape input) {
        var shapes = new ArrayList<ImageShape>();
        for (int i = 0; i < branches.size(); i++) {
            shapes.add(output(i, input));
        }
        return joined(shapes);
    }

    private ImageShape output(int i, ImageShape input) {
        try {
            return branches.get(i).output(input);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw placed(i, e);
        }
    }

    NetworkException placed(int i, RuntimeException fault) {
        return NetworkException.in(branches.get(i), "branch " + (i + 1), fault);
    }

    /** The shape of the joined output, from those of the branches' outputs in order. */
    ImageShape joined(List<ImageShape> shapes) {
        var whole = join == Join.MULTIPLY ? largest(shapes) : shapes.get(0);
        int channels = 0;
        for (int i = 0; i < shapes.size(); i++) {
            var shape = shapes.get(i);
            var expected =
                    join == Join.CONCATENATE ? new ImageShape(shape.channels(), whole.height(), whole.width()) : whole;
            if (!shape.equals(expected) && !(join == Join.MULTIPLY && isSpread(shape, whole))) {
                throw placed(i, new NetworkException("expected " + expected + " but found " + shape + mend()));
            }
            channels = Math.addExact(channels, shape.channels());
        }
        return join == Join.CONCATENATE ? new ImageShape(channels, whole.height(), whole.width()) : whole;
    }

    private String mend() {
        return switch (join) {
            case ADD -> "; branches that are added have one shape";
            case CONCATENATE -> "; branches that are concatenated have one height and width";
            case MULTIPLY -> "; branches that are multiplied have one shape, one pixel or one channel";
        };
    }

    private static ImageShape largest(List<ImageShape> shapes) {
        var largest = shapes.get(0);
        for (var shape : shapes) {
            if (shape.size() > largest.size()) {
                largest = shape;
            }
        }
        return largest;
    }

    private static boolean isSpread(ImageShape shape, ImageShape whole) {
        boolean onePixel = shape.equals(ImageShape.vector(whole.channels()));
        return onePixel || shape.equals(new ImageShape(1, whole.height(), whole.width()));
    }

    @Override
    public List<Tensor> tensors(ImageShape input) {
        var tensors = new ArrayList<Tensor>();
        for (int i = 0; i < branches.size(); i++) {
            try {
                tensors.addAll(branches.get(i).tensors(input));
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw placed(i, e);
            }
        }
        return tensors;
    }

    @Override
    public long multiplyAdds(ImageShape input) {
        return branches.stream().mapToLong(branch -> branch.multiplyAdds(input)).sum();
    }
}
