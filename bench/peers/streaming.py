"""Trains on a CSV file that is larger than Java's memory, and says what that takes: bytes, seconds, and the file's own reading."""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy

import machine

JAR = pathlib.Path(__file__).parents[2] / "target" / "linreg-gpu.jar"
PART_ROWS = 100_000


def write(path, gigabytes, features):
    """A part of random rows, again and again: the answer for all is the answer for the part. Returns it."""
    random = numpy.random.default_rng(1)
    x = random.normal(size=(PART_ROWS, features)).round(6)
    y = (x @ random.normal(size=features) + 3 + random.normal(size=PART_ROWS)).round(6)
    part = path.with_suffix(".part")
    numpy.savetxt(part, numpy.column_stack([x, y]), fmt="%.6f", delimiter=",")
    text = part.read_bytes()
    part.unlink()
    with path.open("wb") as out:
        out.write((",".join(f"x{j}" for j in range(features)) + ",y\n").encode())
        while out.tell() < gigabytes * 1e9:
            out.write(text)
    ones = numpy.ones((PART_ROWS, 1))
    return numpy.linalg.lstsq(numpy.hstack([x, ones]), y, rcond=None)[0]


def plain_reading(path):
    """Seconds to read the file and do nothing with it."""
    began = time.monotonic()
    with path.open("rb", buffering=0) as file:
        buffer = bytearray(1 << 20)
        while file.readinto(buffer):
            pass
    return time.monotonic() - began


def train(path, heap, options):
    """The JSON of a run, its seconds, and its largest resident set in MB."""
    command = ["java", f"-Xmx{heap}", "-jar", str(JAR), str(path), "--stream", "--test-size", "0", "--json", *options]
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(command)} ended with {status}")
    return json.loads(output), time.monotonic() - began, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime


def main():
    parser = argparse.ArgumentParser(prog="bench/stream.sh", description=__doc__)
    parser.add_argument("--gigabytes", type=float, default=5, help="size of the file (default 5)")
    parser.add_argument("--features", type=int, default=16)
    parser.add_argument("--heap", default="512m", help="what Java may use (default 512m)")
    parser.add_argument("--options", default="--gradient gram", help="of the training (default '--gradient gram')")
    parser.add_argument("--folder", default=None, help="where the file is written; it is deleted in the end")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        path = pathlib.Path(folder) / "rows.csv"
        answer = write(path, arguments.gigabytes, arguments.features)
        size = path.stat().st_size
        before = plain_reading(path)
        result, seconds, peak, processor = train(path, arguments.heap, arguments.options.split())
        after = plain_reading(path)
        found = [*result["coefficients"].values(), result["intercept"]]
        error = max(abs(numpy.array(found) - answer) / numpy.abs(answer))
        if error > 1e-6:
            sys.exit(f"the answer is off by {error:.1e}: no time")
        rows = result["data"]["rows"]
        reading = min(before, after)
        print(f"{machine.processor()}, {os.cpu_count()} processors; linreg-gpu {result['version']} {result['commit']}")
        print(f"{size / 1e9:.2f} GB, {rows} rows of {arguments.features} features, -Xmx{arguments.heap}, {arguments.options}")
        print(f"the answer is off by {error:.1e} of numpy.linalg.lstsq's")
        print(f"peak memory     {peak:.0f} MB")
        print(f"training        {seconds:.1f} s, {size / seconds / 1e9:.3f} GB/s, {rows / seconds / 1e6:.2f} million rows/s")
        print(f"processors      {processor / seconds:.2f} busy with it")
        print(f"plain reading   {reading:.1f} s, {size / reading / 1e9:.2f} GB/s: training takes {seconds / reading:.1f} times as long")


if __name__ == "__main__":
    main()
