"""Checks the figures of the golden cases against formulas written here a second time, with scipy.

Run it from the project's root after UPDATE_CASES=1 and before you commit a golden: python3 test/cases/check.py
It reads the cases' inputs and outputs only. It needs scipy and nothing of gapline.
"""

import csv
import json
import math
import re
from datetime import date, timedelta
from pathlib import Path

from scipy.stats import binom, chi2, norm

CASES = Path(__file__).parent
INPUTS = CASES.parent.parent / "fixtures" / "cases"
Z = norm.ppf(0.975)
checked = 0


def golden(case, path="stdout"):
    return list(csv.DictReader((CASES / case / path).read_text(encoding="utf-8-sig").splitlines()))


def extract(name):
    return list(csv.DictReader((INPUTS / name).read_text().splitlines()))


def close(what, actual, expected, tolerance=1e-9):
    global checked
    checked += 1
    actual = float(actual)
    assert math.isclose(actual, expected, rel_tol=tolerance, abs_tol=1e-12), f"{what}: {actual}, not {expected}"


def wilson(x, n, z=Z):
    p = x / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    reach = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return 100 * (middle - reach), 100 * (middle + reach)


def midyear(start, end):
    def year(day, after=0):
        first = date(day.year, 1, 1)
        return day.year + ((day - first).days + after) / (date(day.year + 1, 1, 1) - first).days

    return (year(date.fromisoformat(start)) + year(date.fromisoformat(end), 1)) / 2


def regression(times, values, variances):
    w = [1 / v for v in variances]
    t = sum(a * b for a, b in zip(w, times)) / sum(w)
    y = sum(a * b for a, b in zip(w, values)) / sum(w)
    spread = sum(a * (b - t) ** 2 for a, b in zip(w, times))
    slope = sum(a * (b - t) * (c - y) for a, b, c in zip(w, times, values)) / spread
    phi = sum(a * (c - y - slope * (b - t)) ** 2 for a, b, c in zip(w, times, values)) / (len(times) - 2)
    return slope, 1 / math.sqrt(spread), phi


obesity = extract("obesity/counts.csv")


def counts(place, period, level=None):
    rows = [r for r in obesity if r["place"] == place and r["period"] == period]
    rows = [r for r in rows if level is None or r["deprivation_quintile"] == str(level)]
    return sum(int(r["numerator"]) for r in rows), sum(int(r["denominator"]) for r in rows)


PERIODS = ["2019/20", "2020/21", "2021/22", "2022/23", "2023/24"]
MIDYEARS = [midyear(f"{2019 + i}-04-01", f"{2020 + i}-03-31") for i in range(5)]

# Proportions with Wilson limits at both levels.
for row in golden("run-confidence"):
    level = None if row["deprivation"] == "all" else row["deprivation"]
    x, n = counts("Halton", "2023/24", level)
    lower, upper = wilson(x, n)
    lower_99_8, upper_99_8 = wilson(x, n, norm.ppf(0.999))
    close("value", row["value"], 100 * x / n)
    close("lower", row["lower_95"], lower)
    close("upper", row["upper_95"], upper)
    close("lower 99.8", row["lower_99_8"], lower_99_8)
    close("upper 99.8", row["upper_99_8"], upper_99_8)
for row in golden("run-summary-csv") + golden("run-summary-period"):
    x, n = counts(row["place"], row["period"])
    close("value", row["value"], 100 * x / n)
    close("lower", row["lower_95"], wilson(x, n)[0])
    close("upper", row["upper_95"], wilson(x, n)[1])
    if row["place"] != "England":
        (most, a), (least, b) = (counts(row["place"], row["period"], level) for level in (1, 5))
        close("gap", row["gap"], 100 * most / a - 100 * least / b)

# Gaps of one Place: normal difference, ratio on the log scale, slope index, Fieller's relative index.
shares = [(lambda x, n: x / n)(*counts("Knowsley", "2023/24", level)) for level in range(1, 6)]
errors = [math.sqrt(p * (1 - p) / 1000) for p in shares]
gaps = {(r["gap"], r["unit"]): r for r in golden("run-gaps-csv")}


def pair(row, a, b, sa, sb, ratio):
    if ratio:
        reach = Z * math.hypot(sa / a, sb / b)
        expected = [a / b, a / b * math.exp(-reach), a / b * math.exp(reach)]
    else:
        reach = Z * math.hypot(sa, sb)
        expected = [100 * (a - b), 100 * (a - b - reach), 100 * (a - b + reach)]
    for name, figure in zip(["value", "lower_95", "upper_95"], expected):
        close(f"{row['gap']} {name}", row[name], figure)


pair(gaps["difference", "percentage points"], shares[0], shares[4], errors[0], errors[4], False)
pair(gaps["ratio", "ratio"], shares[0], shares[4], errors[0], errors[4], True)
whole = (lambda x, n: x / n)(*counts("Knowsley", "2023/24"))
england = 0.23
s_whole, s_england = math.sqrt(whole * (1 - whole) / 5000), math.sqrt(england * (1 - england) / 100_000)
pair(gaps["place-vs-england", "percentage points"], whole, england, s_whole, s_england, False)
pair(gaps["place-vs-england", "ratio"], whole, england, s_whole, s_england, True)

p, b = 0.2, [0.9, 0.7, 0.5, 0.3, 0.1]  # ranks from the least deprived, so that above 0 is worse for the most
c = [p * (x - 0.5) / sum(p * (y - 0.5) ** 2 for y in b) for x in b]
sii = sum(x * y for x, y in zip(c, shares))
s_sii = math.sqrt(sum((x * s) ** 2 for x, s in zip(c, errors)))
row = gaps["sii", "percentage points"]
for name, figure in zip(["value", "lower_95", "upper_95"], [sii, sii - Z * s_sii, sii + Z * s_sii]):
    close(f"sii {name}", row[name], 100 * figure)
first = sum((p - x / 2) * y for x, y in zip(c, shares))
last = sum((p + x / 2) * y for x, y in zip(c, shares))
v_first = sum(((p - x / 2) * s) ** 2 for x, s in zip(c, errors))
v_last = sum(((p + x / 2) * s) ** 2 for x, s in zip(c, errors))
cov = sum((p - x / 2) * (p + x / 2) * s * s for x, s in zip(c, errors))
A, B, C = first**2 - Z * Z * v_first, -2 * (first * last - Z * Z * cov), last**2 - Z * Z * v_last
root = math.sqrt(B * B - 4 * A * C)
row = gaps["rii", "ratio"]
for name, figure in zip(["value", "lower_95", "upper_95"], [last / first, (-B - root) / (2 * A), (-B + root) / (2 * A)]):
    close(f"rii {name}", row[name], figure)

# Did the poorest improve fastest: the difference of two slopes, for what should be low.
for row in golden("run-poorest-csv"):
    ends = []
    for level in (1, 5):
        y = [(lambda x, n: x / n)(*counts(row["place"], period, level)) for period in PERIODS]
        s = [math.sqrt(v * (1 - v) / 1000) for v in y]
        if row["scale"] == "relative":
            fit = regression(MIDYEARS, [math.log(v) for v in y], [(e / v) ** 2 for e, v in zip(s, y)])
        else:
            fit = regression(MIDYEARS, [100 * v for v in y], [(100 * e) ** 2 for e in s])
        assert fit[2] < 1, "limits would be widened"
        ends.append((-fit[0], fit[1]))
    (most, s_most), (least, s_least) = ends
    reach = Z * math.hypot(s_most, s_least)
    for name, figure in {
        "change_most_deprived": most,
        "change_least_deprived": least,
        "difference": most - least,
        "lower_95": most - least - reach,
        "upper_95": most - least + reach,
        "from_most_deprived": -most,
        "from_least_deprived": least,
    }.items():
        close(f"poorest {row['place']} {row['scale']} {name}", row[name], figure)

# Recent trend of a share over five years: Fingertips' chi-square, and the plain slope of the logits.
for row in golden("run-out-folder", "out/results/trends.csv.txt"):
    if row["series"] != "value" or not row["method"].startswith("recent-trend"):
        continue
    level = None if row["deprivation"] == "all" else row["deprivation"]
    pairs = [counts("Halton", period, level) for period in PERIODS]
    N, C = sum(n for _, n in pairs), sum(x for x, _ in pairs)
    sct = sum(t * x for t, (x, _) in enumerate(pairs))
    snt = sum(t * n for t, (_, n) in enumerate(pairs))
    sntt = sum(t * t * n for t, (_, n) in enumerate(pairs))
    statistic = N * (N * sct - C * snt) ** 2 / (C * (N - C) * (N * sntt - snt**2))
    close("recent trend p", row["p_value"], chi2.sf(statistic, 1))
    close("recent trend slope", row["slope"], regression(range(5), [math.log(x / (n - x)) for x, n in pairs], [1] * 5)[0])
    significant = chi2.sf(statistic, 1) < 0.002
    assert (row["direction"] != "no-significant-change") == significant, row

# Standardised rates: the European Standard Population of 2013 below 75, Dobson's limits with Byar's.
WEIGHTS = [5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000]


def byar(x):
    return (
        x * (1 - 1 / (9 * x) - Z / (3 * math.sqrt(x))) ** 3,
        (x + 1) * (1 - 1 / (9 * (x + 1)) + Z / (3 * math.sqrt(x + 1))) ** 3,
    )


def dsr(events, people):
    total, x = sum(WEIGHTS), sum(events)
    rate = sum(w * d / n for w, d, n in zip(WEIGHTS, events, people)) / total
    variance = sum(w * w * d / (n * n) for w, d, n in zip(WEIGHTS, events, people)) / total**2
    return [1e5 * (rate + math.sqrt(variance / x) * (limit - x)) for limit in (x, *byar(x))]


deaths, population = extract("mortality/deaths.csv"), extract("mortality/population.csv")
ages = [r["age_band"] for r in population if r["period"] == "2021"]


def by_age(rows, column, years):
    return [sum(int(r[column]) for r in rows if r["age_band"] == a and r["period"] in years) for a in ages]


def under_75(figures):
    return [figures[0] + figures[1], *figures[2:16]]


def life_expectancy(D, P):
    M = [d / n for d, n in zip(D, P)]
    width = [1, 4] + [5] * 17
    a = [0.1] + [0.5] * 18
    q = [n * m / (1 + n * (1 - s) * m) for n, m, s in zip(width, M, a)]
    l = [1.0]
    for share in q:
        l.append(l[-1] * (1 - share))
    L = [n * (l[i + 1] + a[i] * (l[i] - l[i + 1])) for i, n in enumerate(width)] + [l[-1] / M[-1]]
    e = [sum(L[i:]) / l[i] for i in range(20)]
    variance = l[-1] ** 2 / (M[-1] ** 2 * D[-1])
    for i in range(19):
        variance += l[i] ** 2 * ((1 - a[i]) * width[i] + e[i + 1]) ** 2 * q[i] ** 2 * (1 - q[i]) / D[i]
    return [e[0], e[0] - Z * math.sqrt(variance), e[0] + Z * math.sqrt(variance)]


rates = {}
for row in golden("run-mortality"):
    years = ["2021", "2022", "2023"] if row["period"] == "2021-23" else [row["period"]]
    D, P = by_age(deaths, "deaths", years), by_age(population, "population", years)
    expected = dsr(under_75(D), under_75(P)) if row["method"].startswith("dsr") else life_expectancy(D, P)
    for name, figure in zip(["value", "lower_95", "upper_95"], expected):
        close(f"{row['indicator']} {row['period']} {name}", row[name], figure)
    if row["method"].startswith("dsr"):
        rates[row["period"]] = expected

# The change a year of those rates, in units and in per cent, and the same widened where the points stray.
by_scale = {r["unit"]: r for r in golden("run-trends-csv") if r["method"].startswith("annual-change")}
assert sorted(by_scale) == ["% a year", "per 100,000 a year"], by_scale
years = ["2021", "2022", "2023"]
for unit, row in by_scale.items():
    on, back = (math.log, lambda b: 100 * math.expm1(b)) if unit.startswith("%") else (float, float)
    slope, error, phi = regression(
        [midyear(f"{y}-01-01", f"{y}-12-31") for y in years],
        [on(rates[y][0]) for y in years],
        [((on(rates[y][2]) - on(rates[y][1])) / (2 * Z)) ** 2 for y in years],
    )
    assert phi < 1, "limits would be widened"
    close("slope", row["slope"], back(slope))
    close("slope lower", row["lower_95"], back(slope - Z * error))
    close("slope upper", row["upper_95"], back(slope + Z * error))
    close("slope p", row["p_value"], 2 * norm.sf(abs(slope / error)))
    close("slope phi", row["phi"], phi, 1e-6)

# Goals: the line through the shares, what it says of the period whose figure decides, and how sure that is.
given = extract("goals/counts.csv")
config = json.loads((INPUTS / "goals" / "config.json").read_text())["indicators"]
DATA = INPUTS.parent.parent / "data"
defined = {d["id"]: d for f in (DATA / "indicators").glob("*.json") for d in json.loads(f.read_text())}


def due(day, indicator):
    """First and last day of the last financial year, or month, that is over by a day."""
    if indicator == "obesity-year6":
        last = day.year if (day.month, day.day) >= (3, 31) else day.year - 1
        return f"{last - 1}-04-01", f"{last}-03-31"
    assert (day + timedelta(days=1)).day == 1, "the last day of a month"
    return f"{day.year}-{day.month:02d}-01", day.isoformat()


def days_of(period, indicator):
    if indicator == "obesity-year6":
        return f"{period[:4]}-04-01", f"{int(period[:4]) + 1}-03-31"
    first = date.fromisoformat(f"{period}-01")
    return first.isoformat(), ((first + timedelta(days=31)).replace(day=1) - timedelta(days=1)).isoformat()


asked = golden("run-goals-csv")
with_data = ["Halton", "Knowsley", "Liverpool", "Sefton", "St Helens", "Warrington"]
without = ["Cheshire East", "Cheshire West and Chester"]
found = sorted(r["place"] for r in asked if r["indicator"] == "obesity-year6")
assert found == sorted(with_data + without), "Wirral has its goal taken away"
for row in asked:
    if not [r for r in given if r["indicator"] == row["indicator"] and r["place"] == row["place"]]:
        assert (row["goal_status"], row["latest"], row["status"]) == ("cannot-tell", "", "withheld"), row
        continue
    own = config[row["indicator"]]
    sign = 1 if defined[row["indicator"]]["polarity"] == "high" else -1
    # What the configuration does not say of a Place, the definition says.
    goal = own.get("places", {}).get(row["place"], own).get("goal") or defined[row["indicator"]]["goal"]
    rows = [r for r in given if r["indicator"] == row["indicator"] and r["place"] == row["place"]]
    pairs = [(int(r["numerator"]), int(r["denominator"])) for r in rows]
    times = [midyear(*days_of(r["period"], row["indicator"])) for r in rows]
    values = [100 * x / n for x, n in pairs]
    close("latest", row["latest"], values[-1])
    if goal.get("baseline") not in (None, *[r["period"] for r in rows]):
        assert (row["goal_status"], row["baseline"], row["projected"]) == ("cannot-tell", "", ""), row
        continue
    start = values[0]
    change = goal.get("change")
    aim = goal["value"] if change is None else start + change if goal.get("changeIn") == "unit" else start * (1 + change / 100)
    close("baseline", row["baseline"], start)
    close("goal", row["goal"], aim)
    at = midyear(*due(date.fromisoformat(goal["date"]), row["indicator"]))
    decided = [v for t, v in zip(times, values) if t >= at]
    if decided:
        expected_status = "met" if sign * (decided[0] - aim) >= 0 else "missed"
        assert row["goal_status"] == expected_status and row["projected"] == row["required_per_year"] == "", row
        continue
    meets = sign * (values[-1] - aim) >= 0
    close("required", row["required_per_year"], 0 if meets else (aim - values[-1]) / (at - times[-1]))
    if len(rows) < 3:
        assert (row["goal_status"], row["projected"]) == ("cannot-tell", ""), row
        continue
    limits = [wilson(x, n) for x, n in pairs]
    variances = [((upper - lower) / (2 * Z)) ** 2 for lower, upper in limits]
    slope, error, phi = regression(times, values, variances)
    w = [1 / v for v in variances]
    middle = sum(a * b for a, b in zip(w, times)) / sum(w)
    level = sum(a * b for a, b in zip(w, values)) / sum(w)
    ahead = level + slope * (at - middle)
    spread = math.sqrt(max(1, phi) * (variances[-1] + 1 / sum(w) + ((at - middle) * error) ** 2))
    chance = norm.cdf(sign * (ahead - aim) / spread)
    close("actual", row["actual_per_year"], slope)
    close("projected", row["projected"], ahead)
    close("projected lower", row["lower_95"], ahead - Z * spread)
    close("projected upper", row["upper_95"], ahead + Z * spread)
    close("probability", row["probability"], chance)
    status = "met" if meets else "on-track" if chance >= 0.75 else "at-risk" if chance >= 0.25 else "off-track"
    assert row["goal_status"] == status, row

# Charts: mean and limits of each stretch as its note has them, and the target between them.
stretches = [r for r in golden("run-spc-csv") if r["method"].startswith("spc")]
assert [(r["first_period"], r["last_period"]) for r in stretches] == [("2022-01", "2022-12"), ("2023-01", "2023-12")]
for row in stretches:
    rows = [r for r in given if r["indicator"] == "ae-4-hours" and r["period"][:4] == row["first_period"][:4]]
    values = [100 * int(r["numerator"]) / int(r["denominator"]) for r in rows]
    ranges = [abs(b - a) for a, b in zip(values, values[1:])]
    kept = [r for r in ranges if r < 3.267 * sum(ranges) / len(ranges)]
    mean, reach = sum(values) / len(values), 2.66 * sum(kept) / len(kept)
    found = [float(n) for n in re.findall(r"-?\d+\.\d+", row["note"].split(";")[0])]
    for figure, expected in zip(found, [mean, mean - reach, mean + reach], strict=True):
        close("chart", figure, expected, 1e-4)
    assert all(mean - reach < v < mean + reach for v in values) and row["direction"] == "common-cause", row
assert mean - reach > 83 and "target 83: pass" in row["note"], row

# Small areas: 6 − i deaths in each of the four oldest bands of area i, 1,000 people in every band.
for row in golden("run-place-fifths") + golden("run-national-fifths"):
    per_band = 15 if row["deprivation"] == "all" else 6 - int(row["deprivation"])
    areas = 5 if row["deprivation"] == "all" else 1
    if 4 * per_band < 10:
        assert row["status"] == "withheld" and row["value"] == "", row
        continue
    expected = dsr([0] * 11 + [per_band] * 4, [1000 * areas] * 15)
    for name, figure in zip(["value", "lower_95", "upper_95"], expected):
        close(f"small areas {row['deprivation']} {name}", row[name], figure)

# Waits: shares with Wilson limits, medians by interpolation with binomial ranks.
waits = extract("waits/waits.csv")
PARTS = {"Halton": ["Halton"], "Sefton": ["01T", "01V"], "Cheshire": ["27D"], "South Sefton": ["01T"]}


def weeks_at(rank, waiting):
    before = 0
    for start, end, n in zip([0, 6, 12, 18], [6, 12, 18, 52], waiting):
        if before + n >= rank and n > 0:
            return start + (rank - before) / n * (end - start)
        before += n
    raise ValueError("in the open band")


for row in golden("run-waits-measures"):
    rows = [r for r in waits if r["place"] in PARTS[row["place"]]]
    waiting = [sum(int(r["waiting"]) for r in rows if r["weeks_from"] == w) for w in ("0", "6", "12", "18", "52")]
    total = sum(waiting)
    if row["indicator"] == "rtt-18-weeks":
        expected = [100 * sum(waiting[:3]) / total, *wilson(sum(waiting[:3]), total)]
    else:
        ranks = [total / 2, binom.ppf(0.025, total, 0.5), binom.ppf(0.975, total, 0.5) + 1]
        expected = [weeks_at(rank, waiting) for rank in ranks]
    for name, figure in zip(["value", "lower_95", "upper_95"], expected):
        close(f"{row['indicator']} {row['place']} {name}", row[name], figure)

print(f"{checked} figures agree")
