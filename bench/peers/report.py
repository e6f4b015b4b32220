"""Results as Markdown and JSON. As a program it writes the Markdown, and the README's part, of a JSON file again."""

import json
import os
import statistics
import sys

import machine
from families import BENCH, ROOT

BEGIN = "<!-- figures of bench/run.sh: begin -->"
END = "<!-- figures of bench/run.sh: end -->"


def time_of(seconds):
    for unit, size in (("s", 1), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{three_digits(seconds / size)} {unit}"
    return f"{seconds * 1e9:.0f} ns"


def three_digits(value):
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def spread(values):
    """Median (minimum to maximum)."""
    return f"{three_digits(statistics.median(values))} ({three_digits(min(values))} to {three_digits(max(values))})"


def shape_of(shape):
    rows, features = shape.split("x")
    return f"{int(rows):,} x {features}"


def shown_command(command):
    return " ".join(os.path.basename(word) if word.startswith("/") else word for word in command)


def why_not(peer):
    return f"{peer['status']}: {peer['why']}".replace("|", "/")


def table(compared):
    lines = [f"### {compared['title']}: {shape_of(compared['shape'])}", ""]
    memory = compared["family"] == "whole"
    lines.append("| | time, best | median | ratio to linreg: median (min to max) | of the best times | error |" + (" peak memory |" if memory else ""))
    lines.append("| --- | ---: | ---: | ---: | ---: | ---: |" + (" ---: |" if memory else ""))
    for peer in compared["peers"]:
        if peer["status"] != "measured":
            lines.append(f"| {peer['name']} | {why_not(peer)} | | | | |" + (" |" if memory else ""))
            continue
        ratio = spread(peer["ratio"]) if "ratio" in peer else "1"
        ours = compared["peers"][0].get("seconds")
        of_best = three_digits(min(peer["seconds"]) / min(ours)) if ours else ""
        best, median = time_of(min(peer["seconds"])), time_of(statistics.median(peer["seconds"]))
        line = f"| {peer['name']} | {best} | {median} | {ratio} | {of_best} | {peer['error']:.0e} |"
        lines.append(line + (f" {peer['peak_bytes'] / 1e6:.0f} MB |" if memory else ""))
    return "\n".join(lines) + "\n"


def yardsticks(measured):
    lines = [
        "### Fused epochs beside plain reading of memory (`bench`, float): medians of three runs",
        "",
        "| shape | epoch | GB/s | plain reading, GB/s | share |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for one in measured:
        median = {key: statistics.median(values) for key, values in one.items() if key != "shape"}
        lines.append(
            f"| {shape_of(one['shape'])} | {time_of(median['seconds_per_epoch'])} | {three_digits(median['gigabytes_per_second'])}"
            f" | {three_digits(median['read_gigabytes_per_second'])} | {three_digits(median['share_of_read_bandwidth'])} |"
        )
    return "\n".join(lines) + "\n"


def about(results):
    at = results["machine"]
    versions = sorted({peer["version"] for one in results["tables"] if one["family"] != "whole" for peer in one["peers"] if "version" in peer})
    lines = [
        f"{at['date']}, {at['processor']}, {at['cores']} cores ({at['vectors']}), {at['memory_gigabytes']} GB, {at['system']},"
        f" {at['java']}; commit {at['commit']}; `{results['command'].strip()}`, {at['minutes']} minutes.",
        f"The load average was {at['load_before']} at the start, and other programs had {at['share_of_other_programs']:.0%} of"
        " the processors while peers were at work.",
        "",
        "Versions:",
        "",
    ]
    return "\n".join(lines + [f"- {version}" for version in versions]) + "\n"


def summary(results):
    """One table for the README: a peer's time as a multiple of linreg's, shape by shape."""
    lines = []
    for family in ("epoch", "fit"):
        compared = [one for one in results["tables"] if one["family"] == family]
        if compared:
            lines += [f"| {compared[0]['title']} | " + " | ".join(shape_of(one["shape"]) for one in compared) + " |"]
            lines += ["| --- |" + " ---: |" * len(compared)]
            for row, peer in enumerate(compared[0]["peers"]):
                cells = " | ".join(cell(one["peers"][row]) for one in compared)
                lines.append(f"| {peer['name']} | {cells} |")
            lines.append("")
    for one in results["tables"]:
        if one["family"] in ("read", "whole"):
            lines += [f"| {one['title']} | {shape_of(one['shape'])} |", "| --- | ---: |"]
            lines += [f"| {peer['name']} | {cell(peer)} |" for peer in one["peers"]]
            lines.append("")
    if results["yardsticks"]:
        lines += ["| Fused epochs, as a share of plain reading of memory | " + " | ".join(shape_of(one["shape"]) for one in results["yardsticks"]) + " |"]
        lines += ["| --- |" + " ---: |" * len(results["yardsticks"])]
        lines += ["| `bench` | " + " | ".join(spread(one["share_of_read_bandwidth"]) for one in results["yardsticks"]) + " |", ""]
    return "\n".join(lines)


def cell(peer):
    if peer["status"] != "measured":
        return peer["status"]
    return spread(peer["ratio"]) if "ratio" in peer else time_of(statistics.median(peer["seconds"]))


def publish(results):
    name = machine.name(results["machine"])
    folder = os.path.join(BENCH, "results")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name + ".json"), "w") as file:
        json.dump(results, file, indent=1)
        file.write("\n")
    parts = ["# linreg-gpu beside other programs\n", about(results)]
    parts += [table(one) for one in results["tables"]] + [yardsticks(results["yardsticks"])]
    with open(os.path.join(folder, name + ".md"), "w") as file:
        file.write("\n".join(parts))
    readme = os.path.join(ROOT, "README.md")
    with open(readme) as file:
        text = file.read()
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if begin and end:
        at = results["machine"]
        source = (
            f"{at['processor']}, {at['cores']} cores, {at['date']}, commit {at['commit']}; linreg's time, and how many times as"
            f" long the others took: median (minimum to maximum) of rounds in turn.\nMeanwhile programs that are not part"
            f" of this had {at['share_of_other_programs']:.0%} of the processors. Best times, versions, errors:"
            f" [bench/results/{name}.md](bench/results/{name}.md).\n"
        )
        with open(readme, "w") as file:
            file.write(before + begin + "\n\n" + summary(results) + "\n" + source + "\n" + end + after)


if __name__ == "__main__":
    with open(sys.argv[1]) as saved:
        publish(json.load(saved))
