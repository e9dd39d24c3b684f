import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { loadCatalogue } from '../../src/indicators/catalogue.ts';
import { METHODS } from '../../src/indicators/definition.ts';
import { loadPlaces } from '../../src/places/places.ts';
import { describeWithShared, sharedDir } from '../shared.ts';

const { indicators, aspirations, objectives, letters } = loadCatalogue();

/** What each aspiration is measured by, as the table of the strategy asks; a gap stands after what it is a gap in. */
const WANTED: Readonly<Record<string, string>> = {
  'premature-deaths':
    'cvd-mortality-u75 stroke-mortality heart-disease-mortality-u75 suicide domestic-abuse-deaths respiratory-mortality-u75 mortality-u75 violent-deaths',
  obesity: 'obesity-reception obesity-year6 obesity-adult',
  'alcohol-harm': 'alcohol-specific-admissions alcohol-related-admissions-narrow alcohol-specific-mortality',
  'safe-services':
    'cqc-good-or-outstanding cqc-outstanding patient-experience stillbirth neonatal-mortality restrictive-practice medication-harm inpatient-falls racism-incidents suicide-in-care',
  'long-covid': 'long-covid-assessed-in-time long-covid-referrals',
  'mental-health-services':
    'talking-therapies-recovery cyp-mental-health-access out-of-area-bed-days follow-up-72h mental-health-investment',
  research: 'research-recruitment',
  'healthy-lives': 'smoking-adult physically-active-adult child-poverty',
  'life-expectancy-gap':
    'life-expectancy-birth healthy-life-expectancy-birth life-expectancy-gap-breakdown infant-mortality child-mortality smi-excess-mortality',
  cancer: 'cancer-stage-1-2 cancer-62-day cancer-faster-diagnosis cancer-mortality-u75 cancer-survival-1y',
  'mental-health-waits':
    'cyp-first-contact-4-weeks cyp-eating-disorder-urgent-1-week cyp-eating-disorder-routine-4-weeks talking-therapies-6-weeks talking-therapies-18-weeks early-intervention-psychosis-2-weeks adult-community-4-weeks cyp-median-wait',
  'chronic-disease-access':
    'diabetes-care-processes hypertension-treated-to-target detection-gap-hypertension detection-gap-diabetes ambulatory-sensitive-admissions',
  education:
    'school-readiness school-readiness-gap-free-school-meals attainment-gcse-english-maths attainment-gap-free-school-meals',
  'population-health-measurement': 'aspirations-measured',
  'place-partnerships': 'milestones-place-partnership',
  'access-variation': 'rtt-18-weeks rtt-52-weeks rtt-median-wait rtt-92nd-percentile-wait elective-recovery',
  'closer-to-home': 'ae-attendances ae-4-hours',
  'learning-disability': 'ld-inpatients ld-health-checks',
  'prevention-resources': 'prevention-spend-share prevention-spend-per-head',
  'services-at-scale': 'milestones-at-scale milestones-engagement',
  'corporate-costs': 'corporate-cost-share',
  workforce: 'vacancy-rate sickness-absence turnover',
  'value-for-money': 'cost-per-weighted-activity',
  'financial-balance': 'financial-position',
  estates: 'milestones-estates backlog-maintenance-per-m2',
  digital: 'shared-record-practices',
  'social-value': 'social-value-pledges race-equality-pledges',
  'anchor-institution': 'local-recruits-most-deprived',
  economy: 'employment-rate employment-gap-long-term-condition',
  'schools-programme': 'schools-with-mental-health-support schools-with-health-careers-programme',
  'local-enterprise': 'milestones-local-enterprise',
};

/** Indicators beside those of the strategy: what they help to read. */
const BESIDES = ['life-expectancy-65', 'population-most-deprived-fifth', 'areas-most-deprived-tenth'];

const idsOf = (aspiration: string): string[] =>
  indicators.filter((one) => one.aspiration === aspiration).map(({ id }) => id);

it.each(Object.entries(WANTED))(
  '%s is measured by all that the strategy asks, in its order',
  (id, wanted) => {
    expect(idsOf(id).filter((one) => !BESIDES.includes(one))).toEqual(wanted.split(' '));
  },
);

it('every aspiration of the catalogue is in the list, and no indicator is left over', () => {
  expect(aspirations.map(({ id }) => id)).toEqual(Object.keys(WANTED));
  const wanted = Object.values(WANTED).flatMap((ids) => ids.split(' '));
  expect(indicators.map(({ id }) => id).sort()).toEqual([...wanted, ...BESIDES].sort());
});

it('goals say who set them, and a chart that has a target belongs to an indicator that has a goal', () => {
  const withGoal = indicators.filter(({ goal }) => goal);
  expect(withGoal.length).toBeGreaterThan(20);
  for (const { id, goal, polarity } of withGoal) {
    expect(goal!.source, id).toMatch(/\S{3}/);
    expect(polarity, id).not.toBe('none');
  }
  for (const { id, goal, spc } of indicators) if (spc?.target !== undefined) expect(goal, id).toBeDefined();
});

it('what is in per cent has a multiplier of 100, and a rate the one that its unit says', () => {
  const named: Readonly<Record<string, number>> = { '1,000': 1000, '100,000': 100_000, million: 1_000_000 };
  for (const { id, unit, multiplier, method } of indicators) {
    const per = /^per (\S+)/.exec(unit);
    if (per) expect(multiplier, id).toBe(named[per[1]!]);
    else expect(multiplier, id).toBe(unit === '%' ? 100 : 1);
    if (method === 'crude-rate' || method === 'dsr') expect(per, id).not.toBeNull();
  }
});

it('amounts of money have no count, and what counts events has no amount', () => {
  const ratios = indicators.filter(({ method }) => method === 'ratio');
  const counted = ratios.filter(({ numeratorIs }) => numeratorIs === 'count').map(({ id }) => id);
  expect(counted).toEqual(['detection-gap-hypertension', 'detection-gap-diabetes', 'elective-recovery']);
  expect(ratios.filter(({ signed }) => signed).map(({ id }) => id)).toEqual(['financial-position']);
});

it('what may be at or below zero has its yearly change in points and not in per cent', () => {
  const belowZero = indicators.filter(
    ({ method, signed }) => signed || ['difference', 'gap', 'count-to-zero', 'milestones'].includes(method),
  );
  for (const { id, trend } of belowZero) expect(trend.scales, id).toEqual(['linear']);
});

it('every method but three is in use', () => {
  const used = new Set(indicators.map(({ method }) => method));
  expect(METHODS.filter((method) => !used.has(method))).toEqual(['mean', 'isr-rate', 'quantile']);
});

it('the strategy says in data what its letters and figures are', () => {
  expect(objectives).toHaveLength(4);
  expect(Object.keys(letters)).toEqual(['V', 'P', 'B', 'S', 'M']);
  const { system, places } = loadPlaces();
  expect([places.length, system.people?.number]).toEqual([9, 2_600_000]);
});

describeWithShared('the aspirations as they were written down', () => {
  const rows = (): { id: string; text: string; from: string[]; what: string }[] =>
    readFileSync(`${sharedDir}aspirations.md`, 'utf8')
      .split('\n')
      .flatMap((line) => {
        const parts = /^\| `([a-z-]+)` \| (.*?) \| ([VPBSM ]+) \| (.*) \|$/.exec(line);
        return parts ? [{ id: parts[1]!, text: parts[2]!, from: parts[3]!.split(' '), what: parts[4]! }] : [];
      });

  it('are all in the catalogue, in their own words and with their sources', () => {
    expect(rows().length).toBeGreaterThan(30);
    expect(aspirations.map(({ id, title, sources }) => [id, title, sources])).toEqual(
      rows().map(({ id, text, from }) => [id, text, from]),
    );
  });

  it('and every indicator that they name is defined', () => {
    for (const { id, what } of rows()) {
      const named = [...what.matchAll(/`([a-z0-9-]+)`/g)].map(([, name]) => name!);
      expect(named.length, id).toBeGreaterThan(0);
      expect(
        named.filter((name) => !idsOf(id).includes(name)),
        id,
      ).toEqual([]);
    }
  });
});
