"""Tests of the conductor, with peers made for it: python3 -m unittest discover bench/peers"""

import os
import sys
import tempfile
import textwrap
import types
import unittest
from unittest import mock

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import conductor
import families
import report

TRUTH = {"learning_rate": 0.5, "epochs": [1.0, -2.0], "solution": [1.0, -2.0]}

HONEST = """
    from line_protocol import serve
    serve("honest 1.0", lambda: [1.0, -2.000001], lambda count: None)
"""
LIAR = """
    from line_protocol import serve
    serve("liar 1.0", lambda: [1.0, -1.9], lambda count: None)
"""
SHORT = """
    from line_protocol import serve
    serve("short 1.0", lambda: [1.0], lambda count: None)
"""
NOT_A_NUMBER = """
    from line_protocol import serve
    serve("nan 1.0", lambda: [float("nan"), -2.0], lambda count: None)
"""
ABSENT = """
    from line_protocol import load
    load("a_module_that_nobody_has")
"""
CRASHES = """
    from line_protocol import serve
    def go(count):
        raise RuntimeError("out of luck")
    serve("crashing 1.0", lambda: [1.0, -2.0], go)
"""


class ConductorTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def compare(self, **programs):
        specs = []
        for name, text in programs.items():
            with open(os.path.join(self.folder, name + ".py"), "w") as file:
                file.write(textwrap.dedent(text))
            specs.append(families.epochs(name, name))
        options = types.SimpleNamespace(python=sys.executable, rounds=4, seconds=5, round=0.0, warm_up=0.0)

        def command(spec, *_):
            return [sys.executable, os.path.join(self.folder, spec.name + ".py")]

        with (
            mock.patch.dict(families.FAMILIES, {"epoch": ("Made up", specs)}),
            mock.patch.object(families, "command", command),
            mock.patch.object(conductor.Conductor, "data", lambda *_: (self.folder, TRUTH)),
            mock.patch.object(conductor, "PAUSE", 0),
            mock.patch.dict(os.environ, PYTHONPATH=families.PEERS),
        ):
            table = conductor.Conductor(options, self.folder).compare("epoch", "10x1")
        return {peer["name"]: peer for peer in table["peers"]}, report.table(table)

    def test_ratios_are_taken_round_by_round(self):
        peers, text = self.compare(linreg=HONEST, other=HONEST)
        self.assertEqual(4, len(peers["other"]["ratio"]))
        ratio = peers["other"]["seconds"][2] / peers["linreg"]["seconds"][2]
        self.assertEqual(ratio, peers["other"]["ratio"][2])
        self.assertIn("| other | ", text)

    def test_a_wrong_answer_has_no_time(self):
        for name, program in {"liar": LIAR, "short": SHORT, "nan": NOT_A_NUMBER}.items():
            peers, text = self.compare(linreg=HONEST, **{name: program})
            self.assertEqual("wrong", peers[name]["status"])
            self.assertNotIn("seconds", peers[name])
            self.assertIn(f"| {name} | wrong: ", text)

    def test_what_is_not_installed_is_skipped_by_name(self):
        peers, text = self.compare(linreg=HONEST, absent=ABSENT)
        self.assertEqual("skipped", peers["absent"]["status"])
        self.assertIn("| absent | skipped: No module named 'a_module_that_nobody_has'", text)

    def test_a_crash_is_told_and_the_others_go_on(self):
        peers, _ = self.compare(linreg=HONEST, crashing=CRASHES, other=HONEST)
        self.assertEqual("failed", peers["crashing"]["status"])
        self.assertIn("out of luck", peers["crashing"]["why"])
        self.assertEqual("measured", peers["other"]["status"])

    def test_nothing_is_compared_to_a_linreg_that_is_wrong(self):
        peers, _ = self.compare(linreg=LIAR, other=HONEST)
        self.assertEqual("wrong", peers["linreg"]["status"])
        self.assertNotIn("ratio", peers["other"])


if __name__ == "__main__":
    unittest.main()
