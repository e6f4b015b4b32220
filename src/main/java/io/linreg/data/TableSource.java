package io.linreg.data;

/** Where a table comes from: CSV, or what a query gives. */
public interface TableSource {
    /** What messages call it. */
    String name();

    /**
     * Opens it for reading.
     *
     * @throws io.linreg.base.LinregException if that cannot be done
     */
    RowReader open();

    /** Whether it can be opened more than once. */
    boolean repeatable();

    /** Which share of what was opened last has been read; NaN where its size is not known. */
    default double share() {
        return Double.NaN;
    }

    /**
     * CSV.
     *
     * @param delimiter the character between fields, or null to find it out
     */
    record Csv(Source source, Character delimiter) implements TableSource {
        @Override
        public String name() {
            return source.name();
        }

        @Override
        public RowReader open() {
            return new CsvReader(source, delimiter);
        }

        @Override
        public boolean repeatable() {
            return source.repeatable();
        }

        @Override
        public double share() {
            return source.shareRead();
        }
    }
}
