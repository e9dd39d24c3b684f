"""Checks what a run writes of every indicator of the bundled extracts against formulas written here a second time.

Run it from the project's root, after a change to a method, to an extract or to a definition:

    node bin/gapline.js run --view all --out FOLDER && python3 test/cases/check_aspirations.py FOLDER

It reads fixtures/system, data/ (what an indicator counts, which is not how a figure is made) and of the folder
measures.csv, gaps.csv, poorest.csv, milestones.csv and goals.csv. It needs numpy and scipy and nothing of gapline. It
prints how many figures agree, or those that do not, and then exits with 1.
"""

import csv
import json
import math
import re
import sys
from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
from scipy.stats import binom, chi2, norm

if len(sys.argv) != 2:
    sys.exit("usage: python3 test/cases/check_aspirations.py FOLDER (written by gapline run --view all --out FOLDER)")
ROOT = Path(__file__).parent.parent.parent
OUT = Path(sys.argv[1])
Z = norm.ppf(0.975)
SHOWN = 40
checked, disagreements = 0, []


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows):
        row["at"] = f"{path.name}, row {number + 2}"
    return rows


def extract(name):
    return table(ROOT / "fixtures" / "system" / f"{name}.csv")


def agree(what, row, column, expected, slack=1e-12):
    """Counts a figure of a row, and notes where it is not the expected one to 1e-9 of itself; no number is a blank."""
    global checked
    checked += 1
    blank = expected is None or math.isnan(expected)
    if row[column] == "":
        right = blank
    else:
        right = not blank and math.isclose(float(row[column]), expected, rel_tol=1e-9, abs_tol=slack)
    if not right:
        here = "blank" if blank else expected
        disagreements.append(f"{row['at']}: {what}, {column}: {row[column] or 'blank'}, here {here}")


def same(what, row, column, expected):
    global checked
    checked += 1
    if row[column] != expected:
        disagreements.append(f"{row['at']}: {what}, {column}: {row[column] or 'blank'}, here {expected or 'blank'}")


# --- Places, periods, ages --------------------------------------------------------------------------------------------

PLACES = json.loads((ROOT / "data" / "places.json").read_text())
SYSTEM, ENGLAND = PLACES["system"]["code"], PLACES["country"]["code"]
NINE = [place["code"] for place in PLACES["places"]]
COMBINED = [area["code"] for area in PLACES["combined"]]
PLACED = {"place-vs-system": [*NINE, *COMBINED], "place-vs-england": [*NINE, *COMBINED, SYSTEM]}
CODE = {
    name: area["code"]
    for area in [PLACES["country"], *PLACES["places"], *PLACES["parts"], *PLACES["combined"]]
    for name in [area["code"], area["name"], *area["aliases"]]
}


def month(year, number):
    """The month so many after January of a year."""
    year, number = year + number // 12, number % 12 + 1
    return f"{year}-{number:02d}-01", f"{year}-{number:02d}-{monthrange(year, number)[1]}"


def span(first, last):
    return first[0], last[1]


@cache
def period(text):
    """First and last day, whichever way a period is written."""
    if found := re.fullmatch(r"(\d{4})/\d\d Q(\d)", text):
        first = 3 * int(found[2])
        return span(month(int(found[1]), first), month(int(found[1]), first + 2))
    if found := re.fullmatch(r"(\d{4})/\d\d", text):
        return financial_year(int(found[1]))
    if found := re.fullmatch(r"(\d{4})-(\d\d)", text):
        return month(int(found[1]), int(found[2]) - 1)
    if found := re.fullmatch(r"(\d{4})(?:-(\d{4}))?", text):
        return f"{found[1]}-01-01", f"{found[2] or found[1]}-12-31"
    raise ValueError(text)


def financial_year(start):
    return f"{start}-04-01", f"{start + 1}-03-31"


def kind(days):
    start, end = (date.fromisoformat(day) for day in days)
    length = 12 * (end.year - start.year) + end.month - start.month + 1
    return {1: "month", 3: "quarter", 36: "3-year"}.get(length) or ("year" if start.month == 1 else "financial-year")


def midyear(days):
    def year(day, after):
        first = date(day.year, 1, 1)
        return day.year + ((day - first).days + after) / (date(day.year + 1, 1, 1) - first).days

    return (year(date.fromisoformat(days[0]), 0) + year(date.fromisoformat(days[1]), 1)) / 2


# A band of an extract that holds two of these (0-4, 15-19) stands in the second: where there is one, only the two
# together are asked for.
STARTS = [0, 1, 5, 10, 15, 18, *range(20, 95, 5)]
BAND = {end: band for band, end in enumerate([start - 1 for start in STARTS[1:]])}
LAST = len(STARTS) - 1


def band(text):
    if text.endswith("+"):
        return LAST
    return BAND[int(text.split("-")[-1])]


def bounds(text):
    """First and last year of age of `0-74`, `10+`, `0`."""
    if text.endswith("+"):
        return int(text[:-1]), math.inf
    parts = text.split("-")
    return int(parts[0]), int(parts[-1])


def bands_in(text):
    low, high = bounds(text)
    ends = [start - 1 for start in STARTS[1:]] + [math.inf]
    return [i for i, (start, end) in enumerate(zip(STARTS, ends)) if low <= start and end <= high]


# --- Cells: what is added up, by area, period, sex and fifth ----------------------------------------------------------


def totals(cells):
    """The cells with persons, everybody, Sefton of its two parts, and the system where all nine Places are there."""
    cells = dict(cells)
    for area, days, sex, fifth in list(cells):
        if sex == "female" and (area, days, "male", fifth) in cells:
            cells[area, days, "persons", fifth] = cells[area, days, sex, fifth] + cells[area, days, "male", fifth]
    for area, days, sex, fifth in list(cells):
        parts = [cells.get((area, days, sex, level)) for level in "12345"]
        if fifth == "1" and all(part is not None for part in parts):
            cells[area, days, sex, "all"] = sum(parts)
    part_of = defaultdict(list)
    for part in PLACES["parts"]:
        part_of[part["partOf"]].append(part["code"])
    for place, codes in part_of.items():
        add_up(cells, place, codes)
    add_up(cells, SYSTEM, NINE)
    for combined in PLACES["combined"]:
        rest = [code for code in NINE if code not in combined["standsFor"]]
        add_up(cells, SYSTEM, [combined["code"], *rest])
    return cells


def add_up(cells, whole, codes):
    for area, *rest in list(cells):
        parts = [cells.get((code, *rest)) for code in codes]
        if area == codes[0] and all(part is not None for part in parts):
            cells[whole, *rest] = sum(parts)


def number(text):
    """A figure that its source hides is no number, and so is every sum that it is part of."""
    return math.nan if text == "*" else float(text)


def key(row, days):
    return CODE[row["place"]], days, row.get("sex") or "persons", row.get("deprivation_quintile") or "all"


def code_in(code, ranges):
    """Whether an ICD-10 code lies in one of the ranges as a whole: X60-X84 holds X70, and
    T51.0-T51.1 does not hold T51, which may be T51.2."""
    ends = [(r.split("-")[0], r.split("-")[-1]) for r in ranges]
    return any(first <= code and code <= (last + ".9" if len(last) == 3 else last) for first, last in ends)


@cache
def event_rows(event):
    if event in ("deaths", "births", "population"):
        return [(row, event) for row in extract(event)]
    if event == "admissions":
        return [(row, event) for row in extract("admissions")]
    if event == "emergency-admissions":
        return [(row, "count") for row in extract("admissions-ambulatory")]
    return [(row, "count") for row in extract("events") if row["event"] == event]


@cache
def events(event, ages="0+", ranges=None):
    """Events by age. A cell that a sparse extract leaves out is 0, wherever it has the Place and period at all."""
    wanted, cells = set(bands_in(ages)), {}
    rows = [(row, row[column], key(row, period(row["period"]))) for row, column in event_rows(event)]
    sexes = {sex for _, _, (_, _, sex, _) in rows}
    for area, days, whole in {(area, days, fifth == "all") for _, _, (area, days, _, fifth) in rows}:
        for sex in sexes:
            for fifth in ["all"] if whole else "12345":
                cells[area, days, sex, fifth] = np.zeros(len(STARTS))
    for row, count, at in rows:
        if ranges and not code_in(row["icd10"], ranges):
            continue
        # Counts without an age are of all ages: only sums over all are asked of them.
        place = band(row["age_band"]) if row.get("age_band") else LAST
        if place in wanted:
            cells[at][place] += float(count)
    return totals(cells)


def clause(of):
    return events(of["event"], of.get("ages", "0+"), tuple(of["causes"]) if "causes" in of else None)


def pooled(cells):
    """Every three years in a row, added up."""
    sums = {}
    for area, days, *rest in cells:
        year = int(days[0][:4])
        three = [cells.get((area, period(str(year + i)), *rest)) for i in range(3)]
        if kind(days) == "year" and all(part is not None for part in three):
            sums[area, period(f"{year}-{year + 2}"), *rest] = sum(three)
    return sums


def asked_for(cells, definition):
    """The periods and sexes of an indicator."""
    kinds, sexes = definition["periods"], definition["sexes"]
    return {at: cell for at, cell in cells.items() if kind(at[1]) in kinds and at[2] in sexes}


counted, banded, reference = defaultdict(dict), defaultdict(lambda: defaultdict(dict)), defaultdict(dict)
for path in sorted((ROOT / "fixtures" / "system").glob("*.csv")):
    head = path.open(encoding="utf-8-sig").readline().strip().split(",")
    if "numerator" not in head:
        continue
    for row in extract(path.stem):
        at = key(row, period(row["period"]))
        pair = np.array([number(row["numerator"]), number(row["denominator"])])
        if "reference_numerator" in row:
            expected = pair[1] * number(row["reference_numerator"]) / number(row["reference_denominator"])
            reference[row["indicator"]][at] = reference[row["indicator"]].get(at, 0) + np.array([pair[0], expected])
        elif row.get("age_band"):
            banded[row["indicator"]][at][band(row["age_band"])] = pair
        else:
            cells = counted[row["indicator"], row.get("group", "")]
            assert at not in cells, f"{row['at']} stands twice"
            cells[at] = pair
for name in ("waits-within", "waits-within-targets"):
    for row in extract(name):
        pair = np.array([number(row["within_target"]), number(row["total"])])
        counted[row["indicator"], ""][key(row, period(row["month"]))] = pair

published = {}
for name in ("values", "values-more"):
    for row in extract(name):
        at = row["indicator"], row.get("group", ""), *key(row, period(row["period"]))
        published[at] = tuple(float(row[column]) for column in ("value", "lower", "upper"))

EDGES = {}
waiting = defaultdict(dict)
for name in ("waits", "waits-children"):
    by_cell = defaultdict(dict)
    for row in extract(name):
        service = row["service"]
        end = float(row["weeks_to"]) if row["weeks_to"] else math.inf
        by_cell[key(row, period(row["month"]))][float(row["weeks_from"]), end] = float(row["waiting"])
    EDGES[service] = sorted({edge for bands in by_cell.values() for edge in bands})
    waiting[service] = totals(
        {at: np.array([bands.get(edge, 0) for edge in EDGES[service]]) for at, bands in by_cell.items()}
    )

# --- Measures ---------------------------------------------------------------------------------------------------------


@dataclass
class Estimate:
    """A value with its limits, what it is made of, and its standard error."""

    value: float | None
    limits: tuple = (None, None)
    count: float | None = None
    denominator: float | None = None
    error: float | None = None
    log_error: float | None = None


def normal(value, error):
    return (None, None) if error is None else (value - Z * error, value + Z * error)


def exact(x):
    return (chi2.ppf(0.025, 2 * x) / 2 if x else 0.0), chi2.ppf(0.975, 2 * x + 2) / 2


def byar(x):
    up = x + 1
    return x * (1 - 1 / (9 * x) - Z / (3 * math.sqrt(x))) ** 3, up * (1 - 1 / (9 * up) + Z / (3 * math.sqrt(up))) ** 3


def poisson(x):
    return exact(x) if x < 10 else byar(x)


def proportion(x, n, k):
    if math.isnan(x + n):
        return Estimate(None)
    assert x <= n
    reach = Z * math.sqrt(Z * Z + 4 * x * (1 - x / n))
    limits = tuple(k * (2 * x + Z * Z + side * reach) / (2 * (n + Z * Z)) for side in (-1, 1))
    return Estimate(k * x / n, limits, x, n, k * math.sqrt(x / n * (1 - x / n) / n))


def rate(x, n, k, limits=poisson):
    if math.isnan(x + n):
        return Estimate(None)
    return Estimate(k * x / n, tuple(k * limit / n for limit in limits(x)), x, n, k * math.sqrt(x) / n)


def amount(x, n, k):
    return Estimate(k * x / n, (None, None), x, n)


STANDARD = table(ROOT / "data" / "standards" / "esp2013.csv")
ESP = [(bounds(row["age_band"]), float(row["population"])) for row in STANDARD]


@cache
def weights(ages):
    """The bands of the standard that an age range leaves, each with its weight: one that is cut by its years."""
    low, high = bounds(ages)
    left = []
    for (first, last), weight in ESP:
        start, end = max(first, low), min(last, high)
        if start <= end:
            share = 1 if (start, end) == (first, last) else (end - start + 1) / (last - first + 1)
            whole = f"{start}+" if end == math.inf else f"{start}-{end}"
            left.append((bands_in(whole), weight * share))
    return left


def dsr(x, n, definition):
    groups = weights(definition["ages"])
    w = np.array([weight for _, weight in groups]) / sum(weight for _, weight in groups)
    d, p = (np.array([figures[bands].sum() for bands, _ in groups]) for figures in (x, n))
    if d.sum() < 10:
        return Estimate(None, count=d.sum(), denominator=p.sum())
    k, total = definition["multiplier"], d.sum()
    value, variance = w @ (d / p), w**2 @ (d / p**2)
    limits = tuple(k * (value + math.sqrt(variance / total) * (limit - total)) for limit in byar(total))
    return Estimate(k * value, limits, total, p.sum(), k * math.sqrt(variance))


WIDTH = np.array([1, 4] + [5] * 17, float)
SPENT = np.array([0.1] + [0.5] * 18)


def life_bands(figures):
    """0, 1-4, 5-9 … 90+: 15-17 and 18-19 in one."""
    return np.array([*figures[:4], figures[4] + figures[5], *figures[6:]])


def life_table(deaths, people):
    """Numbers alive, years lived, deaths and share dying in each band, or None where a rule withholds the table."""
    D, P = life_bands(deaths), life_bands(people)
    if P.sum() <= 5000 or (P == 0).any() or (D > P).any() or D[-1] == 0:
        return None
    M = D / P
    q = np.minimum(WIDTH * M[:-1] / (1 + WIDTH * (1 - SPENT) * M[:-1]), 1)
    alive = np.cumprod([1.0, *(1 - q)])
    lived = np.append(WIDTH * (alive[1:] + SPENT * (alive[:-1] - alive[1:])), alive[-1] / M[-1])
    return alive, lived, D, M, q


def life_expectancy(deaths, people, age):
    whole = {"count": deaths.sum(), "denominator": people.sum()}
    made = life_table(deaths, people)
    if made is None:
        return Estimate(None, **whole)
    alive, lived, D, M, q = made
    first = 0 if age == 0 else 1 + age // 5
    e = np.cumsum(lived[::-1])[::-1] / alive
    parts = alive[:-1] ** 2 * ((1 - SPENT) * WIDTH + e[1:]) ** 2
    parts = np.append(parts * q**2 * (1 - q) / np.where(D[:-1] > 0, D[:-1], 1), alive[-1] ** 2 / (M[-1] ** 2 * D[-1]))
    error = math.sqrt(parts[first:].sum()) / alive[first]
    limits = normal(e[first], error)
    if limits[1] - limits[0] > 20:
        return Estimate(None, **whole)
    return Estimate(e[first], limits, **whole, error=error)


def healthy_life_expectancy(deaths, people, survey):
    whole = {"count": deaths.sum(), "denominator": people.sum()}
    made = life_table(deaths, people)
    healthy, asked = (life_bands(figures) for figures in survey.T)
    if made is None or (asked == 0).any():
        return Estimate(None, **whole)
    alive, lived = made[0], made[1]
    share = healthy / asked
    value = lived @ share / alive[0]
    error = math.sqrt(lived**2 @ (share * (1 - share) / asked)) / alive[0]
    limits = normal(value, error)
    if limits[1] - limits[0] > 20 or life_expectancy(deaths, people, 0).value is None:
        return Estimate(None, **whole)
    return Estimate(value, limits, **whole, error=error)


def weeks_at(rank, people, edges):
    before = 0
    for (start, end), n in zip(edges, people):
        if n > 0 and before + n >= rank:
            return None if end == math.inf or rank <= 0 else start + (rank - before) / n * (end - start)
        before += n
    return None


def waiting_percentile(people, edges, share):
    total = people.sum()
    ranks = binom.ppf(0.025, total, share), binom.ppf(0.975, total, share) + 1
    limits = tuple(weeks_at(rank, people, edges) for rank in ranks)
    return Estimate(weeks_at(share * total, people, edges), limits, total, total)


def given(value, lower, upper):
    log_error = math.log(upper / lower) / (2 * Z) if lower > 0 else None
    return Estimate(value, (lower, upper), error=(upper - lower) / (2 * Z), log_error=log_error)


def difference(first, second):
    error = math.hypot(first.error, second.error)
    return Estimate(first.value - second.value, normal(first.value - second.value, error), error=error)


# --- Every indicator --------------------------------------------------------------------------------------------------

DEFINITIONS = {
    definition["id"]: definition
    for path in sorted((ROOT / "data" / "indicators").glob("*.json"))
    for definition in json.loads(path.read_text())
}
OF_COUNTS = {
    "proportion": proportion,
    "crude-rate": rate,
    "count-to-zero": lambda x, n, k: rate(x, n, k, exact),
    "isr-ratio": rate,
}


def of_pairs(definition, cells):
    method, k = definition["method"], definition["multiplier"]
    make = OF_COUNTS.get(method) or {"amount": amount, "count": rate}[definition["numeratorIs"]]
    return {at: make(x, n, k) for at, (x, n) in cells.items()}


def of_events(definition):
    """Events and people by age, both in every period of the indicator."""
    clauses = definition["numerator"] if isinstance(definition["numerator"], list) else [definition["numerator"]]
    found = [clause(each) for each in clauses]
    below = clause(definition["denominator"])
    if definition["denominator"].get("period") == "year-of-start":
        below = {(a, financial_year(int(days[0][:4])), *rest): cell for (a, days, *rest), cell in below.items()}
    above = {at: sum(cells[at] for cells in found) for at in found[0]}
    above, below = (asked_for(cells | pooled(cells), definition) for cells in (above, below))
    return {at: (above[at], below[at]) for at in above if at in below}


def from_base_year(definition):
    """Months against the same months of the base year, and financial years of twelve months against all of it."""
    cells = {at: cell.sum() for at, cell in events(definition["numerator"]["event"]).items()}
    start = int(definition["denominator"]["period"]["base"][:4])
    result = {}
    for area, days, sex, fifth in cells:
        year, calendar_month = int(days[0][:4]), int(days[0][5:7])
        base = month(start + (calendar_month < 4), calendar_month - 1)
        at = area, days, sex, fifth
        result[at] = np.array([cells[at], cells[area, base, sex, fifth]])
        months = [month(year, i) for i in range(3, 15)]
        if calendar_month == 4 and all((area, each, sex, fifth) in cells for each in months):
            result[area, financial_year(year), sex, fifth] = np.array(
                [
                    sum(cells[area, each, sex, fifth] for each in months),
                    sum(cells[area, month(start, i), sex, fifth] for i in range(3, 15)),
                ]
            )
    return of_pairs(definition, result)


def from_records(definition):
    """Records by month and year, from the first to the last: a month without one is zero in a Place that has any."""
    rows = [row for row in extract("event-records") if row["event"] == definition["numerator"]["event"]]
    years = range(int(min(row["date"] for row in rows)[:4]), int(max(row["date"] for row in rows)[:4]) + 1)
    cells = {}
    for place in {CODE[row["place"]] for row in rows}:
        own = [row["date"] for row in rows if CODE[row["place"]] == place]
        for days in [month(y, m) for y in years for m in range(12)] + [period(str(y)) for y in years]:
            cells[place, days, "persons", "all"] = sum(days[0] <= day <= days[1] for day in own)
    return {at: Estimate(x, exact(x), x, None, math.sqrt(x)) for at, x in totals(cells).items()}


def small_areas(definition):
    level = str(definition["numerator"]["deprivation"]["level"])
    cells = defaultdict(lambda: np.zeros(2))
    for row in extract("deprivation"):
        assert math.ceil(10 * int(row["imd_rank"]) / 32844) == int(row["imd_decile"]), row
        cells[CODE[row["place"]], period(row["period"]), "persons", "all"] += [row["imd_decile"] == level, 1]
    return of_pairs(definition, totals(cells))


def milestone_shares(definition):
    cells = defaultdict(lambda: np.zeros(2))
    for row in extract("milestones"):
        if row["set"] == definition["id"]:
            cells[CODE[row["place"]], ("", ""), "persons", "all"] += [row["status"] == "reached", 1]
    return {at: amount(x, n, definition["multiplier"]) for at, (x, n) in totals(cells).items()}


def compute(definition):
    name, method, k = definition["id"], definition["method"], definition["multiplier"]
    if method == "milestones":
        return milestone_shares(definition)
    if method == "difference":
        groups = definition["groups"]
        first, second = (of_group(definition["of"], groups[side]) for side in ("first", "second"))
        return {at: difference(first[at], second[at]) for at in first if at in second and at[3] == "all"}
    if method == "gap":
        whole = results(definition["of"])
        ends = {at[:3]: (whole[*at[:3], "5"], whole[at]) for at in whole if at[3] == "1"}
        return {(*at, "all"): difference(*pair) for at, pair in ends.items()}
    if method == "waiting-percentile":
        service = definition["numerator"]["event"]
        cells = waiting[service]
        return {at: waiting_percentile(cells[at], EDGES[service], definition["percentile"]) for at in cells}
    if name in reference:
        return of_pairs(definition, asked_for(totals(reference[name]), definition))
    if method == "dsr":
        return {at: dsr(x, n, definition) for at, (x, n) in of_events(definition).items()}
    if method == "life-expectancy":
        return {at: life_expectancy(x, n, definition["atAge"]) for at, (x, n) in of_events(definition).items()}
    if method == "healthy-life-expectancy":
        nobody = np.zeros(2)
        asked = {at: np.array([cell.get(i, nobody) for i in range(len(STARTS))]) for at, cell in banded[name].items()}
        asked, lives = totals(asked), of_events(definition)
        return {at: healthy_life_expectancy(*lives[at], asked[at]) for at in asked if at in lives}
    if "numerator" not in definition:
        return of_group(name, "")
    above, below = definition["numerator"], definition.get("denominator")
    if above["event"] in EDGES:
        low, high = above["weeks"]["from"], above["weeks"]["to"] or math.inf
        inside = np.array([low <= start and end <= high for start, end in EDGES[above["event"]]])
        cells = {at: np.array([n[inside].sum(), n.sum()]) for at, n in waiting[above["event"]].items()}
        return of_pairs(definition, cells)
    if above["event"] == "small-areas":
        return small_areas(definition)
    if below is None:
        return from_records(definition)
    if "base" in (below.get("period") or {}):
        return from_base_year(definition)
    if "deprivation" in above:
        whole = events(above["event"])
        level = str(above["deprivation"]["level"])
        parted = [at for at in whole if at[3] == "all" and (*at[:3], level) in whole]
        cells = {at: np.array([whole[*at[:3], level].sum(), whole[at].sum()]) for at in parted}
        return of_pairs(definition, asked_for(cells, definition))
    cells = {at: np.array([x.sum(), n.sum()]) for at, (x, n) in of_events(definition).items()}
    return of_pairs(definition, cells)


def of_group(name, group):
    if (name, group) in counted:
        given_counts = totals(counted[name, group])
        cells = asked_for(pooled(given_counts) | given_counts, DEFINITIONS[name])
        return of_pairs(DEFINITIONS[name], cells)
    return {at[2:]: given(*figures) for at, figures in published.items() if at[:2] == (name, group)}


@cache
def results(name):
    return compute(DEFINITIONS[name])


def measured():
    """Of all other aspirations, those with a value for the Place itself."""
    own = next(d for d in DEFINITIONS.values() if d["method"] == "aspirations-measured")
    others = {d["aspiration"] for d in DEFINITIONS.values()} - {own["aspiration"]}
    made = {}
    for area in [*NINE, SYSTEM]:
        have = {
            d["aspiration"]
            for d in DEFINITIONS.values()
            if d is not own and any(at[0] == area and e.value is not None for at, e in results(d["id"]).items())
        }
        made[area, ("", ""), "persons", "all"] = amount(len(have), len(others), own["multiplier"])
    return own["id"], made


def written_in(name, last):
    """The rows of a table by indicator, area, period, sex, and what else tells them apart; None leaves one out."""
    found = {}
    for row in table(OUT / name):
        days = row["period_start"], row["period_end"]
        at = row["indicator"], row["place_code"], days, row["sex"], last(row)
        if at[-1] is not None:
            assert at not in found, f"{row['at']} repeats {found[at]['at']}"
            found[at] = row
    return found


def words(at):
    return " ".join([*at[:2], *at[2], *at[3:]])


written = written_in("measures.csv", lambda row: row["deprivation"])
own, made = measured()
everything = {name: results(name) for name in DEFINITIONS if name != own} | {own: made}
for name, estimates in everything.items():
    for at, estimate in estimates.items():
        what = words((name, *at))
        row = written.pop((name, *at), None)
        if row is None:
            disagreements.append(f"measures.csv: no row of {what}, here {estimate.value}")
            continue
        for column, figure in zip(("value", "lower_95", "upper_95"), (estimate.value, *estimate.limits)):
            agree(what, row, column, figure)
        if estimate.value is not None:
            agree(what, row, "count", estimate.count)
            agree(what, row, "denominator", estimate.denominator)
            same(what, row, "status", "ok")
for at, row in written.items():
    if row["value"] != "":
        disagreements.append(f"{row['at']}: {words(at)}: {row['value']}, which nothing here gives")

# --- Gaps -------------------------------------------------------------------------------------------------------------


def slope_index(groups, low):
    """Slope and relative index: a line through the groups, most deprived first, by where among all they stand."""
    y, s, n = (np.array([getattr(group, name) for group in groups]) for name in ("value", "error", "denominator"))
    p = n / n.sum()
    b = np.cumsum(p) - p / 2
    c = p * (b - 0.5) / (p @ (b - 0.5) ** 2)
    # The fitted values at the two ends as sums over the groups, the worse end for the most deprived on top.
    over, under = (p - c / 2, p + c / 2) if low else (p + c / 2, p - c / 2)
    slope = (over - under) @ y
    sii = slope, *normal(slope, math.sqrt((over - under) ** 2 @ s**2))
    top, bottom = over @ y, under @ y
    if top <= 0 or bottom <= 0:
        return sii, None
    # Fieller: no limits where the lower of the ratio may be nothing.
    a = bottom**2 - Z**2 * (under**2 @ s**2)
    if a <= 0:
        return sii, (top / bottom, None, None)
    half = top * bottom - Z**2 * ((over * under) @ s**2)
    root = math.sqrt(half**2 - a * (top**2 - Z**2 * (over**2 @ s**2)))
    return sii, (top / bottom, (half - root) / a, (half + root) / a)


def compare(first, second):
    """Difference and ratio of two estimates, taken as independent."""
    known = first.error is not None and second.error is not None
    apart = first.value - second.value
    apart = apart, *normal(apart, math.hypot(first.error, second.error) if known else None)
    if first.value <= 0 or second.value <= 0:
        return apart, None
    times = first.value / second.value
    if not known:
        return apart, (times, None, None)
    # Of a published value the logarithms of its own limits.
    logs = [each.error / each.value if each.log_error is None else each.log_error for each in (first, second)]
    reach = math.exp(Z * math.hypot(*logs))
    return apart, (times, times / reach, times * reach)


def excess(groups, k, years, low):
    """Events a year that would not be at the figure of the least deprived, limits by square and add."""
    y, n = (np.array([getattr(group, name) for group in groups]) for name in ("value", "denominator"))
    weight = (1 if low else -1) * n / k / years
    weight[-1] = -weight[:-1].sum()
    lower, upper = np.array([group.limits for group in groups]).T
    below = np.where(weight > 0, weight * (y - lower), weight * (y - upper))
    above = np.where(weight > 0, weight * (upper - y), weight * (lower - y))
    value = weight @ y
    return value, value - math.sqrt(below @ below), value + math.sqrt(above @ above)


def against(own, benchmark, polarity):
    """Similar where the benchmark lies within the limits, ends included."""
    if own.limits[0] is None or own.limits[1] is None:
        return ""
    if own.limits[0] <= benchmark.value <= own.limits[1]:
        return "similar"
    above = own.value > benchmark.value
    if polarity == "none":
        return "higher" if above else "lower"
    return "worse" if above == (polarity == "low") else "better"


def spread(estimates, days, sex):
    """Standard deviation between the Places, weighted by their people; an area of several stands for its own."""
    own = [estimates.get((area, days, sex, "all")) for area in [*NINE, *COMBINED]]
    own = [estimate for estimate in own if estimate and estimate.value is not None and estimate.denominator]
    y, n = (np.array([getattr(estimate, name) for estimate in own]) for name in ("value", "denominator"))
    return math.sqrt(n @ (y - n @ y / n.sum()) ** 2 / n.sum())


BETWEEN_FIFTHS = ("difference", "ratio", "sii", "rii", "excess-events")
BENCHMARKS = {"place-vs-system": SYSTEM, "place-vs-england": ENGLAND}
COUNTS_NO_EVENTS = ("life-expectancy", "healthy-life-expectancy")


def gap_of(row):
    """Of a gap with a benchmark there are two rows, the difference and the ratio; gaps between Places are others."""
    if row["gap"] in BENCHMARKS:
        return row["gap"] + (" ratio" if row["unit"] == "ratio" else "")
    between_fifths = row["gap"] in BETWEEN_FIFTHS and row["deprivation_scheme"] == "national-fifths"
    return row["gap"] if between_fifths or row["gap"] == "spread" else None


written = written_in("gaps.csv", gap_of)


def agree_on(at, figures, judgement=""):
    row = written.pop(at, None)
    if row is None:
        disagreements.append(f"gaps.csv: no row of {words(at)}, here {figures}")
        return
    for column, figure in zip(("value", "lower_95", "upper_95"), figures or (None, None, None)):
        agree(words(at), row, column, figure, 1e-9)
    same(words(at), row, "judgement", judgement)


for name, estimates in everything.items():
    definition = DEFINITIONS[name]
    low, method = definition["polarity"] != "high", definition["method"]
    kinds = {at[1]: kind(at[1]) for at in estimates if at[1][0]}
    newest = {each: max(days[1] for days in kinds if kinds[days] == each) for each in kinds.values()}
    for area, days, sex, fifth in estimates:
        if fifth == "1" and definition["gaps"]:
            groups = [estimates[area, days, sex, level] for level in "12345"]
            found = {}
            if all(group.value is not None for group in groups):
                found["difference"], found["ratio"] = compare(*(groups[::4] if low else groups[::-4]))
                found["sii"], found["rii"] = slope_index(groups, low)
                if method not in COUNTS_NO_EVENTS:
                    years = 3 if kinds[days] == "3-year" else 1
                    found["excess-events"] = excess(groups, definition["multiplier"], years, low)
            for gap in BETWEEN_FIFTHS:
                if gap != "excess-events" or days[1] == newest[kinds[days]]:
                    agree_on((name, area, days, sex, gap), found.get(gap))
        if fifth != "all" or method in ("milestones", "aspirations-measured"):
            continue
        own = estimates[area, days, sex, fifth]
        for gap, code in BENCHMARKS.items():
            benchmark = estimates.get((code, days, sex, fifth))
            if benchmark is None or None in (own.value, benchmark.value) or area not in PLACED[gap]:
                continue
            figures, judgement = (None, None), ""
            # Counts alone are compared with nobody: a Place has fewer because it is smaller.
            if own.count is None or own.denominator is not None:
                figures = compare(*((own, benchmark) if low else (benchmark, own)))
                judgement = against(own, benchmark, definition["polarity"])
            for scale, triple in zip(("", " ratio"), figures):
                agree_on((name, area, days, sex, gap + scale), triple, judgement)
for at, row in written.items():
    if row["value"] == "":
        continue
    if at[4] == "spread":
        # Its limits are simulated.
        agree(words(at), row, "value", spread(everything[at[0]], at[2], at[3]), 1e-9)
    else:
        disagreements.append(f"{row['at']}: {words(at)}: {row['value']}, which nothing here gives")

# --- Did the poorest improve fastest? ---------------------------------------------------------------------------------


def regression(times, values, errors):
    w = 1 / np.array(errors) ** 2
    t, y = np.array(times) - w @ times / w.sum(), np.array(values) - w @ values / w.sum()
    slope = w @ (t * y) / (w @ t**2)
    return slope, 1 / math.sqrt(w @ t**2), w @ (y - slope * t) ** 2 / (len(times) - 2)


def verdict(difference, reach, most):
    if difference - reach > 0:
        return "poorest-fastest" if most > 0 else "levelled-down"
    if difference + reach < 0:
        return "widening-all-improve" if most > 0 else "poorest-left-behind"
    return "no-clear-difference"


def poorest(ends, times, sign, relative):
    """Improvement of the most and the least deprived, the difference between them, and how far chance reaches."""
    changes, variance = [], 0
    for estimates in ends:
        y = [math.log(e.value) if relative else e.value for e in estimates]
        s = [e.error / e.value if relative else e.error for e in estimates]
        if len(times) >= 5:
            slope, error, phi = regression(times, y, s)
            changes.append(sign * slope)
            variance += error**2 * max(1, phi)
        else:
            changes.append(sign * (y[-1] - y[0]))
            variance += s[0] ** 2 + s[-1] ** 2
    return (*changes, Z * math.sqrt(variance))


written = defaultdict(list)
for row in table(OUT / "poorest.csv"):
    each = kind((row["period_start"], row["period_end"]))
    written[row["indicator"], row["place_code"], row["sex"], row["scale"], each].append(row)
for name, estimates in everything.items():
    definition = DEFINITIONS[name]
    series = defaultdict(list)
    for area, days, sex, fifth in estimates:
        if fifth == "1" and definition["gaps"]:
            pair = [estimates[area, days, sex, level] for level in "15"]
            if all(end.value is not None for end in pair):
                series[area, sex, kind(days)].append((days, pair))
    for (area, sex, each), points in series.items():
        kept = []
        for days, pair in sorted(points, reverse=True, key=lambda point: point[0]):
            if not kept or days[1] < kept[-1][0][0]:
                kept.append((days, pair))
        kept.reverse()
        if len(kept) < 2:
            continue
        times = [midyear(days) for days, _ in kept]
        ends = list(zip(*(pair for _, pair in kept)))
        for scale in ("absolute", "relative"):
            what = f"{name} {area} {sex} {each} {scale}"
            rows = written.pop((name, area, sex, scale, each), [])
            if len(rows) != 1:
                disagreements.append(f"poorest.csv: {len(rows)} rows of {what}")
                continue
            row, used = rows[0], [e for end in ends for e in end]
            # Fewer than five periods are told from the two ends alone.
            certain = [e for end in ends for e in (end if len(times) >= 5 else (end[0], end[-1])) if e.error == 0]
            if certain or any(scale == "relative" and e.value <= 0 for e in used):
                figures, told = [None] * 7, ""
            else:
                sign = -1 if definition["polarity"] == "low" else 1
                most, least, reach = poorest(ends, times, sign, scale == "relative")
                apart = most - least
                figures = [most, least, apart, apart - reach, apart + reach, -most, least]
                told = verdict(apart, reach, most)
            columns = ["change_most_deprived", "change_least_deprived", "difference", "lower_95", "upper_95"]
            for column, figure in zip([*columns, "from_most_deprived", "from_least_deprived"], figures):
                agree(what, row, column, figure, 1e-9)
            same(what, row, "verdict", told)
for at, rows in written.items():
    if any(row["difference"] for row in rows):
        disagreements.append(f"{rows[0]['at']}: {at}, which nothing here gives")

# --- Milestones, and goals of zero ------------------------------------------------------------------------------------

# The newest day of the data: the end of its newest period, or the last day on which a milestone was reached.
as_of = max(at[1][1] for estimates in everything.values() for at, e in estimates.items() if e.value is not None)
as_of = max([as_of, *(row["reached_on"] for row in extract("milestones"))])


def days_between(first, last):
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


given_rows = {(row["set"], CODE[row["place"]], row["milestone"]): row for row in extract("milestones")}
for row in table(OUT / "milestones.csv"):
    at = row["set"], row["place_code"], row["milestone"]
    source = given_rows.pop(at)
    late, status = None, source["status"]
    if status == "reached":
        late = days_between(source["due"], source["reached_on"]) if source["due"] and source["reached_on"] else None
    elif source["due"] and source["due"] < as_of:
        late, status = days_between(source["due"], as_of), "late"
    what = " ".join(at)
    same(what, row, "milestone_status", status)
    agree(what, row, "days_late", late)
    for column in ("due", "reached_on"):
        same(what, row, column, source[column])
disagreements += [f"milestones.csv: no row of {at}" for at in given_rows]

SPOKEN = re.compile(r"last on (\S+), (\d+) days without any since; longest run without any (\d+) days")
records = [(CODE[row["place"]], row["date"]) for row in extract("event-records") if row["event"] == "suicides-in-care"]
first, last = min(day for _, day in records)[:4] + "-01-01", max(day for _, day in records)[:4] + "-12-31"
for row in table(OUT / "goals.csv"):
    if row["indicator"] != "suicide-in-care":
        continue
    own = sorted(day for place, day in records if row["place_code"] in (place, SYSTEM))
    between = [days_between(*pair) - 1 for pair in zip(own, own[1:])]
    since = days_between(own[-1], last)
    longest = max(days_between(first, own[0]), *between, since)
    spoken = SPOKEN.search(row["note"])
    row["last, days since, longest run"] = " ".join(spoken.groups()) if spoken else ""
    same(f"suicide-in-care {row['place_code']}", row, "last, days since, longest run", f"{own[-1]} {since} {longest}")

for line in disagreements[:SHOWN]:
    print(line)
if len(disagreements) > SHOWN:
    print(f"… and {len(disagreements) - SHOWN} more")
if disagreements:
    sys.exit(f"{checked} figures, {len(disagreements)} disagreements")
print(f"{checked} figures agree")
