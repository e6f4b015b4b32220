"""A peer in Python as a process; PeerMain.java tells the protocol."""

import importlib
import sys
import time


def load(name):
    """A module, or the end of this peer: it is skipped by name where what it needs is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        print("missing", error, flush=True)
        sys.exit(0)


def blas():
    """The library that NumPy multiplies with, if threadpoolctl is there to tell."""
    try:
        from threadpoolctl import threadpool_info
    except ImportError:
        return ""
    found = [pool for pool in threadpool_info() if pool["user_api"] == "blas"]
    return "".join(
        f", {pool['internal_api']} {pool['version']} ({pool.get('architecture', '?')}, {pool['num_threads']} threads)"
        for pool in found
    )


def repeatedly(job):
    """A round of jobs that are done as a whole."""

    def do_round(times):
        for _ in range(times):
            job()

    return do_round


def serve(version, answer, do_round):
    print("ready", version + ", Python", sys.version.split()[0], flush=True)
    for line in sys.stdin:
        command, *arguments = line.split()
        if command == "answer":
            print("answer", *(repr(float(value)) for value in answer()), flush=True)
        else:
            began = time.perf_counter()
            do_round(int(arguments[0]))
            print("seconds", time.perf_counter() - began, flush=True)
