package io.linreg.spark;

import io.linreg.backend.Backend;
import io.linreg.backend.Device;
import io.linreg.backend.DeviceChoice;
import io.linreg.backend.DeviceUnavailableException;
import io.linreg.backend.ExactMoments;
import io.linreg.backend.Gradient;
import io.linreg.backend.LeastSquares;
import io.linreg.backend.Moments;
import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.data.Term;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a task computes with.
 *
 * <ul>
 *   <li>{@code auto}: the GPU that Spark assigned to the task, as its resource named gpu; the CPU where it assigned none, and, with a
 *       warning in the executor's log, where that GPU cannot be used.
 *   <li>{@code gpu}: the assigned one, and failure where there is none or it cannot be used.
 *   <li>a number: that CUDA device of the machine, whatever Spark assigned, or failure.
 *   <li>{@code cpu}: as many processors as Spark gives to a task.
 * </ul>
 *
 * It is opened with the first rows: a task without any touches no GPU. A GPU stays open for a while, for the next task, where this one
 * came to its end.
 */
final class TaskDevice implements Backend {
    static final String GPU = "gpu";
    private static final String AUTO = "auto";
    private static final String CPU = "cpu";

    private static final Logger LOG = LoggerFactory.getLogger(TaskDevice.class);

    private final String wanted;
    private final TaskContext task;
    private final OpenDevices devices;
    private Backend backend;
    /** The GPU that was opened; null for the CPU. */
    private DeviceChoice gpu;
    /** Whether the next task may have it. */
    private boolean inOrder;

    TaskDevice(String wanted, TaskContext task) {
        this(wanted, task, OpenDevices.SHARED);
    }

    /** With other devices than the executor's. */
    TaskDevice(String wanted, TaskContext task, OpenDevices devices) {
        this.wanted = wanted;
        this.task = task;
        this.devices = devices;
    }

    /** The task has what it wanted, and so the device is in order: a task that fails may have lost it. */
    void done() {
        inOrder = true;
    }

    /** Whether rows go to a GPU, which takes more of them at a time. */
    boolean isGpu() {
        return device().kind() == Device.Kind.CUDA;
    }

    @Override
    public Device device() {
        return backend().device();
    }

    @Override
    public LeastSquares load(Dataset rows, Gradient gradient) {
        return tried(on -> on.load(rows, gradient));
    }

    @Override
    public Moments moments(Dataset rows, Precision precision) {
        return tried(on -> on.moments(rows, precision));
    }

    @Override
    public ExactMoments exactMoments(Dataset rows, List<Term> terms) {
        return tried(on -> on.exactMoments(rows, terms));
    }

    @Override
    public String describe() {
        return backend().describe();
    }

    @Override
    public double readBandwidth() {
        return backend().readBandwidth();
    }

    /** Where the device is lost in the middle, or full, the rows are still here. */
    private <T> T tried(Function<Backend, T> work) {
        Backend on = backend();
        try {
            return work.apply(on);
        } catch (DeviceUnavailableException e) {
            close();
            backend = instead(e);
            return work.apply(backend);
        }
    }

    private Backend backend() {
        if (backend == null) {
            backend = open();
        }
        return backend;
    }

    private Backend open() {
        String address = address();
        if (address == null) {
            return cpu();
        }
        try {
            DeviceChoice choice = DeviceChoice.parse(address);
            Backend opened = devices.take(choice);
            gpu = choice;
            return opened;
        } catch (IllegalArgumentException e) {
            return instead(new DeviceUnavailableException("the discovery script calls a GPU " + address
                    + "; it has to give the numbers of CUDA devices, as nvidia-smi's index"));
        } catch (DeviceUnavailableException e) {
            return instead(e);
        }
    }

    /** The number of a CUDA device, or several; null for the CPU. */
    private String address() {
        if (wanted.equals(CPU)) {
            return null;
        }
        if (!wanted.equals(AUTO) && !wanted.equals(GPU)) {
            return wanted;
        }
        ResourceInformation assigned = task.resourcesJMap().get(GPU);
        if (assigned != null && assigned.addresses().length > 0) {
            return String.join(",", assigned.addresses());
        }
        if (wanted.equals(GPU)) {
            throw new DeviceUnavailableException(place() + " has no GPU: Spark assigned none to the task; set"
                    + " spark.executor.resource.gpu.amount and spark.task.resource.gpu.amount, or device to auto");
        }
        return null;
    }

    private Backend instead(DeviceUnavailableException failure) {
        if (!wanted.equals(AUTO)) {
            throw new DeviceUnavailableException(place() + ": " + failure.getMessage() + "; or set device to auto");
        }
        LOG.warn("{}: {}; going on on the CPU", place(), failure.getMessage());
        return cpu();
    }

    private Backend cpu() {
        return Backend.cpu(task.cpus());
    }

    /** For messages: which executor, on which machine. */
    private static String place() {
        SparkEnv env = SparkEnv.get();
        return "executor " + env.executorId() + " on "
                + env.blockManager().blockManagerId().host();
    }

    @Override
    public void close() {
        if (gpu != null && inOrder) {
            devices.give(gpu, backend);
        } else if (gpu != null) {
            devices.closeLost(gpu, backend);
        } else if (backend != null) {
            backend.close();
        }
        gpu = null;
        backend = null;
    }
}
