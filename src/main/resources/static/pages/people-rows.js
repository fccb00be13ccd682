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
/** Why nobody was found: each reason leaves something else to do. */
function nobody(person, hidden) {
  const gone = person.removed || !person.active || person.inactiveDirectory;
  if (!person.email) {
    return ['No e-mail address', 'Jira has no e-mail address of this person, and no account has a similar name. '
      + (gone ? 'The person cannot sign in to Jira any more.' : 'Pick the account, or give the person an address in Jira: without one Ferry can create none.')];
  }
  if (gone) {
    return ['Inactive, no account', 'No account has this e-mail address or a similar name. The person cannot sign in to Jira any more, '
      + 'so Ferry creates no account: leave unmapped, or pick one.'];
  }
  if (!person.creatable) {
    return ['Unusable e-mail address', 'This e-mail address cannot receive mail, so no account can have it. Pick the account, or correct the address in Jira.'];
  }
  return ['Address not in the cloud', 'No account shows this e-mail address, and none has a similar name. '
    + (hidden ? `${hidden === 1 ? '1 account hides its address' : `${number(hidden)} accounts hide their address`}: it may be one of them. ` : '')
    + 'Ferry could create one.'];
}

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
export function row(person, index, isCurrent, act, { selected = false, hidden = 0 } = {}) {
  const id = `person-${index}`;
  return el('tr', {
    role: 'row', id, tabindex: isCurrent ? 0 : -1, 'data-key': person.userKey, 'aria-label': `${nameOf(person)}, ${STATES[person.state][0]}`,
    onfocus: () => act.focus(index),
    onfocusin: () => act.focus(index),
  }, source(person, act, selected), target(person, act, hidden), decide(person, act));
}

function source(person, act, selected) {
  const badges = [
    person.removed && el('span', { class: 'badge' }, 'Removed from Jira'),
    person.inactiveDirectory && el('span', { class: 'badge' }, `Inactive directory: ${person.inactiveDirectory}`),
    !person.active && !person.removed && !person.inactiveDirectory && el('span', { class: 'badge' }, 'Inactive'),
  ].filter(Boolean);
  const box = el('input', {
    type: 'checkbox', class: 'select', 'aria-label': `Select ${nameOf(person)}`, onchange: event => act.select(person, event.target.checked),
  });
  box.checked = selected;
  return el('td', { role: 'cell' },
    box,
    badges.length ? el('div', { class: 'badges' }, ...badges) : null,
    el('span', { class: 'line who' }, nameOf(person)),
    el('span', { class: 'line quiet' }, person.userKey === person.userName ? person.userName : `${person.userName} (key ${person.userKey})`),
    el('span', { class: 'line' }, person.email || el('span', { class: 'quiet' }, 'no e-mail address')));
}

/** With whom somebody conflicts, by name. */
function others({ others: named, people: all }) {
  const more = all - 1 - named.length;
  return `With ${named.map(other => `${other.name} (${other.userName})`).join(', ')}${more > 0 ? `, and ${number(more)} more` : ''}.`;
}

/** What a group of people conflicts over; null where nobody conflicts with anybody else. */
export function groupTitle(person) {
  const group = person.conflictGroup;
  if (!group || group.people < 2) return null;
  return person.conflict === 'SHARED_ADDRESS'
    ? `${people(group.people)} share the e-mail address ${person.email}`
    : `${people(group.people)} lead to the same account`;
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

function target(person, act, hidden) {
  const [reason, why] = person.state === 'UNMATCHED' ? nobody(person, hidden) : [];
  const [text, tone] = reason ? [reason, 'warn'] : STATES[person.state];
  const decision = person.decision;
  return el('td', { role: 'cell' },
    el('div', { class: 'badges' }, el('span', { class: `badge ${tone}` }, text)),
    person.note ? el('p', { class: person.noteIsBad ? 'refused' : 'other' }, person.note) : null,
    ...(person.account ? accountLines(person.account) : []),
    person.account && !decision && POLICIES[person.policy] ? el('p', { class: 'quiet' }, POLICIES[person.policy]) : null,
    decision ? el('p', { class: 'quiet' }, `${decision.by}, `, time(decision.at), decision.reason ? `: ${decision.reason}` : '') : null,
    person.conflictText ? el('p', {}, person.conflictText) : null,
    person.state === 'CONFLICT' && person.conflictGroup?.others.length ? el('p', {}, others(person.conflictGroup)) : null,
    why ? el('p', {}, why) : null,
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
