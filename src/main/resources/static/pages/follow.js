// Keeps a page of Ferry up to date while somebody looks at it: asks for the page itself and puts its main part in place.
import { released } from './dom.js';
import { localize } from './times.js';

const PAUSE = 10_000;
const LONGEST = 120_000;
let pause = PAUSE;
let timer = 0;

const main = () => document.querySelector('main');
const isSelecting = () => {
  const selection = getSelection();
  return selection !== null && !selection.isCollapsed && main().contains(selection.anchorNode);
};

/** What somebody has typed or chosen stays until it is sent. */
const isFillingIn = () => document.activeElement?.matches('main input, main select, main textarea') ?? false;

function put(fresh) {
  localize(fresh);
  document.getElementById('as-of').replaceWith(document.importNode(fresh.getElementById('as-of'), true));
  document.title = fresh.title;
  if (fresh.querySelector('main').innerHTML === main().innerHTML) return;
  const focused = document.activeElement?.closest('main a')?.getAttribute('href');
  main().replaceWith(document.importNode(fresh.querySelector('main'), true));
  if (focused) main().querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

/** Shows the page as it is now. A click meanwhile is not lost, as it would be if the page were loaded anew. */
export async function refresh() {
  if (document.hidden || isSelecting() || isFillingIn()) return next();
  try {
    const answer = await fetch(location.href, { headers: { Accept: 'text/html' }, signal: AbortSignal.timeout(20_000) });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    await released();
    if (isSelecting() || isFillingIn()) return next();
    put(fresh);
    pause = PAUSE;
    document.getElementById('stale').hidden = true;
  } catch {
    pause = Math.min(pause * 2, LONGEST);
    document.getElementById('stale').hidden = false;
  }
  next();
}

function next() {
  clearTimeout(timer);
  // Nobody looks: nothing is asked until somebody does.
  if (!document.hidden) timer = setTimeout(refresh, pause);
}

// A page that does not follow, such as a report, may have this for its own parts.
if (document.getElementById('as-of')) {
  document.addEventListener('visibilitychange', () => {
    clearTimeout(timer);
    if (!document.hidden) {
      pause = PAUSE;
      refresh();
    }
  });
  next();
}
