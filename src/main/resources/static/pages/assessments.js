// The page of assessments: begins one, and shows the page anew while one is under way.
import { call } from './api.js';
import { $, refused } from './dom.js';

const PAUSE = 5_000;
const fields = [...document.querySelectorAll('#assess [data-field]')];
const value = id => $(id).value.trim() || null;

/** Says at each field what is wrong with it; what belongs to no field is said above the button. */
function show(wrong) {
  for (const field of fields) {
    const own = wrong.filter(each => each.field === field.id);
    $(`${field.id}-error`).hidden = own.length === 0;
    $(`${field.id}-error`).textContent = own.map(each => `Expected: ${each.expected}.`).join(' ');
    if (own.length) field.setAttribute('aria-invalid', 'true');
    else field.removeAttribute('aria-invalid');
  }
  const others = wrong.filter(each => !fields.some(field => field.id === each.field));
  refused(others.length
    ? `Not begun. ${others.map(each => `${each.field}: expected is ${each.expected}.`).join(' ')}`
    : wrong.length ? 'Not begun: correct the fields that are marked.' : '');
  fields.find(field => field.getAttribute('aria-invalid'))?.focus();
}

async function assess(event) {
  event.preventDefault();
  show([]);
  const button = event.target.querySelector('button');
  button.disabled = true;
  const hasTarget = value('target.url') || value('target.credential');
  try {
    await call(
      'POST',
      '/api/assessments',
      JSON.stringify({
        app: value('app'),
        source: { url: value('source.url'), credential: value('source.credential'), bigPictureCredential: value('source.bigPictureCredential') },
        target: hasTarget ? { url: value('target.url'), credential: value('target.credential') } : null,
      }),
      { 'Content-Type': 'application/json' });
    location.reload();
  } catch (failure) {
    const wrong = failure.problem?.errors ?? [];
    if (wrong.length) show(wrong);
    else refused(failure.message);
    button.disabled = false;
  }
}

/** What somebody is typing stays: the page is shown anew only while the form is untouched. */
const isUntouched = () => !$('assess') || [...$('assess').querySelectorAll('input, select:not(#app)')].every(input => !input.value);

$('assess')?.addEventListener('submit', assess);
if ($('kept').dataset.runs === 'true') {
  setInterval(async () => {
    const running = (await (await call('GET', '/api/assessments')).json()).some(each => each.state === 'RUNNING');
    if (!running && isUntouched()) location.reload();
    else if (!running) $('status').textContent = 'It has ended: load this page anew to see it.';
  }, PAUSE);
}
