// The page of assessments: begins one, and shows the page anew while one is under way.
import { call } from './api.js';
import { $, refused } from './dom.js';

const PAUSE = 5_000;
const FIELDS = {
  app: 'app',
  'source.url': 'source',
  'source.credential': 'source-credential',
  'source.bigPictureCredential': 'source-app',
  'target.url': 'target',
  'target.credential': 'target-credential',
};

const value = id => $(id).value.trim();

async function assess(event) {
  event.preventDefault();
  refused('');
  const button = event.target.querySelector('button');
  button.disabled = true;
  try {
    await call(
      'POST',
      '/api/assessments',
      JSON.stringify({
        app: value('app'),
        source: { url: value('source'), credential: value('source-credential'), bigPictureCredential: value('source-app') || null },
        target: value('target') ? { url: value('target'), credential: value('target-credential') } : null,
      }),
      { 'Content-Type': 'application/json' });
    location.reload();
  } catch (failure) {
    const wrong = failure.problem?.errors ?? [];
    refused(wrong.length
      ? `Not begun. ${wrong.map(each => `${$(FIELDS[each.field])?.labels?.[0]?.textContent ?? each.field}: expected is ${each.expected}.`).join(' ')}`
      : failure.message);
    $(FIELDS[wrong[0]?.field])?.focus();
    button.disabled = false;
  }
}

/** What somebody is typing stays: the page is shown anew only while the form is untouched. */
const isUntouched = () => !$('assess') || [...$('assess').querySelectorAll('input')].every(input => !input.value);

$('assess')?.addEventListener('submit', assess);
if ($('kept').dataset.runs === 'true') {
  setInterval(async () => {
    const running = (await (await call('GET', '/api/assessments')).json()).some(each => each.state === 'RUNNING');
    if (!running && isUntouched()) location.reload();
    else if (!running) $('status').textContent = 'It has ended: load this page anew to see it.';
  }, PAUSE);
}
