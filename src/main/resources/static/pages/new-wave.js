// The page of a new wave: takes a list from a file or as it was pasted, shows all that is wrong with it, and starts it.
import { call } from './api.js';
import { $, el, open, refused } from './dom.js';

const LARGEST = 1024 * 1024;
const FIELDS = ['name', 'team', 'sideBySide', 'stopAfterFailures', 'zone'].filter(id => $(id));
const value = id => $(id)?.value.trim() || undefined;
const number = id => (/^\d{1,9}$/.test(value(id) ?? '') ? Number(value(id)) : value(id));
const isJson = text => /^[\s\uFEFF]*[{[]/.test(text);

/** A wave as JSON: the whole of it, or its lines alone. What is entered above counts before what the file says. */
function json(text) {
  const read = JSON.parse(text.replace(/^\uFEFF/, ''));
  const wave = Array.isArray(read) ? { lines: read } : read;
  const entered = {
    name: value('name'), team: value('team'), sideBySide: number('sideBySide'), stopAfterFailures: number('stopAfterFailures'),
    zone: value('zone'),
  };
  return JSON.stringify({ ...wave, ...Object.fromEntries(Object.entries(entered).filter(([, each]) => each !== undefined)) });
}

/** Sends the list to this address of the API. */
function send(path) {
  const text = $('lines').value;
  if (isJson(text)) return call('POST', path, json(text), { 'Content-Type': 'application/json' });
  const parameters = new URLSearchParams(FIELDS.filter(id => value(id)).map(id => [id, value(id)]));
  return call('POST', `${path}?${parameters}`, text, { 'Content-Type': 'text/csv' });
}

/** Says at each field of the wave what is wrong with it, and of the list in the table. */
function show(faults, total = faults.length) {
  const marked = [...FIELDS, 'lines'];
  for (const id of marked) {
    const own = faults.filter(each => !each.line && each.field === id);
    $(`${id}-error`).hidden = own.length === 0;
    $(`${id}-error`).textContent = own.map(each => `Expected: ${each.expected}.`).join(' ');
    if (own.length) $(id).setAttribute('aria-invalid', 'true');
    else $(id).removeAttribute('aria-invalid');
  }
  const others = faults.filter(each => each.line || !marked.includes(each.field));
  $('faults').hidden = others.length === 0;
  $('faults-rows').replaceChildren(...others.map(each => el('tr', {},
    el('td', { 'data-l': 'line' }, each.line ? String(each.line) : '–'),
    el('td', { 'data-l': 'line of the file' }, each.row ? String(each.row) : '–'),
    el('td', { 'data-l': 'field' }, el('code', {}, each.field)),
    el('td', { 'data-l': 'expected' }, each.expected),
    el('td', { 'data-l': 'found' }, each.got ? el('code', {}, each.got) : ''))));
  $('faults-text').textContent = `Nothing has been started. Correct the list and check it again. Faults: ${total}${total > faults.length ? `, the first ${faults.length} of them are shown` : ''}.`;
  const first = marked.find(id => $(id).getAttribute('aria-invalid'));
  if (first) $(first).focus();
  else if (others.length) $('faults').focus();
}

function failed(failure) {
  const faults = failure instanceof SyntaxError ? [] : failure.problem?.errors ?? [];
  if (faults.length) show(faults, failure.problem.total);
  else refused(failure instanceof SyntaxError ? `The list is no JSON: ${failure.message}` : failure.message);
}

/** Checks the list; resolves to what is in it, or null if anything is wrong. */
async function checked() {
  refused('');
  $('fine').hidden = true;
  try {
    const found = await (await send('/api/waves/check')).json();
    show(found.errors);
    return found.errors.length ? null : found;
  } catch (failure) {
    show([]);
    failed(failure);
    return null;
  }
}

const what = found => `${found.migrations} ${found.migrations === 1 ? 'migration' : 'migrations'}`
  + (found.rehearsals ? `, ${found.rehearsals} of them ${found.rehearsals === 1 ? 'a rehearsal' : 'rehearsals'}` : '');

async function busy(work) {
  const buttons = [...document.querySelectorAll('#check, #start')];
  buttons.forEach(button => { button.disabled = true; });
  try {
    await work();
  } finally {
    buttons.forEach(button => { button.disabled = false; });
  }
}

$('check').addEventListener('click', () => busy(async () => {
  const found = await checked();
  if (!found) return;
  $('fine').textContent = `Nothing is wrong: ${what(found)}. Nothing has been started.`;
  $('fine').hidden = false;
}));

$('wave').addEventListener('submit', event => {
  event.preventDefault();
  if (!$('start')) return;
  busy(async () => {
    const found = await checked();
    if (!found) return;
    const atOnce = value('sideBySide') ?? '1';
    $('ask-text').textContent = `${what(found)}; ${atOnce} at the same time. Those without a planned start begin right away.`;
    if (await open('ask') !== 'ok') return;
    try {
      const wave = await (await send('/api/waves')).json();
      location.assign(`/waves/${wave.id}`);
    } catch (failure) {
      failed(failure);
    }
  });
});

async function read() {
  const [file] = $('file').files;
  if (!file) return;
  refused('');
  if (file.size > LARGEST) {
    refused(`“${file.name}” is larger than 1 MB. Make several waves of it.`);
    return;
  }
  try {
    $('lines').value = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    refused(`“${file.name}” is not in UTF-8. Save it as "CSV UTF-8" in the spreadsheet, and choose it again.`);
  }
}

$('file').addEventListener('change', read);
// It may have been chosen before this script was there.
if ($('file').files.length && !$('lines').value) read();
