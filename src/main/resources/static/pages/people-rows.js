// The rows of the user mapping: who somebody was, who it is in the cloud, and what can be decided.
import { el } from './dom.js';
import { time } from './times.js';

const STATES = {
  MATCHED: ['Matched', 'good'],
  MAPPED_MANUALLY: ['Mapped by hand', 'good'],
  CREATED: ['Account created', 'good'],
  LEFT_UNMAPPED: ['Left unmapped', 'warn'],
  CONFLICT: ['Conflict', 'bad'],
  SUGGESTED: ['Suggestion', 'warn'],
  UNMATCHED: ['Nobody found', 'warn'],
};
const POLICIES = {
  'same-address': 'Same e-mail address',
  'same-address-in-renamed-domain': 'Same e-mail address in the renamed domain',
};
const SOURCES = {
  ORGANISATION: 'address from the organisation',
  ADMIN_EXPORT: 'address from the exported user list',
  CREATED_BY_FERRY: 'created by Ferry',
  CONFIRMED_BY_SITE: 'confirmed by the site',
};

export const number = n => n.toLocaleString('en');
export const people = n => n === 1 ? '1 person' : `${number(n)} people`;
export const nameOf = person => person.displayName || person.userName;
export const isSettled = person => !['CONFLICT', 'SUGGESTED', 'UNMATCHED'].includes(person.state);

/**
 * A person's row.
 *
 * @param act what is done by {accept, pick, leave, undo, focus}
 */
export function row(person, index, isCurrent, act) {
  const id = `person-${index}`;
  return el('tr', {
    role: 'row', id, tabindex: isCurrent ? 0 : -1, 'data-key': person.userKey, 'aria-label': `${nameOf(person)}, ${STATES[person.state][0]}`,
    onfocus: () => act.focus(index),
    onfocusin: () => act.focus(index),
  }, source(person), target(person, act), decide(person, act));
}

function source(person) {
  const badges = [
    person.removed && el('span', { class: 'badge' }, 'Removed from Jira'),
    person.inactiveDirectory && el('span', { class: 'badge' }, `Inactive directory: ${person.inactiveDirectory}`),
    !person.active && !person.removed && !person.inactiveDirectory && el('span', { class: 'badge' }, 'Inactive'),
  ].filter(Boolean);
  return el('td', { role: 'cell' },
    badges.length ? el('div', { class: 'badges' }, ...badges) : null,
    el('span', { class: 'line who' }, nameOf(person)),
    el('span', { class: 'line quiet' }, person.userKey === person.userName ? person.userName : `${person.userName} (key ${person.userKey})`),
    el('span', { class: 'line' }, person.email || el('span', { class: 'quiet' }, 'no e-mail address')));
}

/** What is said of an account. */
export function accountLines(account) {
  return [
    el('span', { class: 'line who' }, account.displayName || account.accountId),
    el('span', { class: 'line' }, account.email || el('span', { class: 'quiet' }, 'hides the e-mail address')),
    SOURCES[account.source] ? el('span', { class: 'line quiet' }, SOURCES[account.source]) : null,
    account.active ? null : el('span', { class: 'line refused' }, 'deactivated'),
  ];
}

function target(person, act) {
  const [text, tone] = STATES[person.state];
  const decision = person.decision;
  return el('td', { role: 'cell' },
    el('div', { class: 'badges' }, el('span', { class: `badge ${tone}` }, text)),
    person.note ? el('p', { class: person.noteIsBad ? 'refused' : 'other' }, person.note) : null,
    ...(person.account ? accountLines(person.account) : []),
    person.account && !decision && POLICIES[person.policy] ? el('p', { class: 'quiet' }, POLICIES[person.policy]) : null,
    decision ? el('p', { class: 'quiet' }, `${decision.by}, `, time(decision.at), decision.reason ? `: ${decision.reason}` : '') : null,
    person.conflictText ? el('p', {}, person.conflictText) : null,
    person.state === 'UNMATCHED' ? el('p', {}, person.creatable
      ? 'No account fits. Ferry could create one.'
      : 'No account fits, and Ferry cannot create one: the person is inactive, or has no e-mail address of their own.') : null,
    !isSettled(person) && person.suggestions.length ? el('ul', { class: 'suggestions', 'aria-label': 'Suggestions, best first' },
      ...person.suggestions.map((suggestion, index) => el('li', {},
        el('span', { class: 'score', title: 'Score, 0 to 100', 'aria-label': `Score ${suggestion.score}` }, String(suggestion.score)),
        el('div', {}, ...accountLines(suggestion.account), el('span', { class: 'line quiet' }, suggestion.reason)),
        el('button', {
          type: 'button', 'data-accept': index, 'aria-label': `Accept ${suggestion.account.displayName || suggestion.account.accountId} for ${nameOf(person)}`,
          onclick: () => act.accept(person, index),
        }, 'Accept')))) : null);
}

function decide(person, act) {
  return el('td', { role: 'cell' }, el('div', { class: 'decide' },
    el('button', { type: 'button', 'data-pick': true, onclick: () => act.pick(person), 'aria-label': `Pick an account for ${nameOf(person)}` }, person.account ? 'Pick another…' : 'Pick account…'),
    person.state === 'LEFT_UNMAPPED' ? null : el('button', { type: 'button', 'data-leave': true, onclick: () => act.leave(person), 'aria-label': `Leave ${nameOf(person)} unmapped` }, 'Leave unmapped…'),
    person.decision ? el('button', { type: 'button', 'data-undo': true, onclick: () => act.undo(person), 'aria-label': `Undo the decision about ${nameOf(person)}` }, 'Undo') : null));
}
