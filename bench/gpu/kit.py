"""Checks and times linreg-gpu on this machine's GPU, in a fixed time: what does not fit any more is skipped, by name. Results
are written after each step, so that a run that is cut off leaves what it has found.

From the environment: LINREG_KIT_SECONDS, the time for all (540); LINREG_KIT_SHAPES, as 5000x20:100 for a hundred epochs
of 5000 x 20, with commas between them; LINREG_KIT_STEPS, those to do.
"""

import csv
import json
import os
import platform
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import report

KIT = Path(__file__).resolve().parent
JAVA = str(KIT / "runtime/bin/java")
PROGRAM = ["-jar", str(KIT / "linreg-gpu.jar")]
GRADIENTS = ["fused", "gemv", "gram"]
SHAPES = "160x3:1000,84000000x16:1000,10000000x128:1000,2600000x512:1000,20000000x128:50"
PEERS = {
    "PyTorch eager": ["with_torch.py", "eager"],
    "torch.compile": ["with_torch.py", "compile"],
    "CuPy": ["with_cupy.py"],
    "JAX jit": ["with_jax.py"],
}
TARGETS = 4  # of the step that times several at once
TOOLS = ["memcheck", "racecheck", "initcheck"]
DEADLINE = time.monotonic() + float(os.environ.get("LINREG_KIT_SECONDS", 540))
LEAST_SECONDS = 5  # not worth starting for less
GB = 1e9


class Failed(Exception):
    """A step that did not do what it should; the message is for its reader."""


def run(command, limit, **more):
    """Runs a command with a limit on its time, its children with it. Returns exit status, output and errors."""
    limit = min(limit, DEADLINE - time.monotonic())
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, **more
    )
    try:
        out, err = process.communicate(timeout=limit)
        return process.returncode, out, err
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        return "timeout", out, err + f"\nstopped after {limit:.0f} s"


def last_line(text):
    return (text.strip().splitlines() or [""])[-1][:300]


class Results:
    """What was found so far, on disk at any time."""

    def __init__(self, folder, found):
        self.folder = folder
        self.found = found
        day = found["date"][:10]
        gpu = re.sub(r"[^a-z0-9]+", "-", found["gpu"].lower().replace("nvidia", "")).strip("-")
        self.name = f"{day}-{gpu}"
        self.wanted = os.environ.get("LINREG_KIT_STEPS", "").replace(",", " ").split()

    def step(self, name, work):
        left = DEADLINE - time.monotonic()
        if self.wanted and name.split(":")[0] not in self.wanted:
            return
        began = time.monotonic()
        if left < LEAST_SECONDS:
            outcome = "skipped: no time left"
        else:
            try:
                outcome = work() or "done"
            except Failed as failure:
                outcome = f"failed: {failure}"
        seconds = time.monotonic() - began
        print(f"{name:40} {seconds:6.1f} s  {outcome}")
        self.found["steps"].append({"name": name, "outcome": outcome, "seconds": seconds})
        self.write()

    def write(self):
        self.found["ratios"] = report.ratios(self.found["shapes"])
        for ending, text in (("json", json.dumps(self.found, indent=2) + "\n"), ("md", report.markdown(self.found))):
            draft = self.folder / f"{self.name}.{ending}.part"
            draft.write_text(text)
            draft.replace(self.folder / f"{self.name}.{ending}")


def environment():
    """The GPU and what the program finds of its libraries; ends the run where it can use no GPU."""
    status, out, err = run([JAVA, *PROGRAM, "devices", "--json"], 60)
    if status != 0:
        sys.exit(f"error: the program does not start: {last_line(err)}")
    devices = {d["device"]: d for d in json.loads(out)["devices"]}
    gpu = next((d for name, d in devices.items() if name.startswith("cuda") and d["usable"]), None)
    if gpu is None:
        reason = next((d["detail"] for name, d in devices.items() if name.startswith("cuda")), "no CUDA backend")
        sys.exit(f"error: no GPU can be used here: {reason}")
    cublas = devices.get("cublas", {"usable": False, "detail": ""})
    driver = "not asked (no nvidia-smi)"
    if shutil.which("nvidia-smi"):
        query = "name,driver_version,memory.total,clocks.sm,clocks.mem,power.limit"
        driver = run(["nvidia-smi", f"--query-gpu={query}", "--format=csv,noheader"], 30)[1].strip().split("\n")[0]
    return {
        "gpu": gpu["detail"].split(",")[0],
        "gpu_detail": gpu["detail"],
        "driver": driver,
        "cublas": cublas["detail"] if cublas["usable"] else f"none: {cublas['detail']}",
        "commit": (KIT / "commit").read_text().strip(),
        "date": time.strftime("%Y-%m-%d %H:%M"),
        "python": f"{platform.python_version()} ({sys.executable})",
        "machine": f"{os.cpu_count()} processors, {host_bytes() / GB:.0f} GB of memory free",
        "steps": [],
        "shapes": [],
    }


def host_bytes():
    available = re.search(r"MemAvailable:\s+(\d+)", Path("/proc/meminfo").read_text())
    return int(available.group(1)) * 1024


def tests(program, *arguments):
    """A program of the tests', on device 0."""
    jars = [str(jar) for jar in sorted((KIT / "parity").glob("*.jar"))]
    path = os.pathsep.join([*jars, str(KIT / "linreg-gpu.jar")])
    return run([JAVA, "-cp", path, f"io.linreg.backend.{program}", "0", *arguments], 150)


def exact(results):
    """Moments in double-double beside the CPU's."""
    status, out, err = tests("ExactOnDevice")
    if status != 0:
        raise Failed(f"{status}: {last_line(out or err)}")
    return last_line(out)


def parity(results, *suite):
    status, out, err = tests("ParityOnDevice", *suite)
    found = results.found.setdefault("parity", {"counts": {}, "failures": [], "output": ""})
    for name, passed, failed in re.findall(r"^(\w.*): (\d+) passed, (\d+) failed$", out, re.M):
        found["counts"][" ".join([name, *suite])] = [int(passed), int(failed)]
    found["failures"] += re.findall(r"(?:LeastSquares|Rows|Joint)ParityTest:(.*)", out)
    found["output"] += out[-4000:] if status != 0 else ""
    total = re.search(r"^(\d+) passed, (\d+) failed$", out, re.M)
    if not total:
        raise Failed(f"{status}, no verdict: {last_line(err or out)}")
    if status != 0:
        raise Failed(total.group(0))
    return total.group(0)


def scaled(shape, device_bytes):
    """The shape with as many rows as the device and this machine hold beside what they compute with."""
    size, _, epochs = shape.partition(":")
    rows, features = map(int, size.split("x"))
    while rows * features * 4 * 3 > device_bytes or heap_bytes(rows, features) > 0.8 * host_bytes():
        rows //= 2
    return rows, features, int(epochs or 1000)


def heap_bytes(rows, features):
    return 1.1 * rows * (features + 1) * 4 + 1.5 * GB


def bench(shape, epochs, gradients, *properties, targets=1):
    """The results of the command bench, by gradient."""
    rows, features = shape["rows"], shape["features"]
    megabytes = heap_bytes(rows, features) / (1 << 20)
    # The parallel collector wastes nothing on large arrays; nearly all of the heap is for old ones.
    heap = [f"-Xmx{megabytes:.0f}m", "-Xmn512m", "-XX:+UseParallelGC"]
    size = ["--rows", str(rows), "--features", str(features), "--epochs", str(epochs), "--targets", str(targets)]
    wanted = ["--device", "0", "--gradient", ",".join(gradients), "--json"]
    status, out, err = run([JAVA, *heap, *properties, *PROGRAM, "bench", *size, *wanted], 100)
    if status != 0:
        raise Failed(last_line(err))
    found = json.loads(out)
    return {r["gradient"]: r for r in found.get("runs", [found])}


def ours(results, shape, epochs):
    shape["ours"] = bench(shape, epochs, GRADIENTS)
    runs = list(shape["ours"].values())
    best = runs[0]
    return f"{best['gigabytes_per_second']:.4g} of {best['read_gigabytes_per_second']:.4g} GB/s with {best['gradient']}"


def gemv_in_cache(shape):
    """gemv over as many rows at a time as fill half of an L2 cache of 50 MB, so that the reduction finds them there."""
    rows = 25_000_000 // (4 * shape["features"])
    shape["ours"][f"gemv, {rows} rows at a time"] = bench(shape, 200, ["gemv"], f"-Dlinreg.gemv.rows={rows}")["gemv"]


def gemv_of_our_own(shape):
    shape["ours"]["gemv, our own kernel"] = bench(shape, 200, ["gemv"], "-Dlinreg.cublas=off")["gemv"]


def several_targets(shape):
    """Y = X W' + b, W a row for each target: X is read once an epoch for all of them."""
    for gradient, result in bench(shape, 200, ["gemv", "fused"], targets=TARGETS).items():
        shape["ours"][report.of_targets(gradient)] = result


def several_targets_of_torch(shape):
    for name in ("PyTorch eager", "torch.compile"):
        lines = peer_lines(name, [f"{shape['rows']}x{shape['features']}x{TARGETS}"])
        for line in lines:
            if "skipped" in line:
                return f"skipped: {line['skipped']}"
            shape["peers"][report.of_targets(name)] = line
            if "error" in line:
                raise Failed(line["error"])


def half_streamed(shape):
    """fused where the device has room for about half of the rows."""
    memory = shape["rows"] * shape["features"] * 2
    shape["ours"]["fused, half of the rows streamed"] = bench(
        shape, 10, ["fused"], f"-Dlinreg.device.memory={memory}"
    )["fused"]


def variants(results):
    """What is not the default, at the shape that all targets name, or the largest there is."""
    shapes = [s for s in results.found["shapes"] if s["ours"] and s["rows"] * s["features"] > 100_000]
    if shapes:
        shape = next((s for s in shapes if s["features"] == 128), shapes[-1])
        results.step("variant: gemv in the L2 cache", lambda: gemv_in_cache(shape))
        results.step("variant: gemv of our own", lambda: gemv_of_our_own(shape))
        results.step("variant: half streamed", lambda: half_streamed(shape))
        results.step(f"targets: {TARGETS} at once", lambda: several_targets(shape))
        results.step(f"targets: {TARGETS} at once, PyTorch", lambda: several_targets_of_torch(shape))


def peer_lines(name, sizes):
    """What a peer says of each size; one that it fails at does not keep the others."""
    script, *arguments = PEERS[name]
    status, out, err = run([sys.executable, "-B", str(KIT / "peers" / script), *arguments, *sizes], 110)
    lines = [json.loads(line) for line in out.splitlines() if line.startswith("{")]
    if status != 0 and not any("skipped" in line for line in lines):
        lines.append({"error": f"{status}: {last_line(err)}"})
    return lines


def peer(results, name):
    lines = peer_lines(name, [f"{s['rows']}x{s['features']}" for s in results.found["shapes"]])
    for line in lines:
        if "skipped" in line:
            return f"skipped: {line['skipped']}"
        for shape in results.found["shapes"]:
            if (shape["rows"], shape["features"]) == (line.get("rows"), line.get("features")):
                shape["peers"][name] = line
    errors = [line["error"] for line in lines if "error" in line]
    if errors:
        raise Failed("; ".join(errors))
    return f"done, version {lines[0]['version']}" if lines else "done"


def sanitize(results, compute_sanitizer, tool, name, arguments):
    # Libraries ask the driver for functions that it may lack: that is no error of theirs, and none of ours.
    quiet = ["--report-api-errors", "no"] if tool == "memcheck" else []
    command = [compute_sanitizer, "--tool", tool, *quiet, "--target-processes", "all", JAVA, *PROGRAM, *arguments]
    status, out, err = run(command, 60, env={**os.environ, "CUDA_MODULE_LOADING": "LAZY"})
    text = out + err
    summaries = re.findall(r"(ERROR SUMMARY: \d+ errors?|RACECHECK SUMMARY: .*)", text)
    counts = [int(n) for s in summaries for n in re.findall(r"(\d+) (?:errors?|hazards?)", s)]
    if not summaries:
        verdict = f"no verdict ({status}): {last_line(text)}"
    elif any(counts):
        verdict = "; ".join(summaries)
    else:
        verdict = "clean" if status == 0 else f"clean, but the program failed: {last_line(err)}"
    findings = [line for line in text.splitlines() if line.startswith("=========")]
    results.found.setdefault("sanitizer", []).append(
        {"tool": tool, "run": name, "verdict": verdict, "output": [] if verdict == "clean" else findings[:60]}
    )
    if verdict != "clean":
        raise Failed(verdict)
    return verdict


def find_sanitizer():
    places = sorted(Path("/usr/local").glob("cuda*/bin/compute-sanitizer"))
    return shutil.which("compute-sanitizer") or (str(places[-1]) if places else None)


def sanitizers(results):
    """The kernel that does all epochs of the bundled data, and the recorded epochs of a table too large for it."""
    compute_sanitizer = find_sanitizer()
    if compute_sanitizer is None:
        results.step("sanitizer", lambda: "skipped: compute-sanitizer is not installed")
        return
    table = results.folder / "5000x20.csv"
    numbers = random.Random(0)
    with table.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*[f"x{j}" for j in range(20)], "y"])
        writer.writerows([f"{numbers.uniform(-2, 2):.4f}" for _ in range(21)] for _ in range(5000))
    common = ["--device", "0", "--no-fallback", "--epochs", "5", "-q"]
    runs = {"bundled data": [*common, "--gradient", "fused"]}
    runs |= {f"5000 x 20, {gradient}": [str(table), *common, "--gradient", gradient] for gradient in GRADIENTS}
    runs |= {
        f"5000 x 19, 2 targets, {gradient}": [str(table), *common, "--gradient", gradient, "--target", "y,x0"]
        for gradient in ("gemv", "fused")
    }
    runs["5000 x 20, normal"] = [str(table), "--device", "0", "--no-fallback", "-q", "--solver", "normal"]
    for tool in TOOLS:
        for name, arguments in runs.items():
            results.step(f"sanitizer: {tool}, {name}", lambda: sanitize(results, compute_sanitizer, tool, name, arguments))
    table.unlink()


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    found = environment()
    results = Results(folder, found)
    print(f"{found['gpu_detail']}; cuBLAS: {found['cublas']}; commit {found['commit']}")
    results.write()
    results.step("parity", lambda: parity(results))
    results.step("parity: rows", lambda: parity(results, "rows"))
    results.step("parity: targets", lambda: parity(results, "targets"))
    results.step("exact", lambda: exact(results))

    gigabytes = float(re.search(r"([\d.]+) GB", found["gpu_detail"]).group(1))
    for wanted in os.environ.get("LINREG_KIT_SHAPES", SHAPES).split(","):
        rows, features, epochs = scaled(wanted, 0.9 * gigabytes * GB)
        shape = {"rows": rows, "features": features, "ours": {}, "peers": {}}
        found["shapes"].append(shape)
        results.step(f"bench: {rows} x {features}", lambda: ours(results, shape, epochs))
    for name in PEERS:
        results.step(f"peer: {name}", lambda: peer(results, name))
    variants(results)
    sanitizers(results)

    written = folder / f"{results.name}.md"
    print()
    print(written.read_text())
    print(f"written: {written} and .json")
    return 1 if any(s["outcome"].startswith("failed") for s in found["steps"]) else 0


if __name__ == "__main__":
    sys.exit(main())
