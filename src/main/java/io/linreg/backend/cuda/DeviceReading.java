package io.linreg.backend.cuda;

import io.linreg.backend.DeviceUnavailableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.SplittableRandom;

/** What plain reading of a device's memory reaches: the yardstick that an epoch is measured by. */
final class DeviceReading {
    /** Many times what caches hold. */
    private static final long MOST_BYTES = 1 << 30;

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
        FloatBuffer staging = random();
        int blocks = context.multiprocessors() * BLOCKS_EACH;
        try (DeviceBuffer numbers = new DeviceBuffer(copies * STAGING_BYTES);
                DeviceBuffer sums = DeviceBuffer.doubles(blocks);
                CudaStream stream = new CudaStream();
                CudaEvent begin = new CudaEvent();
                CudaEvent end = new CudaEvent()) {
            for (long copy = 0; copy < copies; copy++) {
                numbers.upload(staging, copy * STAGING_BYTES, STAGING_BYTES);
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
            requireSum(sums, blocks, copies * sum(staging));
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

    private static FloatBuffer random() {
        FloatBuffer numbers = ByteBuffer.allocateDirect(STAGING_BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        SplittableRandom random = new SplittableRandom(0);
        for (int i = 0; i < numbers.limit(); i++) {
            numbers.put(i, (float) random.nextDouble());
        }
        return numbers;
    }

    private static double sum(FloatBuffer numbers) {
        double sum = 0;
        for (int i = 0; i < numbers.limit(); i++) {
            sum += numbers.get(i);
        }
        return sum;
    }
}
