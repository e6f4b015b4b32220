#!/usr/bin/env python3
"""How linreg's cost grows with the work: an epoch by rows, features and threads; the peak memory of the main job by rows.

Each figure is the best of a few processes, as others that use the machine only ever add to it.
"""

import argparse
import json
import os
import subprocess
import tempfile

import families
import machine
import report
from peer_process import CORES, run_whole

ROWS = [1_000, 10_000, 100_000, 1_000_000, 10_000_000]
FEATURES = [1, 4, 16, 64, 256, 1024]
CSV_ROWS = [1_000, 10_000, 100_000, 500_000]
ROWS_FIXED, FEATURES_FIXED, CSV_FEATURES = 100_000, 16, 32


def epoch_seconds(rows, features, threads, repeats):
    command = ["java", f"-XX:ActiveProcessorCount={threads}", *families.LINREG_OPTIONS]
    command += ["-jar", families.JAR, "bench", "--device", "cpu", "--json"]
    epochs = max(10, min(20_000, 1_000_000_000 // (rows * features)))
    command += ["--rows", str(rows), "--features", str(features), "--epochs", str(epochs)]
    return min(run_whole(command)[0]["seconds_per_epoch"] for _ in range(repeats))


def peak_memory(rows, folder, repeats):
    arguments = ["io.linreg.peers.MakeData", "csv", f"{rows}x{CSV_FEATURES}", folder]
    subprocess.run(families.java(False) + arguments, check=True)
    csv = os.path.join(folder, "data.csv")
    command = ["java", "-jar", families.JAR, csv, "--device", "cpu", "--json"]
    peak = min(run_whole(command)[2] for _ in range(repeats))
    return os.path.getsize(csv), peak


def measure(options):
    def sweep(title, axis, values, shape):
        lines = []
        for count in threads:
            seconds = []
            for value in values:
                rows, features = shape(value)
                seconds.append(epoch_seconds(rows, features, count, options.repeats))
                print(f"{rows} x {features}, {count} threads: {report.time_of(seconds[-1])}", flush=True)
            lines.append({"name": f"{count} thread" + ("s" if count > 1 else ""), "x": values, "y": seconds})
        return {"title": title, "x": axis, "y": "seconds", "lines": lines}

    threads = [count for count in (1, 2, 4, 8, 16, 32, 64) if count < CORES] + [CORES]
    shrink = 100 if options.quick else 1
    all_rows = [rows for rows in ROWS if rows <= ROWS[-1] // shrink]
    all_features = [features for features in FEATURES if features <= FEATURES[-1] // shrink]
    plots = [
        sweep(f"An epoch: rows of {FEATURES_FIXED} features", "rows", all_rows, lambda rows: (rows, FEATURES_FIXED)),
        sweep(f"An epoch: {ROWS_FIXED:,} rows", "features", all_features, lambda features: (ROWS_FIXED, features)),
    ]
    with tempfile.TemporaryDirectory(prefix="linreg-bench-") as folder:
        peaks = [peak_memory(rows, folder, options.repeats) for rows in CSV_ROWS if rows <= CSV_ROWS[-1] // shrink]
    line = {"name": "largest process", "x": [size / 1e6 for size, _ in peaks], "y": [peak / 1e6 for _, peak in peaks]}
    plots.append({"title": "The main job: peak memory", "x": "CSV, MB", "y": "MB", "lines": [line]})
    return plots


def markdown(about, plots, picture):
    at = f"{about['date']}, {about['processor']}, {about['cores']} cores, {about['java']}; commit {about['commit']}"
    parts = ["# How linreg-gpu's cost grows\n", f"{at}; `bench/scaling.sh`. Load average at the start: {about['load_before']}.\n"]
    parts.append(f"![{', '.join(plot['title'] for plot in plots)}]({picture})\n")
    for plot in plots:
        names = [line["name"] for line in plot["lines"]]
        rows = [f"## {plot['title']}\n", f"| {plot['x']} | " + " | ".join(names) + " |"]
        rows.append("| ---: |" + " ---: |" * len(names))
        shown = report.time_of if plot["y"] == "seconds" else lambda value: f"{value:,.0f} {plot['y']}"
        for i, x in enumerate(plot["lines"][0]["x"]):
            at = f"{x:,}" if isinstance(x, int) else f"{x:,.1f}"
            rows.append(f"| {at} | " + " | ".join(shown(line["y"][i]) for line in plot["lines"]) + " |")
        parts.append("\n".join(rows) + "\n")
    return "\n".join(parts)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small shapes: to try it; only prints")
    parser.add_argument("--repeats", type=int, default=3, help="processes for each figure (%(default)s)")
    options = parser.parse_args()
    load = round(os.getloadavg()[0], 2)
    about = {**machine.description(), "load_before": load}
    plots = measure(options)
    name = machine.name(about) + "-scaling"
    text = markdown(about, plots, name + ".png")
    print(text)
    with tempfile.TemporaryDirectory(prefix="linreg-bench-") as trial:
        folder = trial if options.quick else os.path.join(families.BENCH, "results")
        results = os.path.join(folder, name)
        with open(results + ".json", "w") as file:
            json.dump({"machine": about, "command": "bench/scaling.sh", "plots": plots}, file, indent=1)
            file.write("\n")
        with open(results + ".md", "w") as file:
            file.write(text)
        plot = families.java(False) + ["io.linreg.peers.ScalingPlot", results + ".json", results + ".png"]
        subprocess.run(plot, check=True)


if __name__ == "__main__":
    main()
