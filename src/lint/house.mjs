// Reads models and forms into what the checks look at.
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { BpmnModdle } from 'bpmn-moddle';

const require = createRequire(import.meta.url);
const zeebe = require('zeebe-bpmn-moddle/resources/zeebe.json');

/** @returns {Promise<{file: string, root: object, diagram: object[], warnings: string[]}>} one model, with its shapes and lines */
export async function readModel(file, xml) {
  const { rootElement, warnings } = await new BpmnModdle({ zeebe }).fromXML(xml);
  const diagram = (rootElement.diagrams ?? []).flatMap((d) => d.plane.planeElement ?? []);
  return { file, root: rootElement, diagram, warnings: warnings.map((w) => w.message) };
}

/** @returns {Promise<{models: object[], tables: object[], forms: object[]}>} all models, decision tables and forms of a folder */
export async function readHouse(folder) {
  const files = readdirSync(folder).sort();
  const read = (file) => readFileSync(join(folder, file), 'utf8');
  return {
    models: await Promise.all(files.filter((f) => extname(f) === '.bpmn').map((f) => readModel(f, read(f)))),
    tables: files.filter((f) => extname(f) === '.dmn').map((f) => ({ file: f, xml: read(f) })),
    forms: files.filter((f) => extname(f) === '.form').map((f) => ({ file: f, json: JSON.parse(read(f)) })),
  };
}
