#!/usr/bin/env python3
"""Measures linreg-gpu and other programs side by side.

All have the same data and all cores. Each is a process of its own; it loads the data, and its answer is checked against double
arithmetic before any time is taken. Then they take turns, round after round, one at work at a time, so that what a ratio
compares was measured within the same seconds.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

import families
import machine
import report
from peer_process import Failed, Others, PeerProcess, Skipped, run_whole

PAUSE = 0.1  # the last peer's idle threads go to sleep before the next one's turn


class Conductor:
    def __init__(self, options, folder):
        self.options = options
        self.folder = folder
        self.others = Others()

    def data(self, kind, shape):
        """The folder of the data, written once, and what is right about it."""
        folder = os.path.join(self.folder, kind + shape)
        if not os.path.exists(folder):
            os.mkdir(folder)
            arguments = ["io.linreg.peers.MakeData", kind, shape, folder, str(families.CHECK_EPOCHS)]
            subprocess.run(families.java(False) + arguments, check=True)
        with open(os.path.join(folder, "truth.json")) as truth:
            return folder, json.load(truth)

    def compare(self, family, shape):
        """One table: each peer's times, or why it has none."""
        title, specs = families.FAMILIES[family]
        folder, truth = self.data("csv" if family == "read" else "raw", shape)
        measured = [{"name": spec.name} for spec in specs]
        players = []
        try:
            for spec, peer in zip(specs, measured):
                command = families.command(
                    spec, self.options.python, folder, int(shape.split("x")[1]), truth["learning_rate"]
                )
                process = attempt(peer, lambda: PeerProcess(command))
                if process:
                    peer["version"] = process.version
                    players.append((spec, peer, process))
                    attempt(peer, lambda: self.prepare(peer, process, truth[spec.truth]))
            began = time.monotonic()
            for turn in range(self.options.rounds):
                if turn >= 3 and time.monotonic() - began > self.options.seconds:
                    break
                for spec, peer, process in players if turn % 2 == 0 else reversed(players):
                    if "status" not in peer:
                        attempt(peer, lambda: self.round(spec, peer, process))
        finally:
            for _, _, process in players:
                process.close()
        return {"family": family, "title": title, "shape": shape, "peers": finish(measured)}

    def prepare(self, peer, process, expected):
        """Checks the answer; lets compilers get done, which Java takes a while for; finds how many jobs fill a round."""
        began = time.monotonic()
        if not check(peer, process.answer(), expected):
            return
        count, spent, runs = 1, time.monotonic() - began, 0
        while spent < self.options.warm_up and (runs < 3 or spent < 10):
            seconds = process.go(count)
            spent += seconds
            runs += 1
            wanted = self.options.round / (seconds / count)
            count = max(1, min(int(wanted), 4 * count, 1_000_000))
        peer["jobs_in_a_round"] = count
        peer["seconds"] = []

    def round(self, spec, peer, process):
        time.sleep(PAUSE)
        count = peer["jobs_in_a_round"]
        seconds = self.others.watch(lambda: process.go(count), process.cpu_seconds)
        peer["seconds"].append(seconds / count * spec.scale)

    def whole(self, shape):
        """The main job as processes from start to end."""
        folder, truth = self.data("csv", shape)
        peers = families.whole(self.options.python, os.path.join(folder, "data.csv"))
        measured = [{"name": name, "version": report.shown_command(command)} for name, command in peers]
        for turn in range(-1, self.options.rounds):  # the first one brings files into the cache, and is checked only
            for (_, command), peer in zip(peers, measured):
                if "status" not in peer:
                    attempt(peer, lambda: self.whole_round(turn, command, peer, truth["solution"]))
        return {"family": "whole", "title": families.WHOLE, "shape": shape, "peers": finish(measured)}

    def whole_round(self, turn, command, peer, solution):
        time.sleep(PAUSE)
        used = [0.0]

        def work():
            done = run_whole(command)
            used[0] = done[3]
            return done

        printed, seconds, peak, _ = self.others.watch(work, lambda: used[0])
        found = [printed["coefficients"][f"x{j}"] for j in range(len(solution) - 1)] + [printed["intercept"]]
        if check(peer, found, solution) and turn >= 0:
            peer.setdefault("seconds", []).append(seconds)
            peer["peak_bytes"] = max(peak, peer.get("peak_bytes", 0))

    def yardstick(self, shape):
        """linreg's command `bench`: the share of what plain reading of memory reaches."""
        rows, features = shape.split("x")
        command = ["java", *families.LINREG_OPTIONS, "-jar", families.JAR, "bench", "--device", "cpu"]
        command += ["--rows", rows, "--features", features, "--epochs", str(self.options.bench_epochs), "--json"]
        runs = [run_whole(command)[0] for _ in range(3)]
        keys = ["seconds_per_epoch", "gigabytes_per_second", "read_gigabytes_per_second", "share_of_read_bandwidth"]
        return {"shape": shape, **{key: sorted(run[key] for run in runs) for key in keys}}


def attempt(peer, step):
    """Does a step of a peer, or notes why that was its last."""
    try:
        return step()
    except Skipped as why:
        peer.update(status="skipped", why=str(why))
    except Failed as why:
        peer.update(status="failed", why=str(why))
    return None


def check(peer, found, expected):
    """Whether the answer is right: the largest difference, in relation to the largest of the numbers."""
    if len(found) != len(expected):
        peer.update(status="wrong", why=f"{len(found)} numbers where {len(expected)} are the answer")
        return False
    differences = [abs(a - b) for a, b in zip(found, expected)]
    error = max(differences) / max(map(abs, expected)) if all(d == d for d in differences) else float("inf")
    if not error <= families.TOLERANCE:
        peer.update(status="wrong", why=f"the answer is off by {error:.1e} of its size")
        return False
    peer["error"] = max(error, peer.get("error", 0.0))
    return True


def finish(measured):
    """Ratios to linreg, round by round; no time for an answer that was wrong."""
    for peer in measured:
        if "status" in peer:
            peer.pop("seconds", None)
        else:
            peer["status"] = "measured"
    linreg = measured[0]
    for peer in measured[1:]:
        if linreg["status"] == "measured" and peer["status"] == "measured":
            peer["ratio"] = [theirs / ours for theirs, ours in zip(peer["seconds"], linreg["seconds"])]
    return measured


def find_python():
    """The first Python that has the peers' packages: Debian puts them into its own."""
    for candidate in ("python3", "/usr/bin/python3"):
        try:
            probe = [candidate, "-c", "import numpy, pandas, sklearn"]
            if subprocess.run(probe, stderr=subprocess.DEVNULL).returncode == 0:
                return candidate
        except FileNotFoundError:
            pass
    return sys.executable


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small shapes, short rounds: to try it; publishes nothing")
    parser.add_argument("--families", default="epoch,fit,read,whole,yardstick", help="which of %(default)s")
    parser.add_argument("--shapes", help="ROWSxFEATURES with commas between them, for epoch, fit and yardstick")
    parser.add_argument("--rounds", type=int, help="rounds at most (7; with --quick 3)")
    parser.add_argument("--python", help="the Python of the peers (the first that has NumPy, pandas and scikit-learn)")
    parser.add_argument("--no-publish", action="store_true", help="only print: leave results/ and the README alone")
    options = parser.parse_args(arguments)
    quick = options.quick
    options.shapes = options.shapes.split(",") if options.shapes else families.QUICK_SHAPES if quick else families.SHAPES
    options.csv = families.QUICK_CSV_SHAPE if quick else families.CSV_SHAPE
    options.rounds = options.rounds or (3 if quick else 7)
    options.round = 0.05 if quick else 0.4  # seconds that jobs fill
    options.warm_up = 1.0 if quick else 3.0
    options.seconds = 5 if quick else 25  # of rounds of one table, once there are three
    options.bench_epochs = 10 if quick else 50
    options.python = options.python or find_python()
    options.publish = not (quick or options.no_publish)
    return options


def run(options, folder):
    conductor = Conductor(options, folder)
    wanted = options.families.split(",")
    load_before = os.getloadavg()[0]
    began = time.monotonic()
    tables, yardsticks = [], []

    def add(table):
        tables.append(table)
        print(report.table(table), flush=True)

    for shape in options.shapes:
        for family in ("epoch", "fit"):
            if family in wanted:
                add(conductor.compare(family, shape))
        shutil.rmtree(os.path.join(folder, "raw" + shape), ignore_errors=True)
    if "read" in wanted:
        add(conductor.compare("read", options.csv))
    if "whole" in wanted:
        add(conductor.whole(options.csv))
    if "yardstick" in wanted:
        yardsticks = [conductor.yardstick(shape) for shape in options.shapes if shape != "160x3"]
        print(report.yardsticks(yardsticks), flush=True)
    about = machine.description()
    about["load_before"] = round(load_before, 2)
    about["share_of_other_programs"] = round(conductor.others.share(), 3)
    about["minutes"] = round((time.monotonic() - began) / 60, 1)
    return {"machine": about, "command": "bench/run.sh " + report.shown_command(sys.argv[1:]), "tables": tables, "yardsticks": yardsticks}


def main():
    options = parse(sys.argv[1:])
    with tempfile.TemporaryDirectory(prefix="linreg-bench-") as folder:
        results = run(options, folder)
    print(report.about(results))
    if options.publish:
        report.publish(results)
    bad = [peer["name"] for table in results["tables"] for peer in table["peers"] if peer["status"] in ("wrong", "failed")]
    if bad:
        sys.exit("not measured: " + ", ".join(sorted(set(bad))))


if __name__ == "__main__":
    main()
