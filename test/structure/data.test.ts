import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadFormats } from '../../src/extracts/format.ts';
import { loadCatalogue } from '../../src/indicators/catalogue.ts';
import { dataDir } from '../../src/paths.ts';
import { areasOf, loadPlaces } from '../../src/places/places.ts';

const namesIn = (folder: string): string[] => readdirSync(`${dataDir}${folder}`).sort();
const json = (path: string) => JSON.parse(readFileSync(`${dataDir}${path}`, 'utf8'));
const repeated = (items: readonly string[]): string[] =>
  items.filter((item, index) => items.indexOf(item) !== index);

describe('data', () => {
  it('every file of data/formats is loaded, and every id stands once', () => {
    const inFiles = namesIn('formats').flatMap((name) =>
      json(`formats/${name}`).map(({ id }: { id: string }) => id),
    );
    const loaded = loadFormats().map(({ id }) => id);
    expect([...loaded].sort()).toEqual([...inFiles].sort());
    expect(repeated(loaded)).toEqual([]);
  });

  it('every file of data/indicators is loaded, and no definition is left out', () => {
    const inFiles = namesIn('indicators').flatMap((name) =>
      json(`indicators/${name}`).map(({ id }: { id: string }) => id),
    );
    const loaded = loadCatalogue().indicators.map(({ id }) => id);
    expect([...loaded].sort()).toEqual([...inFiles].sort());
  });

  it('a file of data/indicators is named after the aspiration that it measures', () => {
    for (const name of namesIn('indicators')) {
      for (const { id, aspiration } of json(`indicators/${name}`))
        expect(`${aspiration}.json`, id).toBe(name);
    }
  });

  it('every code and name of an area means one area', () => {
    const keys = areasOf(loadPlaces()).flatMap(({ code, name, aliases }) =>
      [code, name, ...aliases].map((text) => text.toLowerCase()),
    );
    expect(repeated(keys)).toEqual([]);
  });

  it('there are nine Places, and every part and combined area belongs to some of them', () => {
    const { places, parts, combined } = loadPlaces();
    const codes = places.map(({ code }) => code);
    expect(codes).toHaveLength(9);
    for (const { partOf } of parts) expect(codes).toContain(partOf);
    for (const { standsFor } of combined) for (const code of standsFor) expect(codes).toContain(code);
  });
});
