package io.linreg.backend.cuda;

import io.linreg.backend.DeviceUnavailableException;
import java.nio.FloatBuffer;
import java.util.SplittableRandom;

/** What plain reading of a device's memory reaches: the yardstick that an epoch is measured by. */
final class DeviceReading {
    /** Many times what caches hold. */
    private static final long MOST_BYTES = 1L << 32;

    private static final int STAGING_BYTES = 1 << 22;
    private static final int PACK_BYTES = 16;
    private static final int BLOCKS_EACH = 8; // as many as a multiprocessor holds at once
    private static final int LAUNCHES = 20;
    /** The kernel adds up few floats at a time, and then goes on in double. */
    private static final double TOLERANCE = 1e-6;

    private DeviceReading() {}

    /** Bytes a second, over several launches after one to warm up. */
    static double bytesPerSecond(CudaContext context, Kernels kernels) {
        // Whole copies of the staging memory, so that their sum is known; of random numbers, as constant ones can be
        // cheaper.
        long copies = Math.max(1, Math.min(MOST_BYTES, context.freeBytes() / 2) / STAGING_BYTES);
        int blocks = context.multiprocessors() * BLOCKS_EACH;
        try (PinnedBuffer staging = new PinnedBuffer(STAGING_BYTES);
                DeviceBuffer numbers = new DeviceBuffer(copies * STAGING_BYTES);
                DeviceBuffer sums = DeviceBuffer.doubles(blocks);
                CudaStream stream = new CudaStream();
                CudaEvent begin = new CudaEvent();
                CudaEvent end = new CudaEvent()) {
            double sum = fillAtRandom(staging.from(0).asFloatBuffer());
            for (long copy = 0; copy < copies; copy++) {
                numbers.upload(staging, 0, STAGING_BYTES, copy * STAGING_BYTES, stream);
            }
            for (int launch = 0; launch <= LAUNCHES; launch++) {
                if (launch == 1) {
                    begin.record(stream);
                }
                kernels.launch(
                        stream.handle(),
                        "read_f32",
                        new int[] {blocks},
                        numbers,
                        sums,
                        copies * (STAGING_BYTES / PACK_BYTES));
            }
            end.record(stream);
            stream.synchronize();
            requireSum(sums, blocks, copies * sum);
            return LAUNCHES * copies * (double) STAGING_BYTES / end.secondsSince(begin);
        }
    }

    private static void requireSum(DeviceBuffer sums, int blocks, double expected) {
        double[] parts = new double[blocks];
        sums.download(parts);
        double sum = 0;
        for (double part : parts) {
            sum += part;
        }
        if (!(Math.abs(sum - expected) <= TOLERANCE * expected)) {
            throw new DeviceUnavailableException("what was read from the device adds up to " + sum + ", not to "
                    + expected + "; its memory or its driver is faulty");
        }
    }

    /** Returns the sum of the numbers. */
    private static double fillAtRandom(FloatBuffer numbers) {
        SplittableRandom random = new SplittableRandom(0);
        double sum = 0;
        for (int i = 0; i < numbers.limit(); i++) {
            numbers.put(i, (float) random.nextDouble());
            sum += numbers.get(i);
        }
        return sum;
    }
}
