"""Peers as processes: spoken to line by line, or run as a whole."""

import json
import os
import subprocess
import tempfile
import threading
import time

LIMIT = 300  # seconds that any one step may take
CORES = len(os.sched_getaffinity(0))
TICK = 1 / os.sysconf("SC_CLK_TCK")


class Skipped(Exception):
    """What the peer needs is not installed."""


class Failed(Exception):
    """The peer ended, or said what was not asked."""


def environment():
    """Every library may use every core, at the best that it has for this processor."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith("OPENBLAS_")}
    for threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        settings[threads] = str(CORES)
    settings["OPT_OUT_TRACKING"] = "true"  # DJL
    return settings


class PeerProcess:
    """A peer that has loaded its data and waits for commands."""

    def __init__(self, command):
        self.log = tempfile.TemporaryFile("w+", errors="replace")
        try:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self.log,
                text=True,
                env=environment(),
            )
        except FileNotFoundError as error:
            raise Skipped(f"no {error.filename}") from error
        try:
            self.version = self._reply("ready")
        except Exception:
            self.close()
            raise

    def answer(self):
        return [float(value) for value in self._ask("answer", "answer").split()]

    def go(self, count):
        return float(self._ask(f"go {count}", "seconds"))

    def cpu_seconds(self):
        return cpu_seconds(self.process.pid)

    def close(self):
        try:
            self.process.stdin.close()
            self.process.wait(10)
        except (OSError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self.log.close()

    def _ask(self, command, expected):
        try:
            self.process.stdin.write(command + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # the missing reply will tell
        return self._reply(expected)

    def _reply(self, expected):
        timer = threading.Timer(LIMIT, self.process.kill)
        timer.start()
        try:
            for line in self.process.stdout:
                word, _, rest = line.strip().partition(" ")
                if word == expected:
                    return rest
                if word == "missing":
                    raise Skipped(rest)
        finally:
            timer.cancel()
        self.log.seek(0)
        said = [line.strip() for line in self.log if line.strip()]
        raise Failed(said[-1][:300] if said else f"no {expected} in {LIMIT} s")


def run_whole(command):
    """Runs a command to its end: the JSON it printed, wall seconds, peak bytes of the largest process, CPU seconds."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+", errors="replace") as log:
        began = time.perf_counter()
        try:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=log, env=environment())
        except FileNotFoundError as error:
            raise Skipped(f"no {error.filename}") from error
        timer = threading.Timer(LIMIT, process.kill)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        printed = out.read()
        if printed.startswith("missing "):
            raise Skipped(printed[len("missing ") :].strip())
        if process.returncode != 0:
            log.seek(0)
            raise Failed(log.read().strip()[-300:] or f"exit code {process.returncode}")
        return json.loads(printed), seconds, usage.ru_maxrss * 1024, usage.ru_utime + usage.ru_stime


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15]) * TICK


class Others:
    """How much of the machine other programs had while a peer was at work: what the figures' noise comes from."""

    def __init__(self):
        self.theirs = 0.0
        self.all = 0.0

    def watch(self, work, own_cpu_seconds):
        """Does the work. The second function gives the CPU seconds that the peer has used so far, or that the work did."""
        own = own_cpu_seconds()
        busy, total = self._machine()
        result = work()
        busy_after, total_after = self._machine()
        self.theirs += max(0.0, busy_after - busy - (own_cpu_seconds() - own))
        self.all += total_after - total
        return result

    def share(self):
        return self.theirs / self.all if self.all else 0.0

    @staticmethod
    def _machine():
        with open("/proc/stat") as stat:
            ticks = [int(field) for field in stat.readline().split()[1:9]]
        idle = ticks[3] + ticks[4]
        return (sum(ticks) - idle) * TICK, sum(ticks) * TICK
