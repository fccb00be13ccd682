// Shows times in the reader's zone, in the form that Ferry itself writes: 7 Nov 2026, 02:05:09 UTC. The tooltip keeps UTC.
const FORMAT = {
  day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
  timeZoneName: 'short',
};
const LOCAL = new Intl.DateTimeFormat('en', FORMAT);
const UTC = new Intl.DateTimeFormat('en', { ...FORMAT, timeZone: 'UTC' });

function written(format, at) {
  const part = Object.fromEntries(format.formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
  return `${part.day} ${part.month} ${part.year}, ${part.hour}:${part.minute}:${part.second} ${part.timeZoneName}`;
}

/** Rewrites every time below the element or document given. */
export function localize(root) {
  for (const time of root.querySelectorAll('time[datetime]')) {
    time.textContent = written(LOCAL, time.dateTime);
  }
}

/** An element that shows the moment given in ISO 8601. */
export function time(at) {
  const element = document.createElement('time');
  element.dateTime = at;
  element.title = written(UTC, at);
  element.textContent = written(LOCAL, at);
  return element;
}

localize(document);
