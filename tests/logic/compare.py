"""Compares answers with Z3. Reads one JSON object per line:
   script, labels, and either witness (Holds) or clash (labels); neither where it was not decided.
   Prints one line with figures; exits with 1 when an answer is wrong."""

import json
import sys

import z3

TIMEOUT_MS = 20_000


def verdict(solver, labels):
    return solver.check([z3.Bool(label) for label in labels])


def check(record):
    solver = z3.Solver()
    solver.set("timeout", TIMEOUT_MS)
    solver.from_string(record["script"] + (record.get("witness") or ""))
    if record.get("witness"):
        return [(verdict(solver, record["labels"]), z3.sat, "the witness")]
    if record.get("clash") is None:
        return []
    clash = record["clash"]
    checks = [(verdict(solver, clash), z3.unsat, f"the clash {clash}")]
    for left_out in clash:
        rest = [label for label in clash if label != left_out]
        checks.append((verdict(solver, rest), z3.sat, f"the clash {clash} without {left_out}"))
    return checks


def main(path):
    counts = {"holds": 0, "clash": 0, "undecided": 0, "z3_gave_up": 0, "wrong": 0}
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            record = json.loads(line)
            kind = "holds" if record.get("witness") else "undecided" if record.get("clash") is None else "clash"
            counts[kind] += 1
            for found, expected, what in check(record):
                if found == z3.unknown:
                    counts["z3_gave_up"] += 1
                elif found != expected:
                    counts["wrong"] += 1
                    print(f"problem {number}: Z3 finds {what} {found}\n{record['script']}", file=sys.stderr)
    print(json.dumps(counts))
    return 1 if counts["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
