package io.linreg.peers;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Rows in two files, {@code x.f32} row by row and {@code y.f32}, of little-endian float32: any language reads them. */
public final class RawRows implements Rows {
    private final int features;
    private final FloatBuffer xs;
    private final FloatBuffer ys;

    public RawRows(Path folder, int features) throws IOException {
        this.features = features;
        xs = map(folder.resolve("x.f32"));
        ys = map(folder.resolve("y.f32"));
    }

    /** Writes them. */
    public static void write(Rows rows, Path folder) throws IOException {
        ByteBuffer row = ByteBuffer.allocate(rows.features() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        float[] x = new float[rows.features()];
        try (OutputStream xs = open(folder.resolve("x.f32"));
                DataOutputStream ys = new DataOutputStream(open(folder.resolve("y.f32")))) {
            for (int i = 0; i < rows.rows(); i++) {
                float y = rows.copy(i, x);
                row.asFloatBuffer().put(x);
                xs.write(row.array());
                ys.writeInt(Integer.reverseBytes(Float.floatToIntBits(y)));
            }
        }
    }

    private static OutputStream open(Path file) throws IOException {
        return new BufferedOutputStream(Files.newOutputStream(file), 1 << 20);
    }

    private static FloatBuffer map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer();
        }
    }

    @Override
    public int rows() {
        return ys.limit();
    }

    @Override
    public int features() {
        return features;
    }

    @Override
    public float copy(int i, float[] x) {
        xs.get(i * features, x);
        return ys.get(i);
    }
}
