"""Writes trends-expected.json: trends and XmR charts of the real files, computed a second time.

Run it from the project's root, and let the formatter have the answer:
python3 test/real/trends_expected.py ../shared/real && npx biome check --write test/real/trends-expected.json
It needs numpy and scipy and nothing of gapline. Each method is written here in its plainest form: window by window
for the rules of the charts, every placement tried for the joinpoints.
"""

import csv
import json
import math
import sys
from collections import defaultdict
from datetime import date
from pathlib import Path

import numpy as np
from scipy.stats import chi2, norm, t as student

REAL = Path(sys.argv[1])
Z = norm.ppf(0.975)
MONTHS = "January February March April May June July August September October November December".split()


def table(name):
    with (REAL / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def month_of(text):
    """2021-04 of 2021-04-01 and of April 2021."""
    if text[:4].isdigit():
        return text[:7]
    name, year = text.split()
    return f"{year}-{MONTHS.index(name) + 1:02d}"


# --- XmR charts ---------------------------------------------------------------------------------------------------

FLAGS = {  # One letter a point: capital for high or rising, small for low or falling.
    "limit": "Oo",
    "trend": "Tt",
    "two": "Nn",
    "shift": "Ss",
}


def xmr(y):
    n = len(y)
    if n < 2:
        return {"mean": y[0], "lower": None, "upper": None, "flags": "." * n}
    ranges = [abs(b - a) for a, b in zip(y, y[1:])]
    first = sum(ranges) / len(ranges)
    kept = [r for r in ranges if r < 3.267 * first]
    mean = sum(y) / n
    if not kept:
        return {"mean": mean, "lower": None, "upper": None, "flags": "." * n}
    mr = sum(kept) / len(kept)
    low, high = mean - 2.66 * mr, mean + 2.66 * mr
    near_low, near_high = mean - 2.66 * mr * 2 / 3, mean + 2.66 * mr * 2 / 3
    found = {kind: [0] * n for kind in FLAGS}
    for i, v in enumerate(y):
        found["limit"][i] = (v > high) - (v < low)
    for i in range(n - 6):
        steps = [b - a for a, b in zip(y[i : i + 6], y[i + 1 : i + 7])]
        way = all(s > 0 for s in steps) - all(s < 0 for s in steps)
        if way:
            for j in range(i, i + 7):
                # The peak of a rise and a fall stays with the one that came first.
                found["trend"][j] = found["trend"][j] or way
        side = all(v > mean for v in y[i : i + 7]) - all(v < mean for v in y[i : i + 7])
        if side:
            for j in range(i, i + 7):
                found["shift"][j] = side
    for i in range(n - 2):
        three = y[i : i + 3]
        side = all(v > mean for v in three) - all(v < mean for v in three)
        near = [near_high < v <= high or low <= v < near_low for v in three]
        if side and sum(near) >= 2:
            for j in range(3):
                if near[j]:
                    found["two"][i + j] = side
    flags = ""
    for i in range(n):
        kind = next((kind for kind in FLAGS if found[kind][i]), None)
        flags += "." if kind is None else FLAGS[kind][0 if found[kind][i] > 0 else 1]
    return {"mean": mean, "lower": low, "upper": high, "flags": flags}


def charts(name, keys, when, value, wanted=lambda row: True):
    series = defaultdict(list)
    for row in table(name):
        if wanted(row):
            series["|".join(row[k] for k in keys)].append((month_of(row[when]), float(row[value])))
    result = {}
    for key, points in sorted(series.items()):
        points.sort()
        result[key] = {"first": points[0][0], "last": points[-1][0], "points": len(points), **xmr([v for _, v in points])}
    return result


# --- Straight lines -----------------------------------------------------------------------------------------------


def line(times, values, errors=None):
    """Slope, its standard error, phi (None without errors) and the degrees of freedom of Student's t (None: normal)."""
    n = len(times)
    w = np.ones(n) if errors is None else 1 / np.square(errors)
    x = np.column_stack([np.ones(n), np.asarray(times) - times[0]])
    inverse = np.linalg.inv(x.T @ (w[:, None] * x))
    b = inverse @ (x.T @ (w * values))
    misfit = float(np.sum(w * np.square(values - x @ b)))
    if errors is None:
        return b[1], math.sqrt(misfit / (n - 2) * inverse[1, 1]), None, n - 2
    return b[1], math.sqrt(inverse[1, 1]), misfit / (n - 2), None


def annual(times, values, lowers=None, uppers=None, log=False):
    on = np.log if log else np.asarray
    errors = None if lowers is None else (on(uppers) - on(lowers)) / (2 * Z)
    b, se, phi, df = line(times, on(values), errors)
    back = (lambda c: 100 * math.expm1(c)) if log else float
    reach = Z if df is None else student.ppf(0.975, df)
    tail = lambda e: float(2 * (norm.sf(abs(b / e)) if df is None else student.sf(abs(b / e), df)))
    wide = se * math.sqrt(max(1, phi)) if phi is not None else se
    return {
        "slope": back(b),
        "lower": back(b - reach * se),
        "upper": back(b + reach * se),
        "pValue": tail(se),
        "phi": phi,
        "lowerWidened": back(b - reach * wide),
        "upperWidened": back(b + reach * wide),
        "pValueWidened": tail(wide),
        "change": back(b * (max(times) - min(times))),
    }


def recent(values, lowers, uppers):
    """Fingertips: the newest five by position, 99.8 %, and a sign that no single point decides."""
    y, low, up = (np.asarray(c[-5:]) for c in (values, lowers, uppers))
    se = (up - low) / (2 * Z)
    at = np.arange(1, 6)
    slope, error, _, _ = line(at, y, se)
    statistic = (slope / error) ** 2
    signs = {np.sign(line(np.delete(at, i), np.delete(y, i), np.delete(se, i))[0]) for i in range(5)}
    found = statistic > chi2.ppf(0.998, 1) and signs == {np.sign(slope)}
    return {
        "slope": slope,
        "chiSquare": statistic,
        "pValue": float(chi2.sf(statistic, 1)),
        "direction": ("increasing" if slope > 0 else "decreasing") if found else "no-significant-change",
    }


def joinpoints(times, values, lowers, uppers, most=2):
    """Every placement at an observed time with two others on either side; the number by weighted BIC."""
    t, y = np.asarray(times), np.asarray(values)
    w = 1 / np.square((np.asarray(uppers) - np.asarray(lowers)) / (2 * Z))
    n = len(t)

    def fit(where, inside=slice(None)):
        x = np.column_stack([np.ones(n), t - t[0], *[np.maximum(t - k, 0) for k in where]])[inside]
        wi, yi = w[inside], y[inside]
        inverse = np.linalg.inv(x.T @ (wi[:, None] * x))
        b = inverse @ (x.T @ (wi * yi))
        return b, inverse, float(np.sum(wi * np.square(yi - x @ b)))

    places = {0: [()], 1: [(t[i],) for i in range(2, n - 2)]}
    places[2] = [(t[i], t[j]) for i in range(2, n - 2) for j in range(i + 3, n - 2)]
    best = None
    for k in range(most + 1):
        where = min(places[k], key=lambda one: fit(one)[2])
        shares = [0]
        for at, knot in enumerate(where):
            ends = [where[at - 1] if at > 0 else -math.inf, where[at + 1] if at + 1 < k else math.inf]
            inside = (t >= ends[0]) & (t <= ends[1])
            shares.append(1 - fit((knot,), inside)[2] / fit((), inside)[2])
        criterion = math.log(fit(where)[2] / n) + ((2 + max(shares)) * k + 2) * math.log(n) / n
        if best is None or criterion < best[0]:
            best = (criterion, where)
    where = best[1]
    b, inverse, misfit = fit(where)
    phi = misfit / (n - 2 * (len(where) + 1))
    ends = [t[0], *where, t[-1]]
    pieces = []
    for at in range(len(where) + 1):
        c = np.array([0, 1, *[1 if i < at else 0 for i in range(len(where))]])
        slope, se = float(c @ b), math.sqrt(c @ inverse @ c) * math.sqrt(max(1, phi))
        pieces.append(
            {
                "first": int(ends[at]),
                "last": int(ends[at + 1]),
                "slope": slope,
                "lower": slope - Z * se,
                "upper": slope + Z * se,
                "pValue": float(2 * norm.sf(abs(slope / se))),
            }
        )
    return {"phi": phi, "pieces": pieces}


# --- England under 75 -----------------------------------------------------------------------------------------------

STANDARD = [5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000]


def dsr(deaths, people):
    """Directly standardised rate per 100,000 over fifteen bands of five years; Dobson's limits with Byar's."""
    w = np.asarray(STANDARD) / sum(STANDARD)
    rate = float(np.sum(w * deaths / people))
    spread = float(np.sum(w**2 * deaths / people**2))
    x = float(np.sum(deaths))
    low = x * (1 - 1 / (9 * x) - Z / (3 * math.sqrt(x))) ** 3
    up = (x + 1) * (1 - 1 / (9 * (x + 1)) + Z / (3 * math.sqrt(x + 1))) ** 3
    scale = math.sqrt(spread / x)
    return [1e5 * v for v in (rate, rate + scale * (low - x), rate + scale * (up - x))]


def england():
    bands = {}
    for name in ("mort.csv", "pop.csv"):
        for row in table(name):
            ages = np.array([float(row[str(a)]) for a in range(75)]).reshape(15, 5).sum(axis=1)
            bands[name, int(row["year"]), int(row["imd10"]), row["sex"]] = ages
    sexes = {"persons": "mf", "male": "m", "female": "f"}
    slices = [(sex, 0) for sex in sexes] + [("persons", tenth) for tenth in range(1, 11)]
    years = range(2001, 2017)

    def rates(sex, tenth, spans):
        tenths = range(1, 11) if tenth == 0 else [tenth]
        total = lambda name, span: sum(bands[name, y, d, s] for y in span for d in tenths for s in sexes[sex])
        return np.array([dsr(total("mort.csv", span), total("pop.csv", span)) for span in spans]).T

    result = {}
    for sex, tenth in slices:
        value, low, up = rates(sex, tenth, [[y] for y in years])
        times = [y + 0.5 for y in years]
        result[f"{sex}|{tenth}"] = {
            "recent": recent(value, low, up),
            "linear": annual(times, value, low, up),
            "log": annual(times, value, low, up, log=True),
            "joinpoints": joinpoints(list(years), value, low, up),
        }
        spans = [[y, y + 1, y + 2] for y in range(2002, 2015, 3)]  # counted back from 2014-16
        value, low, up = rates(sex, tenth, spans)
        result[f"{sex}|{tenth}"]["pooled"] = {
            "recent": recent(value, low, up),
            "linear": annual([s[0] + 1.5 for s in spans], value, low, up),
        }
    return result


# --- Rolling periods ------------------------------------------------------------------------------------------------


def independent(points):
    """Those that share no year, counted back from the newest. points: (first year, last year, value)."""
    kept = []
    for one in sorted(points, reverse=True):
        if not kept or one[1] < kept[-1][0]:
            kept.append(one)
    return kept[::-1]


def rolling(name, keys):
    series = defaultdict(list)
    for row in table(name):
        first, last = row["period"].replace(" ", "").split("-")
        last = int(first) // 100 * 100 + int(last)
        series["|".join(row[k] for k in keys)].append((int(first), last, float(row["value"])))
    result = {}
    for key, points in sorted(series.items()):
        kept = independent(points)
        times = [(a + b + 1) / 2 for a, b, _ in kept]
        values = [v for _, _, v in kept]
        # The file has no limits. Those of the test are made of the value: 3 % to either side.
        lows, ups = [v * 0.97 for v in values], [v * 1.03 for v in values]
        result[key] = {
            "periods": len(points),
            "used": [f"{a} to {b}" for a, b, _ in kept],
            "linear": annual(times, values),
            "log": annual(times, values, log=True),
            "withLimits": annual(times, values, lows, ups),
            "recent": recent(values, lows, ups) if len(kept) >= 5 else None,
        }
    return result


expected = {
    "origin": "Computed by trends_expected.py, an independent implementation in Python with numpy and scipy, from the "
    "files of ../shared/real. Figures derived from official statistics; no row of a file is repeated.",
    "flags": "O o outside a limit, T t trend, N n two of three beyond a near limit, S s shift; capital high or rising; . none",
    "rttTrust": charts(
        "england_rtt_trust.csv",
        ["nhs_trust22_code", "treatment"],
        "date",
        "waits_over_18_weeks",
        lambda row: row["treatment"] in ("Total", "Cardiology", "Cardiology Service"),
    ),
    "aeAttendances": charts("ae_attendances.csv", ["org_code", "type"], "period", "attendances"),
    "aeIcb": charts("england_icb_accidents_emergency.csv", ["icb22_code"], "date", "total_attendances"),
    "cancer": rolling("trafford_dashboard_preventable_mortality_from_cancer.csv", ["area_code"]),
    "lifeExpectancy": rolling("trafford_themes_life_expectancy.csv", ["area_code", "inequality"]),
    "healthyLifeExpectancy": rolling("trafford_themes_healthy_life_expectancy.csv", ["area_code", "inequality"]),
    "england": england(),
}


def short(value):
    """Twelve digits are more than any comparison needs, and fewer to read."""
    if isinstance(value, dict):
        return {key: short(one) for key, one in value.items()}
    if isinstance(value, list):
        return [short(one) for one in value]
    return float(f"{value:.12g}") if isinstance(value, float) else value


out = Path(__file__).with_name("trends-expected.json")
out.write_text(json.dumps(short(expected), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
print(f"{out.stat().st_size:,} bytes")
