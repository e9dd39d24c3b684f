#!/usr/bin/env node
// Starts the built program, nothing else.
import('../dist/main.js').then(
  ({ main }) => main(process.argv),
  (error) => {
    if (error?.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    console.error('gapline is not built yet: run `npm start` once in this folder, then try again.');
    process.exitCode = 2;
  },
);
