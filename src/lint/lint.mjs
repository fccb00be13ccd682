// Lints Ferry's models and forms: node lint.mjs [folder]. Prints what is wrong, and ends with 1 if anything is.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { validateZeebe } from '@bpmn-io/element-templates-validator';
import { CHECKS } from './checks.mjs';
import { readHouse } from './house.mjs';

const require = createRequire(import.meta.url);
const { Linter } = require('bpmnlint');
const NodeResolver = require('bpmnlint/lib/resolver/node-resolver');
const Ajv = require('ajv');

// Some rules remember what they have seen: each model gets a linter of its own.
const newLinter = () => new Linter({
  config: {
    extends: ['bpmnlint:recommended', 'plugin:camunda-compat/camunda-cloud-8-8'],
    rules: {
      // Loops and ways round end in the same task. Only one token is ever under way, and a joining gateway in front of
      // each such task would double the symbols that an administrator has to read past.
      'fake-join': 'off',
      'no-gateway-join-fork': 'off',
    },
  },
  // Not the folder in which somebody calls this.
  resolver: new NodeResolver({ require }),
});

// What the Modeler would not take.
export function faultsOfTemplate(json) {
  const { valid, errors } = validateZeebe(json);
  return valid ? [] : errors.map((e) => ({ id: e.dataPath ?? e.instancePath ?? '', message: e.message }));
}

function templates(folder) {
  const files = join(folder, 'element-templates');
  return existsSync(files) ? readdirSync(files).map((name) => ({ file: join('element-templates', name), json: JSON.parse(readFileSync(join(files, name), 'utf8')) })) : [];
}

export async function lint(folder) {
  const house = await readHouse(folder);
  const found = [];
  for (const model of house.models) {
    model.warnings.forEach((message) => found.push({ file: model.file, id: '', rule: 'readable', message }));
    for (const [rule, reports] of Object.entries(await newLinter().lint(model.root))) {
      reports.forEach((r) => found.push({ file: model.file, id: r.id ?? '', rule, message: r.message }));
    }
  }
  const valid = new Ajv({ allErrors: true, strict: false, formats: { regex: true } }).compile(
    JSON.parse(readFileSync(new URL('form-schema.json', import.meta.url), 'utf8')),
  );
  for (const form of house.forms) {
    if (!valid(form.json)) {
      valid.errors.forEach((e) =>
        found.push({ file: form.file, id: e.instancePath, rule: 'form-schema', message: e.message }),
      );
    }
  }
  const modelers = templates(folder);
  modelers.forEach(({ file, json }) =>
    faultsOfTemplate(json).forEach((f) => found.push({ ...f, file, rule: 'element-template-schema' })),
  );
  for (const [rule, check] of Object.entries(CHECKS)) {
    (await check(house)).forEach((f) => found.push({ ...f, rule }));
  }
  return { found, models: house.models.length, forms: house.forms.length, templates: modelers.length };
}

if (process.argv[1]?.endsWith('lint.mjs')) {
  const folder = process.argv[2] ?? new URL('../../bpmn', import.meta.url).pathname;
  const { found, models, forms, templates: modelers } = await lint(folder);
  found.forEach((f) => console.error(`${f.file}: ${f.id} ${f.message} (${f.rule})`));
  console.log(`${models} models, ${forms} forms and ${modelers} element templates: ${found.length === 0 ? 'nothing to complain about' : `${found.length} complaints`}`);
  process.exit(found.length === 0 ? 0 : 1);
}
