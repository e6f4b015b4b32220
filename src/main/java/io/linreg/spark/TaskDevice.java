package io.linreg.spark;

import io.linreg.backend.Backend;
import io.linreg.backend.Device;
import io.linreg.backend.DeviceChoice;
import io.linreg.backend.DeviceUnavailableException;
import io.linreg.backend.ExactMoments;
import io.linreg.backend.Moments;
import io.linreg.data.Dataset;
import io.linreg.data.Precision;
import io.linreg.data.Term;
import java.util.List;
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
 * It is opened with the first rows: a task without any touches no GPU.
 */
final class TaskDevice implements AutoCloseable {
    static final String GPU = "gpu";
    private static final String AUTO = "auto";
    private static final String CPU = "cpu";

    private static final Logger LOG = LoggerFactory.getLogger(TaskDevice.class);

    private final String wanted;
    private final TaskContext task;
    private Backend backend;

    TaskDevice(String wanted, TaskContext task) {
        this.wanted = wanted;
        this.task = task;
    }

    /** Whether rows go to a GPU, which takes more of them at a time. */
    boolean isGpu() {
        return backend().device().kind() == Device.Kind.CUDA;
    }

    /** The moments of rows, which stay as they are. */
    Moments moments(Dataset rows, Precision precision) {
        try {
            return backend().moments(rows, precision);
        } catch (DeviceUnavailableException e) { // lost in the middle, or full: these rows are still here
            close();
            backend = instead(e);
            return backend.moments(rows, precision);
        }
    }

    /** The same in double-double, of the features as they are. */
    ExactMoments exactMoments(Dataset rows) {
        List<Term> terms = Term.columns(rows.features());
        try {
            return backend().exactMoments(rows, terms);
        } catch (DeviceUnavailableException e) {
            close();
            backend = instead(e);
            return backend.exactMoments(rows, terms);
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
            return Backend.open(DeviceChoice.parse(address));
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
        if (backend != null) {
            backend.close();
            backend = null;
        }
    }
}
