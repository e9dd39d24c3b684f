import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeMatcher } from '../../src/places/match-place.ts';
import { areasOf, loadPlaces } from '../../src/places/places.ts';
import { csv, readText } from '../extracts/read-files.ts';
import { describeWithShared, sharedDir } from '../shared.ts';

const places = loadPlaces();
const match = placeMatcher(places);

/** Code of the area that a text names, or why it names none. */
function codeOf(text: string): string {
  const found = match(text);
  return found.kind === 'area' ? found.area.code : found.kind;
}

function nearest(text: string): string | null {
  const found = match(text);
  return found.kind === 'unknown' ? found.nearest : null;
}

describe('placeMatcher()', () => {
  // Codes: README of the real files, from the ONS Code History Database and NHS ODS.
  it.each([
    ['E06000049', 'Cheshire East'],
    ['E06000050', 'Cheshire West and Chester'],
    ['E06000006', 'Halton'],
    ['E08000011', 'Knowsley'],
    ['E08000012', 'Liverpool'],
    ['E08000014', 'Sefton'],
    ['E08000013', 'St Helens'],
    ['E06000007', 'Warrington'],
    ['E08000015', 'Wirral'],
  ])('knows %s and %s as one Place', (code, name) => {
    expect(codeOf(code)).toBe(code);
    expect(codeOf(name)).toBe(code);
    expect(match(name)).toMatchObject({ area: { kind: 'place', name } });
  });

  it.each([
    'St Helens',
    'St. Helens',
    'St.Helens',
    'ST HELENS',
    'st helens',
    'Saint Helens',
    ' St  Helens ',
    'St\u00a0Helens',
    'St-Helens',
    'NHS St Helens CCG',
    'NHS ST HELENS CCG',
    'NHS St. Helens CCG',
    'NHS Cheshire and Merseyside ICB - 01X',
    'NHS CHESHIRE AND MERSEYSIDE INTEGRATED CARE BOARD - 01X',
    '01X',
    '01x',
    'E38000172',
    'E08000013',
    'e08000013',
    'Ｓｔ Ｈｅｌｅｎｓ',
  ])('takes "%s" for St Helens', (text) => {
    expect(codeOf(text)).toBe('E08000013');
  });

  it.each([
    ['27D', '27D'],
    ['NHS Cheshire and Merseyside ICB - 27D', '27D'],
    ['NHS Cheshire CCG', '27D'],
    ['01F', 'E06000006'],
    ['01J', 'E08000011'],
    ['99A', 'E08000012'],
    ['01T', '01T'],
    ['NHS South Sefton CCG', '01T'],
    ['01V', '01V'],
    ['NHS Southport and Formby CCG', '01V'],
    ['02E', 'E06000007'],
    ['NHS Cheshire and Merseyside ICB - 02E', 'E06000007'],
    ['12F', 'E08000015'],
    ['E38000068', 'E06000006'],
    ['QYG', 'QYG'],
    ['E54000008', 'QYG'],
    ['NHS CHESHIRE AND MERSEYSIDE INTEGRATED CARE BOARD', 'QYG'],
    ['NHS Cheshire and Merseyside ICB', 'QYG'],
    ['Cheshire & Merseyside', 'QYG'],
    ['CHESHIRE AND MERSEYSIDE STP', 'QYG'],
    ['England', 'E92000001'],
    ['ENGLAND', 'E92000001'],
    ['E92000001', 'E92000001'],
    ['North West', 'E12000002'],
    ['E12000002', 'E12000002'],
    ['Cheshire West & Chester', 'E06000050'],
  ])('takes "%s" for %s', (text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  it('knows the two parts of Sefton as parts and 27D as two Places together', () => {
    expect(match('01T')).toMatchObject({ area: { kind: 'part' } });
    expect(match('01V')).toMatchObject({ area: { kind: 'part' } });
    expect(match('27D')).toMatchObject({ area: { kind: 'combined' } });
    expect(match('QYG')).toMatchObject({ area: { kind: 'system' } });
    expect(match('England')).toMatchObject({ area: { kind: 'country' } });
  });

  it.each([
    'E08000003',
    'W92000004',
    'E01000001',
    'N92000002',
    'QOP',
    '14L',
    '00T',
    'E54000057',
    'E38000007',
    'D2P2L',
    'e08000003',
  ])('takes the code "%s" for an area elsewhere', (code) => {
    expect(codeOf(code)).toBe('elsewhere');
  });

  it.each([
    ['Knowlsey', 'Knowsley'],
    ['Liverpol', 'Liverpool'],
    ['Wirrall', 'Wirral'],
    ['Waringtn', 'Warrington'],
    ['Chesire East', 'Cheshire East'],
    ['Cheshire West and Chestre', 'Cheshire West and Chester'],
    ['St Helen', 'St Helens'],
    ['Englnad', 'England'],
  ])('suggests for "%s" the Place %s', (text, name) => {
    expect(codeOf(text)).toBe('unknown');
    expect(nearest(text)).toBe(name);
  });

  it.each(['Atlantis', 'Manchester', 'Blackpool', 'x', '???', 'E0600', 'NONC', 'Bolton'])(
    'suggests nothing for "%s"',
    (text) => {
      expect(codeOf(text)).toBe('unknown');
      expect(nearest(text)).toBeNull();
    },
  );

  it('suggests no Place for another region', () => {
    // Eight of the nine regions of England, and Wales, as ONS names them.
    const others = [
      'North East',
      'Yorkshire and The Humber',
      'East Midlands',
      'West Midlands',
      'East of England',
      'London',
      'South East',
      'South West',
      'Wales',
    ];
    expect(others.map((name) => nearest(name))).toEqual(others.map(() => null));
  });

  it('finds every area by each of its names, whatever their case, spaces and full stops', () => {
    const named = areasOf(places).flatMap(({ code, name, aliases }) =>
      [code, name, ...aliases].map((text) => [text, code] as const),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...named),
        fc.constantFrom('lower', 'upper', 'as is'),
        fc.constantFrom('', ' ', '\t'),
        fc.boolean(),
        ([text, code], letters, around, dots) => {
          const cased =
            letters === 'lower' ? text.toLowerCase() : letters === 'upper' ? text.toUpperCase() : text;
          const spelled = around + (dots ? cased.replaceAll(' ', '. ') : cased) + around;
          expect(codeOf(spelled)).toBe(code);
        },
      ),
    );
  });

  it('has no name for two areas', () => {
    const key = (text: string): string =>
      text
        .toLowerCase()
        .replace(/&/g, 'and')
        .replace(/[^a-z0-9]/g, '');
    const names = areasOf(places).flatMap(({ code, name, aliases }) => [
      ...new Set([code, name, ...aliases].map(key)),
    ]);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('loadPlaces()', () => {
  it('has nine Places, with two parts of Sefton, and 27D for both Cheshires', () => {
    expect(places.places).toHaveLength(9);
    expect(places.parts.map(({ code, partOf }) => [code, partOf])).toEqual([
      ['01T', 'E08000014'],
      ['01V', 'E08000014'],
    ]);
    expect(places.combined.map(({ code, standsFor }) => [code, standsFor])).toEqual([
      ['27D', ['E06000049', 'E06000050']],
    ]);
  });

  it('lists the Places first, so that tables do', () => {
    expect(
      areasOf(places)
        .slice(0, 10)
        .map(({ kind }) => kind),
    ).toEqual([...new Array(9).fill('place'), 'combined']);
  });
});

describeWithShared('a file of the whole country by name', () => {
  it('sets the 322 other authorities aside and mistakes none for a misspelt Place', async () => {
    const text = readFileSync(`${sharedDir}real/population20_ltla21.csv`, 'utf8');
    const names = text
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => /^"[^"]*","([^"]*)"/.exec(line)![1]!);
    expect(names).toHaveLength(331);
    // The shape of ONS's deaths by authority of 2014: recognised by how counts rise with age.
    const rows = names.flatMap((name) => [`5-14,Females,"${name}",1`, `65-74,Females,"${name}",100`]);
    const { files, problems } = await readText({ 'deaths.csv': csv('age,sex,region,count', ...rows) });
    expect(problems.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual([]);
    expect(files[0]).toMatchObject({ format: 'ons-authority-deaths-2014', rows: 662, used: 662, refused: 0 });
    expect(files[0]!.setAside).toEqual([{ because: 'other areas', rows: 644 }]);
    expect(files[0]!.places).toHaveLength(9);
  });
});
