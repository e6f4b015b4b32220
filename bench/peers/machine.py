"""Where figures come from."""

import os
import platform
import re
import subprocess
import time

from families import ROOT
from peer_process import CORES


def output(*command):
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return (done.stdout or done.stderr).strip()


def processor():
    with open("/proc/cpuinfo") as cpuinfo:
        found = re.search(r"model name\s*:\s*(.+)", cpuinfo.read())
    return found.group(1).strip() if found else platform.machine()


def vectors():
    with open("/proc/cpuinfo") as cpuinfo:
        flags = cpuinfo.read()
    return next((name for name in ("avx512f", "avx2", "asimd") if f" {name}" in flags), "none known")


def description():
    with open("/proc/meminfo") as meminfo:
        kilobytes = int(meminfo.readline().split()[1])
    changed = output("git", "status", "--porcelain", "--", "src", "pom.xml", "bench/src", "bench/pom.xml", "bench/peers")
    return {
        "date": time.strftime("%Y-%m-%d"),
        "processor": processor(),
        "cores": CORES,
        "vectors": vectors(),
        "memory_gigabytes": round(kilobytes * 1024e-9),
        "system": f"{platform.system()} {platform.release()}",
        "java": output("java", "-version").splitlines()[0],
        "commit": output("git", "rev-parse", "--short=10", "HEAD") + (" and changes" if changed else ""),
    }


def name(about):
    """For a file: the processor and its cores, not whose machine it is."""
    words = f"{about['date']} {about['processor']} {about['cores']} cores"
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")
