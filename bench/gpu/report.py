"""What the measurements say: ratios against targets, and the table for people."""

MAIN_JOB = (160, 3)


def of_targets(who):
    """What times of several targets at once are called."""
    return f"{who}, 4 targets"


def seconds(shape, who):
    """Seconds an epoch of one of our gradients or of a peer; None where it was not measured."""
    result = shape["ours"].get(who) or shape["peers"].get(who) or {}
    return result.get("seconds_per_epoch")


def ratio(shape, ours, other):
    a, b = seconds(shape, ours), seconds(shape, other)
    return a / b if a and b else None


def is_main_job(shape):
    return (shape["rows"], shape["features"]) == MAIN_JOB


def ratios(shapes):
    """A line for each claim and shape: value, target and whether it is met, each None where there is nothing to say."""
    lines = []

    def line(shape, name, value, target=None, least=False):
        met = None
        if value is not None and target is not None:
            met = value >= target if least else value <= target
        sign = None if target is None else f"{'>=' if least else '<='} {target}"
        size = f"{shape['rows']} x {shape['features']}"
        lines.append({"name": name, "shape": size, "value": value, "target": sign, "met": met})

    for shape in shapes:
        if is_main_job(shape):
            for who in ("fused", "gemv", "gram", "PyTorch eager"):
                each = seconds(shape, who)
                target = None if who == "PyTorch eager" else 10
                line(shape, f"{who}: 1000 epochs, ms", each and each * 1e6, target)
            continue
        fused = shape["ours"].get("fused", {})
        line(shape, "fused: share of read bandwidth", fused.get("share_of_read_bandwidth"), 0.90, least=True)
        line(shape, "fused / PyTorch eager", ratio(shape, "fused", "PyTorch eager"), 0.5)
        line(shape, "fused / torch.compile", ratio(shape, "fused", "torch.compile"), 0.6)
        line(shape, "fused / CuPy", ratio(shape, "fused", "CuPy"), 0.6)
        line(shape, "fused / JAX jit", ratio(shape, "fused", "JAX jit"))
        line(shape, "gemv / PyTorch eager", ratio(shape, "gemv", "PyTorch eager"), 1.0)
        if seconds(shape, of_targets("gemv")):
            gemv, eager = of_targets("gemv"), of_targets("PyTorch eager")
            line(shape, f"{gemv} / {eager}", ratio(shape, gemv, eager), 1.0)
            line(shape, f"{gemv} / gemv", ratio(shape, gemv, "gemv"))
            line(shape, f"{of_targets('fused')} / {eager}", ratio(shape, of_targets("fused"), eager), 0.5)
            line(shape, f"{of_targets('fused')} / fused", ratio(shape, of_targets("fused"), "fused"))
        gram, one = shape["ours"].get("gram"), seconds(shape, "fused")
        value = gram["seconds"]["train"] / gram["epochs"] * 1000 / one if gram and one else None
        # Fewer epochs than 1000 would spread the moments over fewer: then the figure is not the one that is named.
        value = value if gram and gram["epochs"] == 1000 else None
        target = 10 if shape["features"] == 128 else None
        line(shape, "gram: 1000 epochs with moments / one fused epoch", value, target)
    return lines


def markdown(results):
    text = [f"# {results['gpu']}, {results['date']}", ""]
    text += table(
        ["what", "found"],
        [[key, results.get(key)] for key in ("gpu", "driver", "cublas", "commit", "date", "python", "machine")],
    )
    text += ["", "## Ratios", ""]
    rows = [
        [r["name"], r["shape"], number(r["value"]), r["target"] or "", {True: "yes", False: "**no**", None: ""}[r["met"]]]
        for r in results.get("ratios", [])
    ]
    text += table(["ratio", "rows x features", "value", "target", "met"], rows)
    text += ["", "## Milliseconds an epoch", ""]
    shapes = results.get("shapes", [])
    names = list(dict.fromkeys(who for s in shapes for who in [*s["ours"], *s["peers"]]))
    size = [f"{s['rows']} x {s['features']}" for s in shapes]
    rows = [[who, *[cell(s, who) for s in shapes]] for who in names]
    reading = [number(next(iter(s["ours"].values()), {}).get("read_gigabytes_per_second")) for s in shapes]
    text += table(["", *size], [*rows, ["plain reading, GB/s", *reading]])
    text += ["", "## Parity with the scalar specification", ""]
    parity = results.get("parity", {})
    text += table(["implementation", "passed", "failed"], [[k, *v] for k, v in parity.get("counts", {}).items()])
    text += [""] + [f"- failed: {name}" for name in parity.get("failures", [])]
    text += ["## compute-sanitizer", ""]
    text += table(
        ["tool", "run", "verdict"], [[s["tool"], s["run"], s["verdict"]] for s in results.get("sanitizer", [])]
    )
    text += ["", "## Steps", ""]
    text += table(
        ["step", "outcome", "seconds"], [[s["name"], s["outcome"], number(s["seconds"])] for s in results.get("steps", [])]
    )
    return "\n".join(text) + "\n"


def cell(shape, who):
    result = shape["ours"].get(who) or shape["peers"].get(who) or {}
    if "seconds_per_epoch" in result:
        return number(result["seconds_per_epoch"] * 1e3)
    return "failed" if "error" in result else ""


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(str("" if c is None else c).replace("|", "/") for c in line) + " |" for line in lines]


def number(value):
    return "" if value is None else f"{value:.4g}"
