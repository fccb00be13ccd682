/*
 * A new migration, step by step. Ferry checks each entry by the same code as at the start (POST /api/migrations/check); nothing is
 * checked here. What is shown as the request is what is sent.
 */
import { call } from './api.js';
import { $, el, open, released } from './dom.js';

const page = $('new-migration');
const fields = [...document.querySelectorAll('[data-field]')];
const steps = [...document.querySelectorAll('.step')];
const JSON_TYPE = { 'Content-Type': 'application/json' };
const WORDS = {
  PASSED: ['✓', 'Passed'],
  WARNING: ['!', 'Warning'],
  FAILED: ['✗', 'Failed'],
  LEFT_TO_A_PERSON: ['!', 'For a person to look'],
  NOT_REPORTED: ['·', 'Not reported'],
};
const touched = new Set();
let here = 0;
let errors = [];
let checks = 0;
let saving = Promise.resolve();

const nameOf = field => field.dataset.field;
const fieldsOf = step => fields.filter(field => step.contains(field));
const stepOf = name => steps.findIndex(step => fieldsOf(step).some(field => nameOf(field) === name));
const time = moment => new Date(moment).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
const day = moment => new Date(moment).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });

/* --- what has been entered --------------------------------------------------------------------------------------- */

/** As JSON has it: numbers as numbers, what is no number as it was typed, so that Ferry says what is wrong with it. */
function valueOf(field) {
  if (field.dataset.kind === 'boolean') return field.checked || undefined;
  // A date of which only a part was typed has no value for scripts.
  if (field.validity.badInput) return 'incomplete';
  const text = field.value.trim();
  if (text === '') return undefined;
  return field.inputMode && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

/** The request. A field that is empty is left out, and gets its default. */
function request() {
  const all = { name: undefined, app: undefined, source: {}, target: {} };
  for (const field of fields) {
    const value = valueOf(field);
    const path = nameOf(field).split('.');
    if (value === undefined) continue;
    const last = path.pop();
    path.reduce((part, name) => (part[name] ??= {}), all)[last] = value;
  }
  return all;
}

const body = () => JSON.stringify(request(), null, 2);

function fill(draft) {
  const values = draft.request;
  showCredentials({}, name => at(values, name));
  for (const field of fields) {
    const value = at(values, nameOf(field));
    if (field.dataset.kind === 'boolean') field.checked = value === true;
    else if (value !== undefined && value !== null) choose(field, String(value));
  }
}

const at = (values, name) => name.split('.').reduce((part, key) => part?.[key], values);

/** A draft may hold a value that the page does not offer, from a script: it is offered then. */
function choose(field, value) {
  if (field.tagName === 'SELECT' && ![...field.options].some(option => option.value === value)) {
    field.append(el('option', { value }, value));
  }
  field.value = value;
}

/* --- credentials by name ----------------------------------------------------------------------------------------- */

const declared = page.dataset.credentials.split(' ').filter(name => name);

/** Those that are declared for the site's host come first. */
function showCredentials(fitting, chosen = name => $(name).value) {
  for (const field of fields.filter(one => /[cC]redential$/.test(nameOf(one)))) {
    const value = chosen(nameOf(field)) || '';
    const fits = fitting[nameOf(field)] || [];
    // A list that somebody has open is left alone unless it is another one.
    const shown = fits.join(' ');
    if (field.dataset.shown === shown) {
      choose(field, value);
      continue;
    }
    field.dataset.shown = shown;
    const others = declared.filter(name => !fits.includes(name));
    const optional = field.getAttribute('aria-required') !== 'true';
    const group = (label, names) => names.length
      && el('optgroup', { label }, ...names.map(name => el('option', { value: name }, name)));
    field.replaceChildren(...[
      el('option', { value: '' }, declared.length ? (optional ? 'none' : 'Choose one') : 'None is declared yet'),
      group('Declared for this host', fits),
      group(fits.length ? 'Declared for other hosts' : 'Declared', others),
    ].filter(Boolean));
    choose(field, value);
  }
}

/* --- checking ---------------------------------------------------------------------------------------------------- */

/** Asks Ferry what is wrong so far; an answer that comes after a later question's is no news. */
async function check() {
  const mine = ++checks;
  let found;
  try {
    const answer = await (await call('POST', '/api/migrations/check', body(), JSON_TYPE)).json();
    if (mine !== checks) return false;
    showCredentials(answer.credentials);
    found = answer.errors;
  } catch (refused) {
    if (mine !== checks) return false;
    found = refused.problem.errors;
    if (!found) {
      trouble(refused.message);
      return false;
    }
  }
  await released();
  if (mine !== checks) return false;
  trouble('');
  errors = found;
  showErrors();
  return true;
}

function showErrors() {
  for (const field of fields) {
    const name = nameOf(field);
    const wrong = touched.has(name) ? errors.filter(error => error.field === name) : [];
    $(`${name}-error`).hidden = wrong.length === 0;
    $(`${name}-error`).textContent = wrong.map(words).join(' ');
    if (wrong.length) field.setAttribute('aria-invalid', 'true');
    else field.removeAttribute('aria-invalid');
  }
  showSteps();
  showReview();
}

const words = error => `Expected: ${error.expected}.${error.got ? ` Got: “${error.got}”.` : ''}`;

function trouble(text) {
  $('trouble').hidden = !text;
  $('trouble').textContent = text;
}

/** Keeps what has been entered, one saving after the other, so that the last one stays. */
function keep() {
  saving = saving.then(async () => {
    try {
      const draft = await (await call('PUT', '/api/drafts/migration', body(), JSON_TYPE)).json();
      $('saved').textContent = `Draft saved at ${time(draft.savedAt)}.`;
      $('discard').hidden = false;
    } catch (refused) {
      $('saved').textContent = `The draft is not saved: ${refused.message}`;
    }
  });
  return saving;
}

function left(event) {
  const field = event.target.closest('[data-field]');
  if (!field) return;
  touched.add(nameOf(field));
  if (event.type === 'change') {
    const side = nameOf(field).split('.')[0];
    if ($(`${side}-look`)) $(`${side}-look`).replaceChildren();
    keep();
  }
  check();
}

/* --- the steps --------------------------------------------------------------------------------------------------- */

const titleOf = step => step.querySelector('h2').textContent.split(':')[0];

const stepButtons = steps.map((step, index) => {
  const count = el('span', { class: 'count' });
  const button = el('button', { type: 'button', onclick: () => go(index) }, titleOf(step), count);
  return { button, count };
});
$('steps').replaceChildren(...stepButtons.map(({ button }) => el('li', {}, button)));

/** The buttons stay and only their looks change: a click on one that an answer replaced meanwhile would be lost. */
function showSteps() {
  stepButtons.forEach(({ button, count }, index) => {
    const wrong = fieldsOf(steps[index]).filter(field => field.getAttribute('aria-invalid')).length;
    button.classList.toggle('faulty', wrong > 0);
    if (index === here) button.setAttribute('aria-current', 'step');
    else button.removeAttribute('aria-current');
    count.textContent = wrong ? ` (${wrong === 1 ? '1 error' : `${wrong} errors`})` : '';
  });
  $('back').disabled = here === 0;
  $('next').hidden = here === steps.length - 1;
  if ($('start')) $('start').hidden = here !== steps.length - 1;
}

function go(index, focus = true) {
  here = index;
  steps.forEach((step, number) => { step.hidden = number !== here; });
  if (here === steps.length - 1) {
    fields.forEach(field => touched.add(nameOf(field)));
    check();
  }
  showErrors();
  history.replaceState(null, '', `#${steps[here].dataset.step}`);
  if (focus) steps[here].querySelector('h2').focus();
}

async function next() {
  fieldsOf(steps[here]).forEach(field => touched.add(nameOf(field)));
  const asked = here;
  await check();
  if (asked !== here) return;
  const wrong = fieldsOf(steps[here]).find(field => field.getAttribute('aria-invalid'));
  if (wrong) wrong.focus();
  else go(here + 1);
}

/* --- testing a connection ---------------------------------------------------------------------------------------- */

async function look(side, button) {
  const result = $(`${side}-look`);
  fieldsOf(button.closest('.step')).forEach(field => touched.add(nameOf(field)));
  const asked = request();
  result.replaceChildren(el('p', {}, 'Ferry signs in and reads …'));
  button.disabled = true;
  try {
    const answer = await call(
      'POST', '/api/sites/check', JSON.stringify({ side, app: asked.app, site: asked[side] }), JSON_TYPE);
    showLook(result, await answer.json());
  } catch (refused) {
    result.replaceChildren(el('p', { class: 'note bad' }, refused.problem.errors
      ? 'Ferry has not called the site: correct the fields that are marked, then test again.'
      : refused.message));
  } finally {
    button.disabled = false;
    if (document.activeElement === document.body) button.focus();
  }
  check();
}

function showLook(result, look) {
  const title = look.title ? `“${look.title}”` : 'The site';
  result.replaceChildren(
    el('h3', {}, `${title} ${look.passed ? 'is ready' : 'is not ready yet'}`),
    el('ul', {}, ...look.checks.map(line => el('li', { class: line.outcome.toLowerCase().replaceAll('_', '-') },
      el('span', { 'aria-hidden': 'true' }, `${WORDS[line.outcome][0]} `),
      el('span', { class: 'visually-hidden' }, `${WORDS[line.outcome][1]}: `),
      el('strong', {}, `${line.name}. `),
      line.text,
      line.whatToDo ? el('span', { class: 'what' }, `→ ${line.whatToDo}`) : null))));
}

/* --- reviewing and starting -------------------------------------------------------------------------------------- */

function showReview() {
  const sent = request();
  $('json').textContent = body();
  $('curl').textContent = `curl -X POST ${location.origin}/api/migrations \\\n`
    + `  -H "Authorization: Bearer ${page.dataset.key}" \\\n`
    + `  -H 'Content-Type: application/json' --data-binary @- <<'END'\n${body()}\nEND`;
  let effect = 'It migrates: after the backups it overwrites the target, once approvers have confirmed each step that cannot be undone.';
  if (sent.dressRehearsal) effect = 'It is a dress rehearsal: people freeze the source and open it again at the end. The target is not changed.';
  else if (sent.rehearsal) effect = 'It is a rehearsal: it ends after both backups. The target is not changed.';
  $('effect').textContent = effect;
  if ($('start')) $('start').textContent = sent.rehearsal ? 'Start the rehearsal' : 'Start the migration';
  $('wrongs').replaceChildren(...(errors.length ? [
    el('div', { class: 'note bad' },
      el('p', {}, 'Correct this before the start:'),
      el('ul', {}, ...errors.map(error => el('li', {}, place(error), ` ${words(error)}`)))),
  ] : []));
}

/** Leads to the field that is wrong. */
function place(error) {
  const step = stepOf(error.field);
  if (step < 0) return error.field ? `${error.field}.` : '';
  const label = document.querySelector(`label[for="${CSS.escape(error.field)}"]`).firstChild.textContent.trim();
  return el('button', { type: 'button', class: 'plain', onclick: () => { go(step, false); $(error.field).focus(); } },
    `${titleOf(steps[step])}, ${label}`);
}

async function start() {
  const sent = body();
  $('start').disabled = true;
  trouble('');
  try {
    const migration = await (await call('POST', '/api/migrations', sent, JSON_TYPE)).json();
    await saving;
    await call('DELETE', '/api/drafts/migration').catch(() => {});
    location.assign(`/migrations/${migration.id}`);
  } catch (refused) {
    $('start').disabled = false;
    if (refused.problem.errors) {
      errors = refused.problem.errors;
      showErrors();
      $('wrongs').querySelector('button')?.focus();
    } else {
      trouble(refused.message);
      $('start').focus();
    }
  }
}

async function copy(id) {
  try {
    await navigator.clipboard.writeText($(id).textContent);
    $('copied').textContent = 'Copied.';
  } catch {
    // Where the page did not come by https, browsers leave the clipboard alone.
    getSelection().selectAllChildren($(id));
    $('copied').textContent = 'The text is selected: copy it with the keyboard.';
  }
}

async function discard() {
  if (await open('discard-dialog') !== 'ok') return;
  await saving;
  try {
    await call('DELETE', '/api/drafts/migration');
    location.assign('/new-migration');
  } catch (refused) {
    trouble(refused.message);
  }
}

async function begin() {
  showCredentials({});
  try {
    const answer = await call('GET', '/api/drafts/migration');
    if (answer.status === 200) {
      const draft = await answer.json();
      fill(draft);
      $('discard').hidden = false;
      $('saved').textContent = `This is your draft of ${day(draft.savedAt)}, ${time(draft.savedAt)}.`;
    }
  } catch (refused) {
    trouble(refused.message);
  }
  go(Math.max(0, steps.findIndex(step => `#${step.dataset.step}` === location.hash)), false);
  check();
}

$('form').addEventListener('submit', event => event.preventDefault());
$('form').addEventListener('change', left);
$('form').addEventListener('focusout', left);
$('back').addEventListener('click', () => go(here - 1));
$('next').addEventListener('click', next);
$('start')?.addEventListener('click', start);
$('discard').addEventListener('click', discard);
document.querySelectorAll('[data-look]').forEach(button => button.addEventListener('click', () => look(button.dataset.look, button)));
document.querySelectorAll('[data-copy]').forEach(button => button.addEventListener('click', () => copy(button.dataset.copy)));
begin();
