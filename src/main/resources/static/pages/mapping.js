// The user mapping: shows people page by page, saves each decision at once, and shows what others change meanwhile.
import { call as ask } from './api.js';
import { $, el, open, released, toTasklist } from './dom.js';
import { accountLines, groupTitle, isSettled, nameOf, number, people, row } from './people-rows.js';

const { api, decides, products } = document.querySelector('[data-api]').dataset;
const PAGE = 50;
const LOOK_AGAIN = 4000;
const FILTERS = [
  ['undecided', 'Left to decide'],
  ['conflicts', 'Conflicts'],
  ['suggested', 'Suggestions'],
  ['no-suggestion', 'Nobody found'],
  ['missing', 'Account can be created'],
  ['mapped-by-hand', 'Mapped by hand'],
  ['left-unmapped', 'Left unmapped'],
  ['matched', 'Matched'],
  ['created', 'Created'],
  ['inactive', 'Inactive'],
  ['inactive-directory', 'Inactive directory'],
  ['all', 'Everybody'],
];
const accounts = n => n === 1 ? '1 account' : `${number(n)} accounts`;
const view = { selected: new Set(), wholeFilter: false, filter: 'undecided', search: '', trail: [null], people: [], total: 0, revision: 0, counts: null };
let current = 0;
let loads = 0;
let undoing = null;

/** Asks this migration's API for JSON. */
async function call(method, path, body, type = 'application/json') {
  const content = type === 'application/json' && body !== undefined ? JSON.stringify(body) : body;
  const answer = await ask(method, api + path, content, body === undefined ? {} : { 'Content-Type': type });
  return answer.json().catch(() => ({}));
}

/* --- the table --------------------------------------------------------------------------------------------------- */

/** Shows the people of the list that is chosen; an answer that comes after a later question's is no news. */
async function load(focus = false) {
  const mine = ++loads;
  const selectedBefore = new Set(view.selected);
  const query = new URLSearchParams({ state: view.filter, q: view.search, size: PAGE });
  const after = view.trail[view.trail.length - 1];
  if (after !== null) query.set('after', after);
  let page;
  try {
    page = await call('GET', `/people?${query}`);
    await released();
  } catch (refused) {
    return mine === loads ? banner(refused.message, 'Try again', () => load(focus)) : undefined;
  }
  if (mine !== loads) return undefined;
  hideBanner();
  view.people = page.items;
  view.total = page.total;
  view.revision = page.revision;
  current = 0;
  showCounts(page);
  if (!areMatched(page.counts)) return showUnmatched(page.counts);
  showTools(true);
  // Whom somebody selects while the answer comes stays selected, if the person is still here.
  const here = new Set(page.items.map(person => person.userKey));
  view.selected = new Set([...view.selected].filter(key => here.has(key) && !selectedBefore.has(key)));
  view.wholeFilter = false;
  $('rows').replaceChildren(...page.items.flatMap((person, index) => [heading(page.items, index), shownRow(person, index)].filter(Boolean)));
  showSelection();
  $('people').hidden = page.items.length === 0;
  $('empty').hidden = page.items.length !== 0;
  $('empty').replaceChildren(...view.search
    ? [`Nobody here fits “${view.search}”.`]
    : view.filter === 'undecided'
      ? ['Everybody is decided. Go back to ', toTasklist('the task in Tasklist'), ' and complete it.']
      : ['Nobody is here.']);
  $('previous').disabled = view.trail.length === 1;
  $('next').disabled = page.items.length < PAGE;
  $('where').textContent = page.items.length ? `${number(page.items.length)} of ${people(page.total)}` : '';
  about();
  showAddress();
  if (focus && page.items.length) focusRow(0);
  return undefined;
}

const shownRow = (person, index) => row(person, index, index === current, acts, {
  selected: view.selected.has(person.userKey), hidden: view.counts?.hiddenAddresses ?? 0,
});

/** Above the first person of a group that conflicts, what it conflicts over. */
function heading(items, index) {
  const person = items[index];
  const title = view.filter === 'conflicts' ? groupTitle(person) : null;
  if (!title || (index > 0 && items[index - 1].conflictGroup?.id === person.conflictGroup.id)) return null;
  return el('tr', { role: 'row', class: 'group' }, el('td', { role: 'cell', colspan: 3 }, title));
}

/** Before the cloud's accounts were read nobody can be matched: every site has at least Ferry's own. */
const areMatched = counts => counts.accounts > 0;

function showTools(shown) {
  ['filters', 'tools', 'hint', 'pages', 'together'].forEach(id => { $(id).hidden = !shown; });
}

function showUnmatched(counts) {
  showTools(false);
  $('people').hidden = true;
  $('rows').replaceChildren();
  $('about').hidden = true;
  $('proposal').hidden = true;
  $('inactive').hidden = true;
  $('empty').hidden = false;
  $('empty').textContent = counts.people
    ? `People have not been matched yet. ${people(counts.people)} were read from the Jira backup; Ferry looks for their `
      + 'accounts in the phase “Map users”, after the import of Jira. There is nothing to decide before.'
    : 'No people are on record. Ferry reads them from the Jira backup, and matches them in the phase “Map users”.';
}

function showAddress() {
  const query = new URLSearchParams();
  if (view.filter !== 'undecided') query.set('show', view.filter);
  if (view.search) query.set('q', view.search);
  history.replaceState(null, '', query.size ? `?${query}` : location.pathname);
}

function about() {
  const texts = {
    missing: `Ferry can create accounts for these people once an approver agrees in Tasklist. Each takes one seat of
      ${products}, ${number(view.total)} in all, and gets an invitation by e-mail. The list for an
      organisation administrator is under Files.`,
    'inactive-directory': 'The directory of these people is inactive in the Jira backup, or not in it. Nobody has decided about them.',
    conflicts: 'The e-mail address leads somewhere, but does not decide: one account serves one person.',
    'left-unmapped': 'These people lose resources in the app permanently at the restore. An approver is asked first.',
  };
  const text = view.search || !view.total ? undefined : texts[view.filter];
  $('about').hidden = text === undefined;
  $('about').textContent = (text || '').replace(/\s+/g, ' ');
}

const filterButtons = FILTERS.map(([key, text]) => {
  const count = el('span', { class: 'n' });
  return { key, count, button: el('button', { type: 'button', 'data-filter': key, onclick: () => show(key) }, text, count) };
});
$('filters').replaceChildren(...filterButtons.map(({ button }) => button));

function showCounts({ counts, filters }) {
  view.counts = counts;
  view.filters = filters;
  if (!areMatched(counts)) {
    $('left').textContent = '';
    $('left-text').textContent = 'Not matched yet';
    $('progress').hidden = true;
    $('counts').textContent = '';
    return;
  }
  const decided = counts.people - counts.undecided;
  $('progress').hidden = false;
  $('left').textContent = number(counts.undecided);
  $('left-text').textContent = counts.undecided === 1 ? 'person left to decide' : 'people left to decide';
  $('progress').max = Math.max(counts.people, 1);
  $('progress').value = decided;
  $('counts').textContent = `${number(counts.matched)} of ${people(counts.people)} have an account, `
    + `${number(counts.leftUnmapped)} left unmapped. ${accounts(counts.accounts)} in the cloud`
    + (counts.hiddenAddresses ? `, ${number(counts.hiddenAddresses)} without a visible address.` : '.');
  filterButtons.forEach(({ key, button, count }) => {
    button.setAttribute('aria-pressed', String(key === view.filter));
    count.textContent = number(filters[key] || 0);
  });
  $('accept-all').disabled = !filters.suggested;
  showProposal(filters['inactive-directory'] || 0);
  showInactive(filters.inactive || 0);
}

/** Inactive and removed people are listed apart and decided about together: most left years ago. */
async function showInactive(inactive) {
  let proposal = { people: 0 };
  try {
    if (inactive) proposal = await call('GET', '/people/inactive');
  } catch (notTold) {
    // The page shows the people all the same.
  }
  $('inactive').hidden = !proposal.people;
  $('inactive-text').textContent = `${people(proposal.people)} without an account ${proposal.people === 1 ? 'is' : 'are'} inactive in `
    + 'the source or removed from it. If nobody needs them, leave them unmapped together.';
}

/** Proposed, never done by itself: people whom no directory lets in any more. */
function showProposal(number) {
  $('proposal').hidden = number === 0;
  $('proposal-text').textContent = `${people(number)} without an account ${number === 1 ? 'comes' : 'come'} from directories that `
    + 'are inactive in the Jira backup, or not in it. If nobody needs them, leave them unmapped together.';
}

function show(filter) {
  view.filter = filter;
  view.trail = [null];
  load().then(() => document.querySelector(`[data-filter="${filter}"]`).focus());
}
function makeCurrent(index) {
  if (index === current) return;
  const before = $(`person-${current}`);
  if (before) before.tabIndex = -1;
  current = index;
  $(`person-${index}`).tabIndex = 0;
}

function focusRow(index) {
  if (index < 0 || index >= view.people.length) return false;
  makeCurrent(index);
  const wanted = $(`person-${index}`);
  wanted.focus({ preventScroll: true });
  wanted.scrollIntoView({ block: 'nearest' });
  return true;
}

/** Puts what is known of a person now into its row, if it is on this page. */
function put(person, how) {
  const index = view.people.findIndex(shown => shown.userKey === person.userKey);
  if (index < 0) return;
  const before = $(`person-${index}`);
  const focused = before.contains(document.activeElement) ? document.activeElement : null;
  person.conflictGroup ??= view.people[index].conflictGroup;
  view.people[index] = person;
  const now = shownRow(person, index);
  if (how) now.classList.add(how);
  before.replaceWith(now);
  if (focused) (sameIn(now, focused) ?? now).focus({ preventScroll: true });
}

/** What does in this row what another element does in the row before it; nothing if the row has no such thing any more. */
function sameIn(row, other) {
  if (other.matches('.select')) return row.querySelector('.select');
  const kind = ['accept', 'pick', 'leave', 'undo'].find(each => each in other.dataset);
  return kind ? row.querySelector(`[data-${kind}="${CSS.escape(other.dataset[kind])}"]`) : null;
}

/* --- decisions --------------------------------------------------------------------------------------------------- */

async function save(person, decision, said) {
  try {
    const saved = await call('PUT', '/people', { userKey: person.userKey, revision: person.revision, ...decision });
    await released();
    put(saved, 'fresh');
    say(`${nameOf(person)}: ${said}`);
    await lookAgain();
    return true;
  } catch (refused) {
    await released();
    if (refused.status === 409 && refused.problem.person) {
      const theirs = refused.problem.person;
      theirs.note = `${theirs.changedBy || 'Ferry'} changed this person meanwhile. Yours was not saved: look, and decide again.`;
      put(theirs, 'theirs');
      say(theirs.note);
    } else {
      put({ ...person, note: refused.message, noteIsBad: true });
      say(refused.message);
    }
    return false;
  }
}

function accept(person, index) {
  const suggestion = person.suggestions[index];
  if (!suggestion || isSettled(person)) return Promise.resolve();
  return save(person, { accountId: suggestion.account.accountId, reason: `Suggested: ${suggestion.reason} (${suggestion.score})` }, 'mapped');
}

const undo = person => save(person, { undo: true }, 'decision taken back');

async function leave(person) {
  $('leave-whom').textContent = `${nameOf(person)} · ${person.userName}`;
  $('reason').value = view.lastReason || '';
  const answered = open('leave-dialog');
  $('reason').select();
  if (await answered === 'ok' && $('reason').value.trim()) {
    view.lastReason = $('reason').value.trim();
    await save(person, { leaveUnmapped: true, reason: view.lastReason }, 'left unmapped');
  }
  focusRow(current);
}

async function pick(person) {
  $('pick-whom').textContent = `for ${nameOf(person)} · ${person.userName}${person.email ? ` · ${person.email}` : ''}`;
  $('pick-q').value = (person.displayName || person.userName).split(/\s+/).pop();
  $('picks').replaceChildren();
  view.picked = null;
  const answered = open('pick-dialog');
  $('pick-q').select();
  searchAccounts();
  await answered;
  if (view.picked) await save(person, { accountId: view.picked }, 'mapped');
  focusRow(current);
}

async function searchAccounts() {
  const q = $('pick-q').value.trim();
  let found = [];
  let none = '';
  try {
    found = q ? await call('GET', `/accounts?${new URLSearchParams({ q, size: 20 })}`) : [];
    none = !q ? 'Type a part of a name, an address or an id.' : found.length === 0 ? 'No account of a person fits.'
      : found.length === 20 ? 'The first 20 are shown: type more to see others.' : '';
  } catch (refused) {
    none = refused.message;
  }
  await released();
  if (q !== $('pick-q').value.trim()) return;
  $('pick-none').textContent = none;
  $('picks').replaceChildren(...found.map(({ account, holder, holderName }) => el('li', {}, el('button', {
    type: 'button', disabled: holder !== null && holder !== undefined,
    onclick: () => { view.picked = account.accountId; $('pick-dialog').close('ok'); },
  }, ...accountLines(account), holder ? el('span', { class: 'line refused' }, `Already the account of ${holderName === holder ? holder : `${holderName} (${holder})`}`) : null))));
}

async function acceptAll() {
  const answered = open('accept-dialog');
  foresee();
  if (await answered !== 'ok') return;
  try {
    const done = await call('PUT', '/people/suggestions', { score: Number($('score').value) });
    await load();
    offerUndo(`${people(done.accepted)} mapped as suggested.`, done.revision);
  } catch (refused) {
    toast(refused.message);
  }
}

async function leaveAll() {
  await leaveTogether('/people/inactive-directories', 'Their directory is not active in Jira any more.', proposal => [
    proposal.directories.map(one => `${one.name}: ${people(one.people)}`
      + (one.settled ? `; ${people(one.settled)} with an account or a decision ${one.settled === 1 ? 'stays' : 'stay'} that way` : '')),
    proposal.creatable ? `For ${number(proposal.creatable)} of them Ferry could create an account instead.` : '',
  ]);
}

async function leaveInactive() {
  await leaveTogether('/people/inactive', 'They are inactive or removed in the source.', proposal => [
    [`Inactive or removed, without an account: ${people(proposal.people)}`],
    proposal.suggested ? `For ${number(proposal.suggested)} of them there is a suggestion: look at these first.` : '',
  ]);
}

/** A person decides about all people of a proposal at once, having read how many these are and what it means. */
async function leaveTogether(path, why, described) {
  let proposal;
  try {
    proposal = await call('GET', path);
  } catch (refused) {
    return toast(refused.message);
  }
  const [lines, note] = described(proposal);
  $('leave-all-title').textContent = `Leave ${people(proposal.people)} unmapped?`;
  $('leave-all-directories').replaceChildren(...lines.map(line => el('li', {}, line)));
  $('leave-all-creatable').textContent = note;
  $('leave-all-consequence').textContent = proposal.consequence;
  $('leave-all-reason').value = why;
  const answered = open('leave-all-dialog');
  $('leave-all-reason').select();
  const reason = $('leave-all-reason');
  if (await answered !== 'ok' || !reason.value.trim()) return;
  try {
    const done = await call('PUT', path, { people: proposal.people, reason: reason.value.trim() });
    await load();
    offerUndo(`${people(done.leftUnmapped)} left unmapped.`, done.revision);
  } catch (refused) {
    toast(refused.message);
    await load();
  }
}

function offerUndo(text, revision) {
  toast(text, 'Undo', async () => {
    const undone = await call('PUT', '/people/undone', { revision });
    await load();
    toast(`${people(undone.undone)} set back.`);
  });
}

async function foresee() {
  const score = Number($('score').value);
  if (!$('score').checkValidity()) return;
  try {
    const foreseen = await call('PUT', '/people/suggestions', { score, dryRun: true });
    if (score !== Number($('score').value)) return;
    $('foreseen').textContent = `${people(foreseen.accepted)} would be mapped`
      + (foreseen.leftOut ? `; ${number(foreseen.leftOut)} left out, since theirs is not clear.` : '.');
  } catch (refused) {
    $('foreseen').textContent = refused.message;
  }
}

/* --- decisions about many ----------------------------------------------------------------------------------------- */

function select(person, isSelected) {
  if (isSelected) view.selected.add(person.userKey);
  else view.selected.delete(person.userKey);
  view.wholeFilter = false;
  showSelection();
}

function selectAll(isSelected) {
  view.people.forEach((person, index) => {
    if (isSelected) view.selected.add(person.userKey);
    $(`person-${index}`).querySelector('.select').checked = isSelected;
  });
  if (!isSelected) view.selected.clear();
  view.wholeFilter = false;
  showSelection();
}

function showSelection() {
  const selected = view.wholeFilter ? view.total : view.selected.size;
  $('together').hidden = view.people.length === 0;
  $('select-all').checked = view.people.length > 0 && (view.wholeFilter || view.selected.size === view.people.length);
  $('selected').textContent = selected ? `${people(selected)} selected` : 'Nobody is selected';
  $('select-filter').hidden = view.wholeFilter || view.total <= view.people.length || view.selected.size < view.people.length;
  $('select-filter').textContent = `Select all ${people(view.total)} of this list`;
  document.querySelectorAll('#together [data-together]').forEach(button => { button.disabled = selected === 0; });
}

const TOGETHER = {
  ACCEPT: {
    title: n => `Accept the suggestions for ${people(n)}?`,
    text: 'For each of them the best suggestion is accepted: there is one best, nobody else has or is suggested that account, and it is active.',
    out: n => `${number(n)} selected ${n === 1 ? 'is' : 'are'} left out: decided already, or without a clear suggestion.`,
    button: 'Accept', done: n => `${people(n)} mapped as suggested.`,
  },
  LEAVE_UNMAPPED: {
    title: n => `Leave ${people(n)} unmapped?`,
    text: 'People who stay unmapped at the restore lose resources in the app permanently. An approver is asked first.',
    out: n => `${number(n)} selected ${n === 1 ? 'is' : 'are'} left out: they have an account or a decision already, and keep it.`,
    button: 'Leave unmapped', done: n => `${people(n)} left unmapped.`,
  },
  UNDO: {
    title: n => `Take back the decisions about ${people(n)}?`,
    text: 'What Ferry itself found stands again. For whoever has none then, Ferry creates an account where it can, once an approver agrees.',
    out: n => `About ${number(n)} selected nobody has decided.`,
    button: 'Take back', done: n => `The decisions about ${people(n)} were taken back.`,
  },
};

/** Asks Ferry first how many it would be, then the person, with that number. */
async function together(decision) {
  const said = TOGETHER[decision];
  const whom = view.wholeFilter ? { state: view.filter, q: view.search } : { userKeys: [...view.selected] };
  let foreseen;
  try {
    foreseen = await call('PUT', '/people/together', { decision, ...whom, dryRun: true });
  } catch (refused) {
    return toast(refused.message);
  }
  $('together-title').textContent = said.title(foreseen.people);
  $('together-text').textContent = said.text;
  $('together-out').textContent = foreseen.leftOut ? said.out(foreseen.leftOut) : '';
  const needsReason = decision === 'LEAVE_UNMAPPED';
  $('together-why').hidden = !needsReason;
  $('together-reason').required = needsReason;
  $('together-reason').value = needsReason ? view.lastReason || '' : '';
  $('together-yes').textContent = said.button;
  $('together-yes').disabled = foreseen.people === 0;
  const answered = open('together-dialog');
  if (needsReason) $('together-reason').select();
  const reason = $('together-reason');
  if (await answered !== 'ok' || (needsReason && !reason.value.trim())) return undefined;
  if (needsReason) view.lastReason = reason.value.trim();
  try {
    const done = await call('PUT', '/people/together', { decision, ...whom, people: foreseen.people, reason: reason.value.trim() || undefined });
    await load();
    if (decision === 'UNDO') toast(said.done(done.people));
    else offerUndo(said.done(done.people), done.revision);
  } catch (refused) {
    toast(refused.message);
    await load();
  }
  return undefined;
}

const acts = { accept, pick, leave, undo, select, focus: makeCurrent };

/* --- files ------------------------------------------------------------------------------------------------------- */

async function takeFile(path, title, told) {
  $('file').value = '';
  $('file').onchange = async () => {
    const file = $('file').files[0];
    if (!file) return;
    $('file-title').textContent = title;
    $('file-errors').replaceChildren();
    try {
      $('file-text').textContent = told(await call('PUT', path, file, 'text/csv'));
      view.trail = [null];
      await load();
    } catch (refused) {
      $('file-text').textContent = refused.problem.detail || refused.message;
      const errors = refused.problem.errors || [];
      if (errors.length) {
        $('file-errors').replaceChildren(el('table', {},
          el('thead', {}, el('tr', {}, ...['Line', 'Column', 'What is wrong'].map(text => el('th', { scope: 'col' }, text)))),
          el('tbody', {}, ...errors.map(error => el('tr', {},
            el('td', {}, String(error.line || '')), el('td', {}, error.column || ''), el('td', {}, error.message || error.expected || ''))))));
      }
    }
    open('file-dialog');
  };
  $('file').click();
}

/* --- what others do ---------------------------------------------------------------------------------------------- */

let looking = false;
async function lookAgain() {
  if (looking || document.visibilityState !== 'visible') return;
  looking = true;
  const loaded = loads;
  try {
    const changes = await call('GET', `/people/changes?since=${view.revision}`);
    await released();
    // The people were read anew meanwhile: the next look tells of what that did not.
    if (loaded !== loads || changes.revision === view.revision) return;
    if (areMatched(changes.counts) !== areMatched(view.counts)) return load();
    view.revision = changes.revision;
    showCounts(changes);
    if (changes.more) {
      banner('Many people were changed: matched again, or by a file.', 'Show them', () => load());
      return;
    }
    const theirs = changes.items.filter(person => {
      const shown = view.people.find(one => one.userKey === person.userKey);
      return shown && shown.revision < person.revision;
    });
    theirs.forEach(person => {
      person.note = person.changedBy ? `${person.changedBy} has just changed this.` : 'Ferry has just changed this.';
      put(person, 'theirs');
    });
    if (theirs.length) say(`${theirs[0].changedBy || 'Ferry'} changed ${theirs.length === 1 ? nameOf(theirs[0]) : people(theirs.length)}.`);
  } catch (unreachable) {
    if (unreachable.status === 0) banner('Ferry does not answer right now. What you see may be old.', 'Try again', () => load());
  } finally {
    looking = false;
  }
}

/* --- small things ------------------------------------------------------------------------------------------------ */

function say(text) { $('said').textContent = text; }

function banner(text, action, act) {
  $('banner').hidden = false;
  $('banner').replaceChildren(el('span', {}, text), el('button', { type: 'button', onclick: act }, action));
}

function hideBanner() { $('banner').hidden = true; }

function toast(text, action, act) {
  clearTimeout(undoing);
  $('toast').hidden = false;
  $('toast').replaceChildren(el('span', {}, text),
    action ? el('button', { type: 'button', onclick: () => { $('toast').hidden = true; act(); } }, action) : el('span'));
  undoing = setTimeout(() => { $('toast').hidden = true; }, action ? 20000 : 6000);
}

function later(act, pause) {
  let waiting;
  return () => { clearTimeout(waiting); waiting = setTimeout(act, pause); };
}

function turn(forwards) {
  if (forwards && !$('next').disabled) view.trail.push(view.people[view.people.length - 1].userKey);
  else if (!forwards && view.trail.length > 1) view.trail.pop();
  else return;
  load(true);
  window.scrollTo({ top: 0 });
}

function key(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
  if (event.target.closest('input, textarea, select')) return;
  if (event.key === '/') { event.preventDefault(); $('q').focus(); return; }
  if (event.key === '?') { open('keys-dialog'); return; }
  const onRow = event.target.closest('#rows tr');
  if (event.key === 'ArrowDown' && !onRow && event.target === document.body) { event.preventDefault(); focusRow(current); return; }
  if (!onRow) return;
  const person = view.people[current];
  const onButton = event.target.closest('button');
  const keys = {
    ArrowDown: () => focusRow(current + 1),
    ArrowUp: () => focusRow(current - 1),
    PageDown: () => turn(true),
    PageUp: () => turn(false),
    Enter: () => accept(person, 0),
    p: () => pick(person),
    l: () => leave(person),
    u: () => person.decision && undo(person),
    x: () => $(`person-${current}`).querySelector('.select').click(),
    n: () => {
      const next = view.people.findIndex((one, index) => index > current && !isSettled(one));
      if (next >= 0) focusRow(next);
      else turn(true);
    },
  };
  if (decides !== 'true') ['Enter', 'p', 'l', 'u', 'x'].forEach(name => delete keys[name]);
  const digit = decides === 'true' ? Number(event.key) : 0;
  const act = digit >= 1 && digit <= 5 ? () => accept(person, digit - 1) : keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act || (onButton && event.key === 'Enter')) return;
  event.preventDefault();
  act();
}

/* --- beginning --------------------------------------------------------------------------------------------------- */

const asked = new URLSearchParams(location.search);
if (FILTERS.some(([filter]) => filter === asked.get('show'))) view.filter = asked.get('show');
view.search = asked.get('q') || '';
$('q').value = view.search;

$('search').addEventListener('submit', event => { event.preventDefault(); focusRow(0); });
$('q').addEventListener('input', later(() => { view.search = $('q').value.trim(); view.trail = [null]; load(); }, 250));
$('q').addEventListener('keydown', event => { if (event.key === 'ArrowDown') { event.preventDefault(); focusRow(0); } });
$('pick-q').addEventListener('input', later(searchAccounts, 200));
$('pick-q').addEventListener('keydown', event => {
  const first = $('picks').querySelector('button:enabled');
  if (event.key === 'Enter') { event.preventDefault(); if (first) first.focus(); }
  if (event.key === 'ArrowDown' && first) { event.preventDefault(); first.focus(); }
});
$('picks').addEventListener('keydown', event => {
  const buttons = [...$('picks').querySelectorAll('button:enabled')];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const next = buttons.indexOf(document.activeElement) + step;
  (next < 0 ? $('pick-q') : buttons[Math.min(next, buttons.length - 1)]).focus();
});
$('score').addEventListener('input', later(foresee, 200));
$('accept-all').addEventListener('click', acceptAll);
$('leave-all').addEventListener('click', leaveAll);
$('leave-inactive').addEventListener('click', leaveInactive);
document.querySelectorAll('#together [data-together]').forEach(button => button.addEventListener('click', () => together(button.dataset.together)));
$('select-all').addEventListener('change', event => selectAll(event.target.checked));
$('select-filter').addEventListener('click', () => { view.wholeFilter = true; showSelection(); $('selected').focus(); });
$('keys').addEventListener('click', () => open('keys-dialog'));
$('previous').addEventListener('click', () => turn(false));
$('next').addEventListener('click', () => turn(true));
$('upload').addEventListener('click', () => takeFile('/mapping.csv', 'Mapping table',
  answer => `Taken over: the decisions about ${people(answer.changed)} changed.`));
$('addresses').addEventListener('click', () => takeFile('/accounts.csv', 'User list of the organisation',
  answer => `Read: ${accounts(answer.accounts)}; ${number(answer.addresses)} of this site got an address that it hides. `
    + `${people(answer.counts.undecided)} left to decide.`));
document.querySelectorAll('[data-close]').forEach(button => button.addEventListener('click', () => button.closest('dialog').close('')));
document.addEventListener('click', event => {
  document.querySelectorAll('details.menu[open]').forEach(menu => { if (!menu.contains(event.target) || event.target.closest('a, li button')) menu.open = false; });
});
document.addEventListener('keydown', key);
document.addEventListener('keydown', event => {
  const menu = document.querySelector('details.menu[open]');
  if (event.key === 'Escape' && menu) { menu.open = false; menu.querySelector('summary').focus(); }
});
document.addEventListener('visibilitychange', lookAgain);
setInterval(lookAgain, LOOK_AGAIN);
load();
