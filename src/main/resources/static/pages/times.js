// Shows times in the reader's zone; the tooltip keeps UTC.
const LOCAL = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

/** Rewrites every time below the element or document given. */
export function localize(root) {
  for (const time of root.querySelectorAll('time[datetime]')) {
    time.textContent = LOCAL.format(new Date(time.dateTime));
  }
}

localize(document);
