package io.linreg.data;

/** How the numbers of a data set are held. Sums are carried in double either way. */
public enum Precision {
    FLOAT(Float.BYTES, Float.MIN_NORMAL, Float.MAX_VALUE),
    DOUBLE(Double.BYTES, 0, Double.MAX_VALUE);

    private final int bytes;
    private final double smallest;
    private final double largest;

    Precision(int bytes, double smallest, double largest) {
        this.bytes = bytes;
        this.smallest = smallest;
        this.largest = largest;
    }

    /** The bytes of one number. */
    public int bytes() {
        return bytes;
    }

    /** Whether a finite value is held without overflow, and without losing digits to underflow. */
    public boolean holds(double value) {
        double size = Math.abs(value);
        return size == 0 || (size >= smallest && size <= largest);
    }

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
