// What the pages share. Every text that comes from the engine is put in as text, never as HTML.

/**
 * Asks the engine.
 * @returns JSON or text as it answers; null if it answers nothing
 * @throws Error with a sentence for people
 */
export async function ask(method, path, body) {
  let answer;
  try {
    const content = body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
    answer = await fetch(path, { method, ...content, signal: AbortSignal.timeout(15_000) });
  } catch {
    throw Object.assign(new Error('The local engine does not answer. Is it still running?'), { offline: true });
  }
  const type = answer.headers.get('Content-Type') ?? '';
  if (!answer.ok) {
    const problem = type.includes('json') ? await answer.json() : {};
    throw new Error(sentence(problem.detail ?? `The local engine answered with the status ${answer.status}`));
  }
  return answer.status === 204 ? null : type.includes('json') ? answer.json() : answer.text();
}

/** Searches, and gives the answer's items; its total as their `total`. */
export async function search(path, filter = {}, sort = [], limit = 1000) {
  const { items, page } = await ask('POST', path, { filter, sort, page: { limit } });
  return Object.assign(items, { total: page.totalItems });
}

function sentence(text) {
  const all = String(text).trim();
  return all.charAt(0).toUpperCase() + all.slice(1) + (/[.!?]$/.test(all) ? '' : '.');
}

/** Makes an element. Attributes that begin with "on" are listeners; false and null are left out; children are texts or nodes. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (value !== false && value != null) element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.filter(child => child != null));
  return element;
}

/** A button that says what went wrong, and does nothing while its action still runs. */
export function button(label, action, attributes = {}) {
  let busy = false;
  return el('button', { type: 'button', ...attributes, onclick: async () => {
    if (busy) return;
    busy = true;
    say('problem', '');
    say('message', '');
    try {
      await action();
    } catch (failure) {
      say('problem', failure.message);
    } finally {
      busy = false;
    }
  } }, label);
}

/** A labelled choice of a filter; it stands in the page's address, so that it outlasts a reload. */
export function choice(label, name, options, onchange) {
  const id = `choice-${name}`;
  const select = el('select', { id, onchange: () => {
    const query = new URLSearchParams(location.search);
    query.set(name, select.value);
    history.replaceState(null, '', `?${query}`);
    onchange();
  } });
  const chosen = chosenIn(name);
  select.append(...Object.entries(options).map(([value, text]) =>
    el('option', { value, selected: value === chosen }, text)));
  return el('span', {}, el('label', { for: id }, label), ' ', select);
}

/** What was chosen in a filter; undefined if nothing was. */
export const chosenIn = name => new URLSearchParams(location.search).get(name) ?? undefined;

/** A table that turns into cards where there is no room. Columns: heading, and what makes the cell's content of a row. */
export function table(caption, columns, rows) {
  return el('table', { class: 'list', role: 'table' },
    el('caption', {}, caption),
    el('thead', { role: 'rowgroup' }, el('tr', { role: 'row' },
      ...columns.map(([heading]) => el('th', { role: 'columnheader', scope: 'col' }, heading)))),
    el('tbody', { role: 'rowgroup' }, ...rows.map(row => el('tr', { role: 'row' },
      ...columns.map(([heading, cell]) => el('td', { role: 'cell', 'data-label': heading }, cell(row) ?? '–'))))));
}

/** How many were found, for the caption of a table; and how many of them are shown, if not all. */
export const shownOf = (found, what) => `${found.total} ${what}${found.total === 1 ? '' : 's'}`
  + (found.total > found.length ? `, the first ${found.length} are shown` : '');

/** A list of names and what they stand for. */
export const facts = entries => el('dl', {}, ...entries.filter(([, what]) => what != null)
  .map(([name, what]) => el('div', {}, el('dt', {}, name), el('dd', {}, what))));

export const badge = (text, kind) => el('span', { class: `badge ${kind}` }, text);

const MOMENT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
const EXACTLY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'long' });

/** A moment in the reader's time zone; null without one. */
export function moment(text) {
  if (!text) return null;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? text
    : el('time', { datetime: date.toISOString(), title: EXACTLY.format(date) }, MOMENT.format(date));
}

/** Fills one of the places for messages: problem, message or offline. An empty text takes it away. */
export function say(place, text, link) {
  const element = document.getElementById(place);
  element.hidden = !text;
  if (element.textContent !== text) element.replaceChildren(text, ...(link ? [' ', link] : []));
}

/** Goes to another page, which says what was done. */
export function goTo(path, message, link) {
  sessionStorage.setItem('message', JSON.stringify({ message, link }));
  location.assign(path);
}

const drawn = new WeakMap();

/** Draws a part of the page anew if what it shows has changed, and keeps the focus where it was. */
export function redraw(part, shown, draw) {
  const now = JSON.stringify(shown);
  if (drawn.get(part) === now) return;
  drawn.set(part, now);
  const focused = part.contains(document.activeElement) ? document.activeElement.id : '';
  part.replaceChildren(...[draw()].flat());
  if (focused) document.getElementById(focused)?.focus();
}

/** Looks at once, and then every two seconds while the page is visible. Returns what looks at once again. */
export function keepLooking(look) {
  let timer;
  let last = Promise.resolve();
  const once = async () => {
    try {
      if (!document.hidden) await look();
      say('offline', '');
    } catch (failure) {
      say('offline', failure.offline ? `${failure.message} This page tries again every two seconds.` : failure.message);
    }
    clearTimeout(timer);
    timer = setTimeout(now, 2000);
  };
  const now = () => last = last.then(once);
  document.addEventListener('visibilitychange', now);
  now();
  return now;
}

/** Sets title and heading, and adds the parts of the page. */
export function show(title, ...parts) {
  document.title = `${title} – ${document.title}`;
  document.getElementById('main').append(el('h1', {}, title), ...parts);
}

/** The styles of the forms ask for the theme by this name. */
function followTheme() {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const follow = () => { document.documentElement.dataset.carbonTheme = dark.matches ? 'g100' : 'g10'; };
  dark.addEventListener('change', follow);
  follow();
}

/** Runs the page's code for the path; its patterns' groups reach the code. */
export async function route(pages) {
  followTheme();
  addEventListener('error', event => say('problem', sentence(`This page failed: ${event.message}`)));
  document.querySelectorAll('header a').forEach(link =>
    link.pathname === location.pathname && link.setAttribute('aria-current', 'page'));
  const { message, link } = JSON.parse(sessionStorage.getItem('message') ?? '{}');
  sessionStorage.removeItem('message');
  if (message) say('message', message, link && el('a', { href: link.path }, link.text));
  try {
    const me = await ask('GET', '/v2/authentication/me');
    document.getElementById('me').textContent = `Signed in as ${me.displayName || me.username}`;
    for (const [pattern, page] of pages) {
      const found = pattern.exec(location.pathname);
      if (found) return await page(me, ...found.slice(1));
    }
    say('problem', 'There is no such page.');
  } catch (failure) {
    say('problem', failure.message);
  }
}
