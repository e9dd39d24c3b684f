// What gapline is measured against: the same sums as one plain query, CSV in and CSV out, without limits or checks.
//
//   node bench/plain-query.js rate|dsr FILE OUTPUT
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';

const STANDARD = fileURLToPath(new URL('../data/standards/esp2013.csv', import.meta.url));
const quoted = (text) => `'${text.replaceAll("'", "''")}'`;

const QUERIES = {
  rate: (file) => `
    select area, year, fifth, sex, cause, sum(deaths) as count, sum(population) as denominator,
      100000 * sum(deaths) / sum(population) as value
    from read_csv(${quoted(file)}) group by all`,
  dsr: (file) => `
    select area, year, fifth, sex, cause, sum(deaths) as count, sum(people.population) as denominator,
      100000 * sum(weight * deaths / people.population) / sum(weight) as value
    from read_csv(${quoted(file)}) as people
    join (select age_band as age, population as weight from read_csv(${quoted(STANDARD)})) using (age)
    group by all`,
};

const [query, file, output] = process.argv.slice(2);
const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
await connection.run(`copy (${QUERIES[query](file)}) to ${quoted(output)} (format csv, header)`);
