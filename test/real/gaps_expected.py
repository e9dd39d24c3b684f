"""Writes gaps-expected.json: measures of inequality of the real files, computed a second time.

Run it from the project's root: python3 test/real/gaps_expected.py ../shared/real
It needs numpy and scipy and nothing of gapline. Every measure is written here as its definition reads, with whole
arrays and no shared work. Limits that gapline simulates are drawn here too, with another generator and 400,000 draws;
of these the file keeps the range in which a limit from 10,000 draws must fall (four standard errors of a sample
quantile on either side), so that any correct simulation passes and a wrong distribution does not.
"""

import csv
import json
import math
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from scipy.stats import chi2, norm

REAL = Path(sys.argv[1])
Z = norm.ppf(0.975)
DRAWS = 400_000
THEIRS = 10_000
ESP = np.array([5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000], float)
rng = np.random.Generator(np.random.MT19937(20_240_501))


def table(name):
    with (REAL / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def normal(value, error):
    return [value, value - Z * error, value + Z * error]


def byar(x):
    if x < 10:
        return chi2.ppf(0.025, 2 * x) / 2 if x else 0.0, chi2.ppf(0.975, 2 * x + 2) / 2
    up = x + 1
    return x * (1 - 1 / (9 * x) - Z / (3 * math.sqrt(x))) ** 3, up * (1 - 1 / (9 * up) + Z / (3 * math.sqrt(up))) ** 3


# --- Measures of inequality: groups in order, the most deprived first ---------------------------------------------


def directed(y, s, n, high_is_good):
    """SII, RII (Fieller), concentration indices: so that above 0, or 1, is worse for the most deprived."""
    p = n / n.sum()
    b = np.cumsum(p) - p / 2
    mean = p @ y
    sign = 1 if high_is_good else -1
    c = p * (b - 0.5) / (p @ (b - 0.5) ** 2)
    slope = c @ y
    least, most = p + c / 2, p - c / 2
    top, bottom = (least, most) if high_is_good else (most, least)
    x1, x2 = top @ y, bottom @ y
    v1, v2, v12 = (top**2) @ s**2, (bottom**2) @ s**2, (top * bottom) @ s**2
    roots = np.sort(np.roots([x2**2 - Z**2 * v2, -2 * (x1 * x2 - Z**2 * v12), x1**2 - Z**2 * v1]))
    # Regression of 2σ²y on the rank by solving the normal equations, not by the closed form.
    spread = p @ (b - 0.5) ** 2
    design = np.column_stack([np.ones_like(b), b])
    weights = np.diag(p)
    theirs = 2 * spread * y
    fit = np.linalg.solve(design.T @ weights @ design, design.T @ weights @ theirs)
    residual = theirs - design @ fit
    error = math.sqrt((p @ residual**2) / ((len(y) - 2) * spread))
    return {
        "sii": normal(sign * slope, math.sqrt((c**2) @ s**2)),
        "rii": [x1 / x2, float(roots[0]), float(roots[1])],
        "aci": normal(sign * fit[1], error),
        "rci": normal(sign * fit[1] / mean, error / mean),
    }


def between_group_variance(y, s, n):
    p = n / n.sum()
    mean = p @ y
    a = np.diag(p) - np.outer(p, p)
    variance = 4 * (p**2) @ ((y - mean) ** 2 * s**2) + 2 * float((s**2) @ (a**2) @ (s**2))
    return normal(p @ (y - mean) ** 2, math.sqrt(variance))


def entropy(y, s, n):
    """Derivatives by central differences of the definition, in steps of a millionth."""
    p = n / n.sum()

    def theil(v):
        r = v / (p @ v)
        return 1000 * (p @ (r * np.log(r)))

    def mld(v):
        return 1000 * (p @ -np.log(v / (p @ v)))

    found = {}
    for name, index in (("theil", theil), ("mld", mld)):
        slopes = []
        for j in range(len(y)):
            step = np.zeros_like(y)
            step[j] = y[j] * 1e-6
            slopes.append((index(y + step) - index(y - step)) / (2 * step[j]))
        found[name] = normal(index(y), math.sqrt(np.square(slopes) @ s**2))
    return found


def attributable(y, n, scale, high_is_good):
    """Turned so that above 0 is what everybody would gain; the reference is the last group."""
    k, total = scale, n.sum()
    mean = (n @ y) / total
    gain = (y[-1] - mean) * (1 if high_is_good else -1)
    risk = max(0.0, gain)
    c = y[-1] * n[-1] / k
    d = n[-1] - c
    a = (y @ n) / k - c
    b = total - n[-1] - a
    paf = 100 * math.sqrt(c * total * (a * d * (total - c) + b * c**2) / ((a + c) ** 3 * (c + d) ** 3))
    return {"par": normal(risk, mean * paf / 100), "paf": normal(100 * risk / mean, paf)}


def simulated(y, s, n, scale, high_is_good):
    """Values, and for each limit the range in which one of so many draws must fall."""
    p = n / n.sum()
    draws = np.empty((DRAWS, len(y)))
    for j in range(len(y)):
        column = rng.normal(y[j], s[j], DRAWS)
        while (outside := (column < 0) | (column > scale)).any():
            column[outside] = rng.normal(y[j], s[j], outside.sum())
        draws[:, j] = column

    def measures(v):
        mean = v @ p
        off = np.abs(v - mean[:, None])
        best = v.max(axis=1) if high_is_good else v.min(axis=1)
        sd = np.sqrt(off**2 @ p)
        from_best, from_last = np.abs(v - best[:, None]), np.abs(v - v[:, [-1]])
        even = np.full(len(p), 1 / len(p))
        return {
            "bgsd": sd,
            "cov": 100 * sd / mean,
            "mdmu": off @ even,
            "mdmw": off @ p,
            "mdbu": from_best @ even,
            "mdbw": from_best @ p,
            "mdru": from_last @ even,
            "mdrw": from_last @ p,
            "idisu": 100 * (off @ even) / mean,
            "idisw": 100 * (off @ p) / mean,
        }

    own, drawn = measures(y[None, :]), measures(draws)
    found = {}
    for name, value in own.items():
        ranges = []
        for q in (0.025, 0.975):
            reach = 4 * math.sqrt(q * (1 - q) / THEIRS)
            ranges += list(np.quantile(drawn[name], [max(0, q - reach), min(1, q + reach)]))
        found[name] = [float(value[0]), *map(float, ranges)]
    return found


def ends(y, s, high_is_good):
    i, j = (len(y) - 1, 0) if high_is_good else (0, len(y) - 1)
    reach = Z * math.hypot(s[i] / y[i], s[j] / y[j])
    ratio = y[i] / y[j]
    return {
        "difference": normal(y[i] - y[j], math.hypot(s[i], s[j])),
        "ratio": [ratio, ratio * math.exp(-reach), ratio * math.exp(reach)],
    }


def analytic(y, s, n, scale, high_is_good):
    return {
        **ends(y, s, high_is_good),
        **directed(y, s, n, high_is_good),
        "bgv": between_group_variance(y, s, n),
        **entropy(y, s, n),
        **attributable(y, n, scale, high_is_good),
    }


# --- England under 75 by tenth and fifth --------------------------------------------------------------------------

cells = defaultdict(lambda: np.zeros((2, 15)))  # deaths and people by band
for which, name in enumerate(("mort.csv", "pop.csv")):
    for row in table(name):
        sex = {"m": "male", "f": "female"}[row["sex"]]
        for age in range(75):
            for group in (sex, "persons"):
                cells[int(row["year"]), int(row["imd10"]), group][which, age // 5] += float(row[str(age)])

WEIGHTS = ESP / ESP.sum()


def standardised(x, n):
    value = 1e5 * (WEIGHTS @ (x / n))
    variance = 1e10 * (WEIGHTS**2 @ (x / n**2))
    total = x.sum()
    low, high = byar(total)
    per = math.sqrt(variance / total)
    return value, math.sqrt(variance), value + per * (low - total), value + per * (high - total)


def excess(y, lower, upper, n, years):
    """Σ(y − y of the last)·n a year; limits by adding the squares of the distances to each rate's limits."""
    people = n / years / 1e5
    weight = people.copy()
    weight[-1] = -people[:-1].sum()
    down, up = y - lower, upper - y
    low = math.sqrt(sum((w * (d if w > 0 else u)) ** 2 for w, d, u in zip(weight, down, up)))
    high = math.sqrt(sum((w * (u if w > 0 else d)) ** 2 for w, d, u in zip(weight, down, up)))
    value = float(weight @ y)
    return [value, value - low, value + high]


england = {}
for label, years in (("2016", [2016]), ("2014-16", [2014, 2015, 2016])):
    england[label] = {}
    for sex in ("persons", "female", "male"):
        england[label][sex] = {}
        tenths = [sum(cells[year, tenth, sex] for year in years) for tenth in range(1, 11)]
        fifths = [tenths[2 * i] + tenths[2 * i + 1] for i in range(5)]
        for name, groups in (("tenths", tenths), ("fifths", fifths)):
            y, s, lower, upper = (np.array(column) for column in zip(*(standardised(*group) for group in groups)))
            n = np.array([group[1].sum() for group in groups])
            england[label][sex][name] = {
                "analytic": {**analytic(y, s, n, 1e5, False), "excess-events": excess(y, lower, upper, n, len(years))},
                "simulated": simulated(y, s, n, 1e5, False),
            }


# --- Slopes of the two ends: the verdict of the case that teaches -------------------------------------------------


def slope(years, values, errors):
    w = 1 / errors**2
    t = (w @ years) / w.sum()
    spread = w @ (years - t) ** 2
    b = (w @ ((years - t) * (values - (w @ values) / w.sum()))) / spread
    phi = (w @ (values - (w @ values) / w.sum() - b * (years - t)) ** 2) / (len(years) - 2)
    return b, math.sqrt(max(1, phi) / spread)


teaches = {}
years = np.arange(2001, 2017)
middles = np.array([(y + (y + 1)) / 2 for y in years], float)
for name, width in (("tenths", 1), ("fifths", 2)):
    both = {}
    for end, first in (("most", 1), ("least", 11 - width)):
        rates = [standardised(*sum(cells[y, first + i, "persons"] for i in range(width))) for y in years]
        both[end] = np.array([r[0] for r in rates]), np.array([r[1] for r in rates])
    teaches[name] = {}
    for scale in ("absolute", "relative"):
        found = {}
        for end, (values, errors) in both.items():
            found[end] = (
                slope(middles, values, errors) if scale == "absolute" else slope(middles, np.log(values), errors / values)
            )
        (most, s_most), (least, s_least) = found["most"], found["least"]
        difference = -most + least
        teaches[name][scale] = normal(difference, math.hypot(s_most, s_least))


# --- Talking Therapies by tenth, counted the other way round ------------------------------------------------------

TENTHS = [
    "01 Least deprived",
    "02 Less deprived",
    "03 Less deprived",
    "04 Less deprived",
    "05 Less deprived",
    "06 More deprived",
    "07 More deprived",
    "08 More deprived",
    "09 More deprived",
    "10 Most deprived",
]
counts = {
    (r["reporting_period"], r["org_code"], r["variable_a"], r["measure_name"]): r["value"]
    for r in table("nhstt_measures_annual.csv")
    if r["variable_type"] == "Indices of Deprivation Decile" and r["measure_statistic"] == "count"
}
therapies = {}
for period, org in sorted({key[:2] for key in counts}):
    therapies[f"{period} {org}"] = {}
    for measure in ("improvement", "deterioration"):
        pairs = [
            (counts[period, org, tenth, measure], counts[period, org, tenth, "finished_course_treatment"])
            for tenth in reversed(TENTHS)
        ]
        if any("*" in pair for pair in pairs):
            therapies[f"{period} {org}"][measure] = None
            continue
        x, n = np.array(pairs, float).T
        share = x / n
        y, s = 100 * share, 100 * np.sqrt(share * (1 - share) / n)
        therapies[f"{period} {org}"][measure] = {
            "analytic": analytic(y, s, n, 100, measure == "improvement"),
            "simulated": simulated(y, s, n, 100, measure == "improvement") if org == "QYG" else {},
        }

# --- Life expectancy by tenth within each area --------------------------------------------------------------------

areas = defaultdict(list)
for row in table("LE_testdata.csv"):
    areas[f"{row['GeoCode']} {row['Sex']}"].append(row)
expectancy = {}
for area, rows in areas.items():
    rows.sort(key=lambda r: int(r["Decile"]))
    y, s, n = (np.array([float(r[name]) for r in rows]) for name in ("LifeExp", "SE", "Pop"))
    # A share of years cannot be attributed to anything, so par and paf have no place here.
    expectancy[area] = {
        **ends(y, s, True),
        **directed(y, s, n, True),
        "bgv": between_group_variance(y, s, n),
        **entropy(y, s, n),
    }


def plain(value):
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return [float(one) for one in value] if isinstance(value, list) else value


result = {
    "origin": "test/real/gaps_expected.py: an independent computation with numpy and scipy",
    "england": england,
    "poorest": teaches,
    "talkingTherapies": therapies,
    "lifeExpectancy": expectancy,
}
Path("test/real/gaps-expected.json").write_text(json.dumps(plain(result), indent=1) + "\n")
