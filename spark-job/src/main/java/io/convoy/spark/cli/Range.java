package io.convoy.spark.cli;

/** An interval of finite numbers that says itself in words. */
record Range(double least, boolean includingLeast, double most, boolean includingMost) {

    static Range above(double least, double most) {
        return new Range(least, false, most, true);
    }

    static Range from(double least, double most) {
        return new Range(least, true, most, true);
    }

    static Range fromBelow(double least, double most) {
        return new Range(least, true, most, false);
    }

    /** @throws IllegalArgumentException if the text is no number or the number is outside */
    double parse(String text) {
        double value = Double.parseDouble(text);
        boolean inside =
                (includingLeast ? value >= least : value > least) && (includingMost ? value <= most : value < most);
        if (!inside) {
            throw new IllegalArgumentException();
        }
        return value;
    }

    @Override
    public String toString() {
        return "a number "
                + (includingLeast ? "of at least " : "above ")
                + plain(least)
                + (includingMost ? " and at most " : " and below ")
                + plain(most);
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
