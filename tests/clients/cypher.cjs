// Checks a Cypher script with Neo4j's own parser and semantic analysis, and prints what it takes for an error.
//
// usage: node cypher.cjs FILE    in a folder with node_modules
'use strict';
const fs = require('fs');
const path = require('path');
const { createRequire } = require('module');

const load = createRequire(path.join(process.cwd(), 'package.json'));
const { lintCypherQuery } = load('@neo4j-cypher/language-support');

const ERROR = 1;
const { diagnostics } = lintCypherQuery(fs.readFileSync(process.argv[2], 'utf8'), {});
for (const { severity, message, range } of diagnostics) {
  if (severity === ERROR) console.log(`${range.start.line + 1}: ${message}`);
}
