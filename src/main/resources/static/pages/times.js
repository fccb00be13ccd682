// Shows times in the reader's zone; the tooltip keeps UTC.
const FORMAT = { dateStyle: 'medium', timeStyle: 'medium' };
const LOCAL = new Intl.DateTimeFormat('en-GB', FORMAT);
const UTC = new Intl.DateTimeFormat('en-GB', { ...FORMAT, timeZone: 'UTC' });

/** Rewrites every time below the element or document given. */
export function localize(root) {
  for (const time of root.querySelectorAll('time[datetime]')) {
    time.textContent = LOCAL.format(new Date(time.dateTime));
  }
}

/** An element that shows the moment given in ISO 8601. */
export function time(at) {
  const element = document.createElement('time');
  element.dateTime = at;
  element.title = `${UTC.format(new Date(at))} UTC`;
  element.textContent = LOCAL.format(new Date(at));
  return element;
}

localize(document);
