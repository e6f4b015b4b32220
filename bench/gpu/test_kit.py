"""Tests of what the kit says about what it measured; `python3 bench/gpu/test_kit.py` runs them."""

import json
import os
import stat
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent / "peers")]
import common  # noqa: E402
import kit  # noqa: E402
import report  # noqa: E402


def shape(rows, features, ours, peers=None):
    return {
        "rows": rows,
        "features": features,
        "ours": {
            who: {
                "seconds_per_epoch": each,
                "epochs": 1000,
                "seconds": {"train": 1000 * each},
                "share_of_read_bandwidth": 0.95,
                "read_gigabytes_per_second": 3000.0,
            }
            for who, each in ours.items()
        },
        "peers": {who: {"seconds_per_epoch": each} for who, each in (peers or {}).items()},
    }


def value(lines, name):
    return next((line["value"], line["target"], line["met"]) for line in lines if line["name"] == name)


class RatioTest(unittest.TestCase):
    def test_ratios_are_ours_over_theirs_in_the_same_run(self):
        lines = report.ratios(
            [shape(10_000_000, 128, {"fused": 2e-3, "gemv": 5e-3, "gram": 18e-6}, {"PyTorch eager": 5e-3, "CuPy": 2.5e-3})]
        )
        self.assertEqual(value(lines, "fused: share of read bandwidth"), (0.95, ">= 0.9", True))
        self.assertEqual(value(lines, "fused / PyTorch eager"), (0.4, "<= 0.5", True))
        self.assertEqual(value(lines, "gemv / PyTorch eager"), (1.0, "<= 1.0", True))
        self.assertEqual(value(lines, "fused / CuPy"), (0.8, "<= 0.6", False))
        self.assertEqual(value(lines, "fused / torch.compile"), (None, "<= 0.6", None))
        gram, target, met = value(lines, "gram: 1000 epochs with moments / one fused epoch")
        self.assertAlmostEqual(gram, 9)
        self.assertEqual((target, met), ("<= 10", True))

    def test_several_targets_stand_beside_theirs_and_one(self):
        one = shape(10_000_000, 128, {"fused": 2e-3, "gemv": 4e-3, "gemv, 4 targets": 6e-3, "fused, 4 targets": 3e-3})
        self.assertNotIn("4 targets", str(report.ratios([shape(10_000_000, 128, {"fused": 2e-3})])))
        one["peers"]["PyTorch eager, 4 targets"] = {"seconds_per_epoch": 8e-3}
        lines = report.ratios([one])
        self.assertEqual(value(lines, "gemv, 4 targets / PyTorch eager, 4 targets"), (0.75, "<= 1.0", True))
        self.assertEqual(value(lines, "fused, 4 targets / PyTorch eager, 4 targets"), (0.375, "<= 0.5", True))
        self.assertAlmostEqual(value(lines, "gemv, 4 targets / gemv")[0], 1.5)
        self.assertAlmostEqual(value(lines, "fused, 4 targets / fused")[0], 1.5)

    def test_gram_of_fewer_epochs_is_another_figure(self):
        one = shape(10_000_000, 128, {"fused": 2e-3, "gram": 18e-6})
        one["ours"]["gram"]["epochs"] = 5
        self.assertEqual(value(report.ratios([one]), "gram: 1000 epochs with moments / one fused epoch")[0], None)

    def test_the_main_job_is_in_milliseconds(self):
        lines = report.ratios([shape(160, 3, {"fused": 4e-6}, {"PyTorch eager": 2e-4})])
        self.assertEqual(value(lines, "fused: 1000 epochs, ms"), (4.0, "<= 10", True))
        self.assertEqual(value(lines, "PyTorch eager: 1000 epochs, ms"), (200.0, None, None))

    def test_the_page_holds_what_there_is_and_needs_none_of_it(self):
        found = {"gpu": "G", "date": "2026-01-01 10:00", "shapes": [], "steps": []}
        self.assertIn("# G, 2026-01-01", report.markdown(found))
        found["shapes"] = [shape(160, 3, {"fused": 4e-6}, {})]
        found["shapes"][0]["peers"]["CuPy"] = {"error": "out of memory"}
        found["ratios"] = report.ratios(found["shapes"])
        found["parity"] = {"counts": {"cuda fused float": [9, 1]}, "failures": ["this | one"]}
        page = report.markdown(found)
        for line in ["| fused | 0.004 |", "| CuPy | failed |", "| cuda fused float | 9 | 1 |", "- failed: this | one"]:
            self.assertIn(line, page)


class StepTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        found = {"gpu": "NVIDIA Some 1 PCIe", "date": "2026-01-01 10:00", "shapes": [], "steps": []}
        self.results = kit.Results(self.folder, found)

    def step(self, work):
        with open(os.devnull, "w") as sys.stdout:
            self.results.step("some", work)
        sys.stdout = sys.__stdout__
        return json.loads((self.folder / "2026-01-01-some-1-pcie.json").read_text())["steps"][-1]["outcome"]

    def tool(self, text):
        """A compute-sanitizer that finds what it is told."""
        file = self.folder / "tool"
        file.write_text(f"#!/bin/sh\ncat <<'END'\n{text}\nEND\n")
        file.chmod(file.stat().st_mode | stat.S_IXUSR)
        return lambda: kit.sanitize(self.results, str(file), "memcheck", "some run", [])

    def test_every_step_is_on_disk_when_it_ends(self):
        self.assertEqual(self.step(lambda: None), "done")

        def fail():
            raise kit.Failed("it broke")

        self.assertEqual(self.step(fail), "failed: it broke")
        deadline, kit.DEADLINE = kit.DEADLINE, time.monotonic()
        self.addCleanup(setattr, kit, "DEADLINE", deadline)
        self.assertEqual(self.step(fail), "skipped: no time left")

    def test_a_command_is_stopped_with_its_children(self):
        began = time.monotonic()
        status, _, err = kit.run(["sh", "-c", "sleep 60; true"], 0.2)
        self.assertEqual(status, "timeout")
        self.assertIn("stopped after", err)
        self.assertLess(time.monotonic() - began, 30)

    def test_the_sanitizers_verdict_is_read(self):
        self.assertEqual(self.step(self.tool("========= ERROR SUMMARY: 0 errors")), "clean")
        self.assertEqual(
            self.step(self.tool("========= RACECHECK SUMMARY: 0 hazards displayed (0 errors, 0 warnings)")), "clean"
        )
        self.assertIn(
            "failed: RACECHECK SUMMARY: 2 hazards",
            self.step(self.tool("========= RACECHECK SUMMARY: 2 hazards displayed (2 errors, 0 warnings)")),
        )
        self.assertIn("ERROR SUMMARY: 1 error", self.step(self.tool("=== Invalid\n=== ERROR SUMMARY: 1 error")))
        self.assertIn("no verdict", self.step(self.tool("Device not supported")))

    def test_a_shape_shrinks_to_the_memory_there_is(self):
        rows, features, epochs = kit.scaled("84000000x16", 1e9)
        self.assertEqual((features, epochs), (16, 1000))
        self.assertLessEqual(rows * 16 * 4 * 3, 1e9)
        self.assertEqual(kit.scaled("160x3:7", 1e9), (160, 3, 7))


class PeerTest(unittest.TestCase):
    """The check and the clock of the peers, on a peer of plain Python."""

    @staticmethod
    def start(rows, features, off=0.0):
        state = kit.random.Random(0)
        X = [[state.uniform(-2, 2) for _ in range(features)] for _ in range(rows)]
        w, b = [0.75, -1.25][:features], 1.5
        y = [sum(p * q for p, q in zip(w, x)) + b for x in X]

        def train(epochs, rate):
            W, B = [0.0] * features, 0.0
            for _ in range(epochs):
                r = [sum(p * q for p, q in zip(W, x)) + B - t for x, t in zip(X, y)]
                W = [p - rate * 2 / rows * sum(e * x[j] for e, x in zip(r, X)) for j, p in enumerate(W)]
                B -= rate * 2 / rows * sum(r)
            return W, B + off

        return train, w, b

    def test_a_right_peer_gets_its_time(self):
        result = common.measure(self.start, 60, 2)
        self.assertLess(result["answer_error"], 1e-9)
        self.assertEqual(result["seconds_per_epoch"], result["seconds"] / result["epochs"])

    def test_a_wrong_peer_gets_none(self):
        with self.assertRaisesRegex(ArithmeticError, "off by"):
            common.measure(lambda rows, features: self.start(rows, features, 0.01), 60, 2)

    def test_a_peer_that_is_not_installed_says_so(self):
        script = "import common; common.main('some', 'no_such_package', None, [])"
        command = [sys.executable, "-B", "-c", script]
        run = subprocess.run(command, cwd=Path(common.__file__).parent, capture_output=True, text=True)
        self.assertEqual(run.returncode, common.NOT_INSTALLED)
        self.assertIn("no_such_package", json.loads(run.stdout)["skipped"])


if __name__ == "__main__":
    unittest.main()
