// Makes fixtures/system: year by year, nine Places that never were, for demonstrations and tests.
// Everything is SYNTHETIC. The shapes below are invented to be plausible (people age, death rates climb with
// age, poverty costs years); no number is copied from an official file, and none describes a real place.
//
// Every file has its own named stream of random numbers, so that a change to one leaves the noise in the
// others alone, and the same seed always gives the same bytes. (The deaths, admissions, areas and children do
// follow the population's sizes, as they must.)
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { files as admissions } from './fixtures/admissions.js';
import { files as births } from './fixtures/births.js';
import { SEED } from './fixtures/chance.js';
import { files as children } from './fixtures/children.js';
import { files as counts } from './fixtures/counts.js';
import { files as deaths } from './fixtures/deaths.js';
import { files as education } from './fixtures/education.js';
import { files as events } from './fixtures/events.js';
import { files as longTermConditions } from './fixtures/long-term-conditions.js';
import { files as mentalHealth } from './fixtures/mental-health.js';
import { files as mentalIllness } from './fixtures/mental-illness.js';
import { files as milestones } from './fixtures/milestones.js';
import { files as money } from './fixtures/money.js';
import { files as partners } from './fixtures/partners.js';
import { files as people } from './fixtures/people.js';
import { files as quality } from './fixtures/quality.js';
import { files as smallAreas } from './fixtures/small-areas.js';
import { files as survey } from './fixtures/survey.js';
import { files as targets } from './fixtures/targets.js';
import { files as urgent } from './fixtures/urgent.js';
import { files as values } from './fixtures/values.js';
import { files as waits } from './fixtures/waits.js';
import { files as waitsChildren } from './fixtures/waits-children.js';
import { files as wards } from './fixtures/wards.js';
import { files as workforce } from './fixtures/workforce.js';

const FOLDER = fileURLToPath(new URL('../fixtures/system/', import.meta.url));

const FILES = [
  ...people,
  ...deaths,
  ...births,
  ...admissions,
  ...events,
  ...survey,
  ...mentalIllness,
  ...children,
  ...education,
  ...longTermConditions,
  ...mentalHealth,
  ...quality,
  ...wards,
  ...workforce,
  ...money,
  ...partners,
  ...urgent,
  ...waits,
  ...waitsChildren,
  ...targets,
  ...counts,
  ...values,
  ...smallAreas,
  ...milestones,
];

/** A table as CSV text: no cell here ever needs quotes. */
function csv(/** @type {string} */ columns, /** @type {(string | number)[][]} */ rows) {
  return `${[columns, ...rows.map((row) => row.join(','))].join('\n')}\n`;
}

function readme(/** @type {Map<string, number>} */ sizes) {
  const table = FILES.map(({ name, about }) => `| \`${name}\` | ${sizes.get(name)} | ${about} |`);
  return `# Synthetic fixtures

**Everything in this folder is SYNTHETIC.** The files are made by \`npm run fixtures\`
(\`scripts/make-fixtures.js\`) from the seed ${SEED}, and the same seed gives the same bytes. No figure here
describes a real person or a real place, none is copied from an official file, and none may be quoted as a
finding. The names and codes of the nine Places of Cheshire and Merseyside, of England and of the sub-ICB
locations are real only so that the tool's matching has something to match; the small areas and their codes
are invented.

| file | rows | what it is |
|---|---|---|
${table.join('\n')}

What was put in, so that there is something to find: death rates climb with age and with deprivation, fall
until about 2014 and then hardly, with more deaths in 2020 and 2021. From Place to Place the poorest catch up
or fall behind at different paces, in heart disease one way and in cancer the other. Children's obesity parts
rich and poor more every year, and so does what they reach at school at sixteen; smoking falls everywhere, the
longest waits shorten, and high blood pressure is found ever more often where people are poorest. Liverpool sinks
into deficit while Halton climbs out of it. Milestones are reached early, late or not yet.

And what an extract may lack: Halton's urgent eating disorders are hidden (\`*\`), the extract on schools has no
Knowsley, child poverty ends in 2016, and NHS extracts have one figure for both Cheshires (27D) and two for
Sefton (01T and 01V).

What agrees between files: deaths from assault were taken out of all other causes and ages 15-17 and 18-19 out of
15-19, so that totals stay the same; deaths in the first four weeks are some of the deaths at age 0, and their
births are those of \`births.csv\`; people cared for are some of those diagnosed; A&E attendances within four hours
and talking therapies within 18 weeks are some of the same people as beside them; pupils with and without free
school meals are the pupils of all fifths; the reference of severe mental illness is the deaths and people of
the whole Place.

Do not edit these files: change the script and run it again.
`;
}

function main() {
  mkdirSync(FOLDER, { recursive: true });
  /** @type {Map<string, number>} */
  const sizes = new Map();
  let bytes = 0;
  for (const { name, columns, rows } of FILES) {
    const table = [...rows()];
    const text = csv(columns, table);
    writeFileSync(join(FOLDER, name), text);
    sizes.set(name, table.length);
    bytes += Buffer.byteLength(text);
    console.log(`${name}: ${table.length} rows, ${Buffer.byteLength(text)} bytes`);
  }
  writeFileSync(join(FOLDER, 'README.md'), readme(sizes));
  console.log(`fixtures/system: ${(bytes / 1e6).toFixed(2)} MB, seed ${SEED}`);
}

main();
