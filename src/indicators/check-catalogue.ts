import { type AgeBand, ageBandLabel } from '../cells/age-band.ts';
import { causeLabel, causesOverlap } from '../cells/icd10.ts';
import type { Aspirations, CauseSet, Settings } from './data-files.ts';
import { type Definition, eventsOf } from './definition.ts';
import { type StandardBand, standardForAges } from './standard.ts';

/** All of data/ that definitions name or are named by, each file right by itself. */
export interface CatalogueParts {
  /** The definitions of each file of data/indicators/. */
  readonly files: readonly { readonly name: string; readonly definitions: readonly Definition[] }[];
  readonly aspirations: Aspirations;
  readonly standards: ReadonlyMap<string, readonly StandardBand[]>;
  readonly ageBands: ReadonlyMap<string, readonly AgeBand[]>;
  readonly causeSets: ReadonlyMap<string, CauseSet>;
  readonly disclosureRules: readonly string[];
  readonly settings: Settings;
}

/**
 * What is wrong between the files of data/: what stands twice, what points at nothing, what nothing measures.
 *
 * @returns a line a mistake, with its file and key; none where all is right
 */
export function catalogueMistakes(parts: CatalogueParts): string[] {
  const { placesByDeprivation } = parts.settings;
  const definitions = parts.files.flatMap((file) => file.definitions);
  return [
    ...mistakesOfAspirations(parts.aspirations, definitions),
    ...mistakesOfAgeBands(parts.ageBands),
    ...mistakesOfCauses(parts.causeSets),
    ...(placesByDeprivation === undefined || definitions.some(({ id }) => id === placesByDeprivation)
      ? []
      : [`data/settings.json: placesByDeprivation: there is no indicator "${placesByDeprivation}"`]),
    ...mistakesOfDefinitions(parts, definitions),
  ];
}

function mistakesOfAspirations(
  { letters, objectives, aspirations }: Aspirations,
  definitions: readonly Definition[],
): string[] {
  const measured = new Set(definitions.map(({ aspiration }) => aspiration));
  const known = new Set(objectives.map(({ id }) => id));
  const used = new Set(aspirations.map(({ objective }) => objective));
  const mistakes = [
    ...repeated(objectives.map(({ id }) => `objective ${id}`)),
    ...objectives.filter(({ id }) => !used.has(id)).map(({ id }) => `objective ${id}: no aspiration has it`),
    ...repeated(aspirations.map(({ id }) => id)),
    ...aspirations.flatMap(({ id, objective, sources }) => [
      ...(known.has(objective) ? [] : [`${id}: objective: there is no objective ${objective}`]),
      ...(measured.has(id)
        ? []
        : [`${id}: no indicator measures it; put one into data/indicators/${id}.json`]),
      ...sources
        .filter((letter) => letters && !(letter in letters))
        .map((letter) => `${id}: sources: "${letter}" is not one of the letters`),
    ]),
  ];
  return mistakes.map((mistake) => `data/aspirations.json: ${mistake}`);
}

/** A life table counts everybody once, so its bands begin at 0, follow each other and end open. */
function mistakesOfAgeBands(layouts: CatalogueParts['ageBands']): string[] {
  return [...layouts].flatMap(([name, bands]) => {
    const holes = bands.slice(1).filter(({ from }, at) => from !== bands[at]!.to + 1);
    const mistakes = [
      ...(bands[0]!.from === 0 ? [] : ['does not begin at age 0']),
      ...holes.map((band) => `"${ageBandLabel(band)}" does not follow the band before it`),
      ...(bands.at(-1)!.to === Number.POSITIVE_INFINITY ? [] : ['has no open band at its end']),
    ];
    return mistakes.map((mistake) => `data/age-bands.json: ${name}: ${mistake}`);
  });
}

/** A death is of one cause, so that the causes sum to all of them. */
function mistakesOfCauses(sets: CatalogueParts['causeSets']): string[] {
  return [...sets].flatMap(([name, { causes }]) =>
    causes.flatMap(({ cause, codes }, at) =>
      causes
        .slice(at + 1)
        .flatMap((other) =>
          codes
            .filter((code) => other.codes.some((one) => causesOverlap(code, one)))
            .map(
              (code) =>
                `data/causes.json: ${name}: ${causeLabel(code)} is in "${cause}" and in "${other.cause}"`,
            ),
        ),
    ),
  );
}

function mistakesOfDefinitions(parts: CatalogueParts, definitions: readonly Definition[]): string[] {
  const twice = new Set(repeatedWords(definitions.map(({ id }) => id)));
  const officialTwice = new Set(
    repeatedWords(definitions.flatMap(({ official }) => (official ? [official.id] : []))),
  );
  const aspirations = new Set(parts.aspirations.aspirations.map(({ id }) => id));
  return parts.files.flatMap(({ name, definitions: own }) =>
    own.flatMap((definition) => {
      const { id, aspiration, official } = definition;
      const eventOf = definitions.find((one) => one !== definition && eventsOf(one).includes(id));
      const mistakes = [
        ...(twice.has(id) ? ['the id stands twice'] : []),
        ...(eventOf ? [`the id is also that of an event, which "${eventOf.id}" counts`] : []),
        ...(aspirations.has(aspiration) ? [] : [`aspiration: there is no aspiration "${aspiration}"`]),
        ...(name === `${aspiration}.json`
          ? []
          : [`aspiration: it belongs into ${aspiration}.json, as the file is named after its aspiration`]),
        ...(official && officialTwice.has(official.id)
          ? [`official: the number ${official.id} stands twice`]
          : []),
        ...mistakesOfReferences(definition, parts, definitions),
      ];
      return mistakes.map((mistake) => `data/indicators/${name}: ${id}: ${mistake}`);
    }),
  );
}

/** What a definition names that is not there, or cannot be meant. */
function mistakesOfReferences(
  definition: Definition,
  parts: CatalogueParts,
  definitions: readonly Definition[],
): string[] {
  const { id, standard, ages, ageBands, atAge, breakdown, disclosure, of, method } = definition;
  const mistakes: string[] = [];
  const bands = standard === undefined ? null : parts.standards.get(standard);
  if (bands === undefined) mistakes.push(`standard: there is no standard "${standard}"`);
  if (bands && ages) mistakes.push(...cutStandard(bands, ages));
  const layouts = (ageBands ?? []).map((layout) => [layout, parts.ageBands.get(layout)] as const);
  for (const [layout, found] of layouts) {
    if (!found) mistakes.push(`ageBands: there are no age bands "${layout}"`);
  }
  if (atAge !== undefined && layouts.every(([, found]) => !found?.some(({ from }) => from === atAge)))
    mistakes.push(`atAge: none of its age bands begins at ${atAge}`);
  const other = definitions.find((one) => one.id === of);
  if (of === id) mistakes.push('of: it is made of itself');
  else if (of !== undefined && !other) mistakes.push(`of: there is no indicator "${of}"`);
  else if (other?.of !== undefined) mistakes.push(`of: "${of}" is itself made of another indicator`);
  if (breakdown !== undefined) {
    if (!parts.causeSets.has(breakdown)) mistakes.push(`breakdown: there is no set of causes "${breakdown}"`);
    const broken = method === 'gap' ? other?.method : method;
    if (broken !== undefined && broken !== 'life-expectancy' && broken !== 'dsr')
      mistakes.push('breakdown: only a life expectancy and a directly standardised rate can be broken down');
  }
  if (!parts.disclosureRules.includes(disclosure))
    mistakes.push(`disclosure: there is no disclosure rule "${disclosure}"`);
  return mistakes;
}

/** The open band of a standard population has no length, so ages that end inside it have no weight. */
function cutStandard(bands: readonly StandardBand[], ages: AgeBand): string[] {
  try {
    standardForAges(bands, ages);
    return [];
  } catch (error) {
    return [`ages: ${(error as Error).message}`];
  }
}

function repeated(words: readonly string[]): string[] {
  return repeatedWords(words).map((word) => `${word}: stands twice`);
}

function repeatedWords(words: readonly string[]): string[] {
  return [...new Set(words.filter((word, at) => words.indexOf(word) !== at))];
}
