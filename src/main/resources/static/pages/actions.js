// What people do with a migration: shows what will happen, asks once more, sends it to the API, and says what came of it.
import { call } from './api.js';
import { $, el, open } from './dom.js';

const page = $('actions');
let asking = null;

const labelOf = field => field.dataset.of
  ? `Last day of: ${field.dataset.of}`
  : [...field.labels[0].childNodes].find(node => node.nodeType === Node.TEXT_NODE).data.trim();

/** A value of a field as people read it. */
function shown(field, value) {
  if (field.tagName !== 'SELECT') return value || 'not known';
  return [...field.options].find(option => option.value === value)?.text ?? (value || 'none');
}

const changed = form => [...form.elements].filter(field => field.name && field.value !== field.dataset.now);

/** What is sent: only what was changed, so that nothing else is overwritten. */
const body = form => 'once' in form.dataset
  ? undefined
  : JSON.stringify(Object.fromEntries(changed(form).map(field => [field.name, field.value])));

function refused(text) {
  $('ask-refused').hidden = !text;
  $('ask-refused').textContent = text;
}

/** Fields of the settings that this page does not show, as the form of the start calls them. */
const ELSEWHERE = { exportFolder: 'Export folder', endpoints: 'Endpoints', url: 'Address', credential: 'Credential for Jira' };

/** A refusal in words: what is wrong, and with which field. */
function words({ problem, message }, form) {
  const wrong = (problem?.errors ?? []).map(({ field, expected }) => {
    const name = String(field).split('.').pop();
    const known = form.elements.namedItem(name);
    return `${known?.labels ? labelOf(known) : ELSEWHERE[name] ?? name}: expected ${expected}`;
  });
  if (wrong.length) return `${wrong.join('; ')}. Nothing has been changed.`;
  return problem?.title && problem.detail && problem.title !== problem.detail ? `${problem.title}. ${problem.detail}` : message;
}

async function ask(form) {
  const changes = 'once' in form.dataset ? [] : changed(form);
  const unchanged = form.querySelector('.unchanged');
  if (unchanged) unchanged.textContent = '';
  if (!('once' in form.dataset) && changes.length === 0) {
    unchanged.textContent = 'Nothing is changed yet: choose something else first.';
    return;
  }
  asking = form;
  refused('');
  $('ask-title').textContent = form.dataset.question;
  $('ask-list').replaceChildren(
    ...changes.map(field => el('li', {}, el('strong', {}, `${labelOf(field)}: `), `${shown(field, field.dataset.now)} → ${shown(field, field.value)}`)),
    ...[...form.querySelectorAll('.consequences li')].map(line => el('li', {}, line.textContent)));
  const button = form.querySelector('button');
  $('ask-yes').textContent = button.textContent.replace('…', '');
  await open('ask');
  asking = null;
}

async function carryOut(event) {
  event.preventDefault();
  const form = asking;
  refused('');
  $('ask-yes').disabled = true;
  try {
    const sent = body(form);
    const answer = await call(form.dataset.method, form.dataset.address, sent, sent === undefined ? {} : { 'Content-Type': 'application/json' });
    const { note } = await answer.json().catch(() => ({}));
    $('ask').close();
    for (const field of changed(form)) field.dataset.now = field.value;
    if ('once' in form.dataset) form.hidden = true;
    $('done-text').textContent = [form.dataset.done, note].filter(Boolean).join(' ');
    $('done').hidden = false;
    $('done').focus();
    window.scrollTo({ top: 0 });
  } catch (failure) {
    refused(words(failure, form));
  } finally {
    $('ask-yes').disabled = false;
  }
}

page.querySelectorAll('form[data-address]').forEach(form => form.addEventListener('submit', event => {
  event.preventDefault();
  ask(form);
}));
$('ask').querySelector('form').addEventListener('submit', carryOut);
$('ask-no').addEventListener('click', () => $('ask').close());
