package io.linreg.spark;

import io.linreg.backend.Backend;
import io.linreg.backend.DeviceChoice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The GPUs that the tasks of an executor have opened. One task at a time has each; when it is done the next one takes it over, which
 * would need longer to open it than to fold its rows. What nobody has used for a while is closed, and so is everything when the
 * process ends.
 */
final class OpenDevices {
    /** Longer than a stage waits for the next one, and short for others who wait for the GPU's memory. */
    private static final Duration IDLE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(OpenDevices.class);

    static final OpenDevices SHARED = new OpenDevices(Backend::open, IDLE);

    private record Idle(Backend backend, long since) {}

    private final Function<DeviceChoice, Backend> opener;
    private final Duration most;
    private final Map<DeviceChoice, List<Idle>> idle = new HashMap<>();
    private Timer sweeper;

    /**
     * Of none so far.
     *
     * @param most how long one may be idle
     */
    OpenDevices(Function<DeviceChoice, Backend> opener, Duration most) {
        this.opener = opener;
        this.most = most;
    }

    /**
     * A device that nobody else has.
     *
     * @throws io.linreg.backend.DeviceUnavailableException if there is none, and none can be opened
     */
    Backend take(DeviceChoice choice) {
        synchronized (this) {
            List<Idle> left = idle.getOrDefault(choice, List.of());
            if (!left.isEmpty()) {
                return left.remove(left.size() - 1).backend();
            }
        }
        return opener.apply(choice);
    }

    /** Takes one back, which is in order. */
    synchronized void give(DeviceChoice choice, Backend backend) {
        idle.computeIfAbsent(choice, any -> new ArrayList<>()).add(new Idle(backend, System.nanoTime()));
        if (sweeper == null) {
            sweeper = new Timer("linreg idle devices", true);
            sweeper.schedule(
                    new TimerTask() {
                        @Override
                        public void run() {
                            close(most);
                        }
                    },
                    most.toMillis(),
                    Math.max(1, most.toMillis() / 2));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(Duration.ZERO), "linreg end of devices"));
        }
    }

    /** Closes one that may be lost, and those of the same device that nobody uses: they share its fate, or have the memory that it lacked. */
    synchronized void closeLost(DeviceChoice choice, Backend backend) {
        close(backend);
        List<Idle> others = idle.remove(choice);
        if (others != null) {
            others.forEach(other -> close(other.backend()));
        }
    }

    /** How many are open that nobody uses. */
    synchronized int idle() {
        return idle.values().stream().mapToInt(List::size).sum();
    }

    /** Closes what has been idle for so long. */
    synchronized void close(Duration since) {
        long now = System.nanoTime();
        for (List<Idle> ofOne : idle.values()) {
            for (Iterator<Idle> each = ofOne.iterator(); each.hasNext(); ) {
                Idle one = each.next();
                if (now - one.since() >= since.toNanos()) {
                    each.remove();
                    close(one.backend());
                }
            }
        }
    }

    private static void close(Backend backend) {
        try {
            backend.close();
        } catch (RuntimeException e) { // the others are to be closed all the same
            LOG.warn("a device cannot be closed: {}", e.getMessage());
        }
    }
}
