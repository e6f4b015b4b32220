package io.linreg.backend.cuda;

import io.linreg.backend.Moments;
import io.linreg.base.Resources;
import java.util.ArrayList;
import java.util.List;

/** Moments of rows that pass through a device, once. Each lane merges those of its chunks; then the lanes are merged. */
final class StreamedMoments {
    private StreamedMoments() {}

    /** Allocates a place for a chunk in each lane, and computes the moments of all rows. */
    static Moments of(Kernels kernels, Lanes lanes) {
        try (Resources resources = new Resources()) {
            List<DeviceData> slots = new ArrayList<>();
            for (int k = 0; k < lanes.count(); k++) {
                slots.add(resources.own(new DeviceData(lanes.layout(), lanes.chunk())));
            }
            return of(kernels, lanes, slots, 0);
        }
    }

    /**
     * The moments of the rows from one on.
     *
     * @param slots a place for a chunk in each lane
     */
    static Moments of(Kernels kernels, Lanes lanes, List<DeviceData> slots, long first) {
        int features = lanes.source().features().size();
        try (Resources resources = new Resources()) {
            List<DeviceMoments> devices = new ArrayList<>();
            Moments[] merged = new Moments[lanes.count()];
            for (int k = 0; k < merged.length; k++) {
                merged[k] = Moments.empty(features);
                devices.add(resources.own(new DeviceMoments(kernels, lanes.lane(k).stream(), features, lanes.chunk())));
            }
            lanes.visit(first, (lane, index, row) -> {
                DeviceData slot = slots.get(lane);
                slot.holds(lanes.lane(lane).put(row, slot, 0));
                merged[lane] = merged[lane].merge(devices.get(lane).of(slot));
            });
            Moments whole = Moments.empty(features);
            for (Moments part : merged) {
                whole = whole.merge(part);
            }
            return whole;
        }
    }
}
