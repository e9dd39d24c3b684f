"""Checks the golden cases of breakdowns and of all measures of inequality against formulas written here a second time.

Run it from the project's root after UPDATE_CASES=1 and before you commit a golden: python3 test/cases/check_gaps.py
It reads the cases' inputs and outputs only. It needs numpy and scipy and nothing of gapline.
"""

import csv
import math
import re
from collections import defaultdict
from pathlib import Path

import numpy as np
from scipy.stats import chi2, norm

CASES = Path(__file__).parent
INPUTS = CASES.parent.parent / "fixtures" / "cases"
Z = norm.ppf(0.975)
ESP = np.array([5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000], float)
SHARE = ESP / ESP.sum()
AGES = [f"{age}-{age + 4}" for age in range(0, 75, 5)]
DRAWS, THEIRS = 200_000, 10_000
checked = 0


def golden(case):
    return list(csv.DictReader((CASES / case / "stdout").read_text(encoding="utf-8-sig").splitlines()))


def close(what, actual, expected, tolerance=1e-9):
    global checked
    checked += 1
    actual = float(actual)
    assert math.isclose(actual, expected, rel_tol=tolerance, abs_tol=1e-9), f"{what}: {actual}, not {expected}"


people = np.zeros((6, 15))
for row in csv.DictReader((INPUTS / "causes" / "population.csv").open()):
    people[int(row["deprivation_quintile"]), AGES.index(row["age_band"])] += int(row["population"])
deaths = defaultdict(lambda: np.zeros((6, 15)))
for row in csv.DictReader((INPUTS / "causes" / "deaths.csv").open()):
    deaths[row["icd10"]][int(row["deprivation_quintile"]), AGES.index(row["age_band"])] += int(row["deaths"])
every = sum(deaths.values())

# --- Breakdown: a part is the difference of two terms of the sum that a standardised rate is --------------------------

NAMED = {
    "circulatory diseases": ["I21"],
    "cancers": ["C34"],
    "external causes": ["X60"],
    "respiratory diseases": ["J44"],
    "all other causes": ["E11"],
    "causes with few deaths": ["K70", "G30", "P07"],
}


def part(x):
    return 1e5 * SHARE * (x[1] / people[1] - x[5] / people[5])


rows = golden("run-breakdown-csv")
assert len(rows) == 1 + 6 + 15 * 7
figures = {(r["age"], r["cause"]): r for r in rows}
for name, codes in NAMED.items():
    x = sum(deaths[code] for code in codes)
    few = x[1].sum() + x[5].sum() < 10
    assert few == (name == "causes with few deaths"), name
    close(name, figures["all", name]["contribution"], part(x).sum())
    for at, age in enumerate(AGES):
        close(f"{name} {age}", figures[age, name]["contribution"], part(x)[at])
for at, age in enumerate(AGES):
    close(age, figures[age, "all"]["contribution"], part(every)[at])
whole = figures["all", "all"]
close("gap", whole["contribution"], part(every).sum())
close("most deprived", whole["value_1"], 1e5 * SHARE @ (every[1] / people[1]))
close("least deprived", whole["value_2"], 1e5 * SHARE @ (every[5] / people[5]))
assert all(r["status"] == "ok" and r["compared_with"] == "least deprived fifth" for r in rows)

# The screen rounds the same figures: each name and each age has its own, causes by size.
for case in ("run-breakdown-table-60", "run-breakdown-no-color"):
    text = (CASES / case / "stdout").read_text()
    assert "\u001b" not in text
    shown = re.findall(r"^  (\S.*?)\s+([+−]?[\d,]+\.\d)(?: |$)", text, re.M)
    shown = [line for line in shown if not line[0].startswith("most deprived")]
    assert len(shown) == 1 + 6 + 15, case
    sizes = [float(number.replace(",", "").replace("−", "-")) for _, number in shown]
    assert sizes[1:7] == sorted(sizes[1:7], reverse=True), case
    for (name, _), size in zip(shown, sizes):
        name = "all" if name == "gap" else name
        full = next(c for c in ["all", *NAMED, *AGES] if c == name or (name.endswith("…") and c.startswith(name[:-1])))
        row = figures[("all", full) if full in NAMED or full == "all" else (full, "all")]
        assert abs(size - float(row["contribution"])) <= 0.05 + 1e-9, f"{case} {name}"
        checked += 1

# --- Every measure of inequality --------------------------------------------------------------------------------------


def byar(x):
    if x < 10:
        return chi2.ppf(0.025, 2 * x) / 2 if x else 0.0, chi2.ppf(0.975, 2 * x + 2) / 2
    up = x + 1
    return x * (1 - 1 / (9 * x) - Z / (3 * math.sqrt(x))) ** 3, up * (1 - 1 / (9 * up) + Z / (3 * math.sqrt(up))) ** 3


y = 1e5 * (every[1:] / people[1:]) @ SHARE
s = 1e5 * np.sqrt((every[1:] / people[1:] ** 2) @ SHARE**2)
counts = every[1:].sum(axis=1)
limits = np.array([[v + e / math.sqrt(x) * (b - x) for b in byar(x)] for v, e, x in zip(y, s, counts)])
n = people[1:].sum(axis=1)
p = n / n.sum()
mean = p @ y
b = np.cumsum(p) - p / 2


def normal(value, error):
    return value, value - Z * error, value + Z * error


expected = {"difference": normal(y[0] - y[4], math.hypot(s[0], s[4]))}
reach = Z * math.hypot(s[0] / y[0], s[4] / y[4])
expected["ratio"] = y[0] / y[4], y[0] / y[4] * math.exp(-reach), y[0] / y[4] * math.exp(reach)
c = p * (b - 0.5) / (p @ (b - 0.5) ** 2)
expected["sii"] = normal(-c @ y, math.sqrt(c**2 @ s**2))
top, bottom = p - c / 2, p + c / 2
roots = np.sort(
    np.roots(
        [
            (bottom @ y) ** 2 - Z**2 * (bottom**2 @ s**2),
            -2 * ((top @ y) * (bottom @ y) - Z**2 * ((top * bottom) @ s**2)),
            (top @ y) ** 2 - Z**2 * (top**2 @ s**2),
        ]
    )
)
expected["rii"] = (top @ y) / (bottom @ y), *roots
spread = p @ (b - 0.5) ** 2
fit = np.polyfit(b, 2 * spread * y, 1, w=np.sqrt(p))
error = math.sqrt(p @ (2 * spread * y - np.polyval(fit, b)) ** 2 / (3 * spread))
expected["aci"] = normal(-fit[0], error)
expected["rci"] = normal(-fit[0] / mean, error / mean)
a = np.diag(p) - np.outer(p, p)
expected["bgv"] = normal(
    p @ (y - mean) ** 2, math.sqrt(4 * p**2 @ ((y - mean) ** 2 * s**2) + 2 * s**2 @ a**2 @ s**2)
)
r = y / mean
theil = p @ (r * np.log(r))
expected["theil"] = normal(1000 * theil, 1000 * math.sqrt(np.square(p / mean * (np.log(r) - theil)) @ s**2))
expected["mld"] = normal(1000 * p @ -np.log(r), 1000 * math.sqrt(np.square(p / mean - p / y) @ s**2))
k, total = 1e5, n.sum()
cc = y[4] * n[4] / k
dd = n[4] - cc
aa = y @ n / k - cc
bb = total - n[4] - aa
paf = 100 * math.sqrt(cc * total * (aa * dd * (total - cc) + bb * cc**2) / ((aa + cc) ** 3 * (cc + dd) ** 3))
expected["par"] = normal(mean - y[4], mean * paf / 100)
expected["paf"] = normal(100 * (mean - y[4]) / mean, paf)
weight = n / k
weight[4] = -weight[:4].sum()
low = math.sqrt(sum((w * (v - lo if w > 0 else hi - v)) ** 2 for w, v, (lo, hi) in zip(weight, y, limits)))
high = math.sqrt(sum((w * (hi - v if w > 0 else v - lo)) ** 2 for w, v, (lo, hi) in zip(weight, y, limits)))
expected["excess-events"] = weight @ y, weight @ y - low, weight @ y + high

rows = [row for row in golden("run-gaps-all-measures") if row["deprivation_scheme"] == "national-fifths"]
assert len({row["gap"] for row in rows}) == len(rows) == 22
found = {row["gap"]: row for row in rows}
for gap, triple in expected.items():
    for column, figure in zip(("value", "lower_95", "upper_95"), triple):
        close(f"{gap} {column}", found[gap][column], figure)

draws = np.random.default_rng(7).normal(y, s, (DRAWS, 5))
assert draws.min() > 0


def spreads(v):
    m = v @ p
    off = np.abs(v - m[:, None])
    best, last = np.abs(v - v.min(axis=1)[:, None]), np.abs(v - v[:, [4]])
    sd = np.sqrt(off**2 @ p)
    return {
        "bgsd": sd,
        "cov": 100 * sd / m,
        "mdmu": off.mean(axis=1),
        "mdmw": off @ p,
        "mdbu": best.mean(axis=1),
        "mdbw": best @ p,
        "mdru": last.mean(axis=1),
        "mdrw": last @ p,
        "idisu": 100 * off.mean(axis=1) / m,
        # The average of the groups themselves stands below the line, as in the reference.
        "idisw": 100 * (np.abs(v - mean) @ p) / mean,
    }


own, drawn = spreads(y[None, :]), spreads(draws)
for gap, value in own.items():
    close(gap, found[gap]["value"], value[0])
    for column, q in (("lower_95", 0.025), ("upper_95", 0.975)):
        wide = 4 * math.sqrt(q * (1 - q) * (1 / THEIRS + 1 / DRAWS))
        least, most = np.quantile(drawn[gap], [max(0, q - wide), min(1, q + wide)])
        assert least <= float(found[gap][column]) <= most, f"{gap} {column}: not between {least} and {most}"
        checked += 1

print(f"{checked} figures agree")
