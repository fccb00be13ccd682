// The page of the runbook: keeps the plan that is shown. The page may be put in place anew at any time, so the document listens.
import { call } from './api.js';
import { $ } from './dom.js';

async function keep(button) {
  button.disabled = true;
  $('keep-refused').hidden = true;
  try {
    await call(
      'PUT', button.dataset.api, JSON.stringify({ start: button.dataset.start, zone: button.dataset.zone }),
      { 'Content-Type': 'application/json' });
    location.assign(location.pathname);
  } catch (failure) {
    $('keep-refused').textContent = failure.message;
    $('keep-refused').hidden = false;
    button.disabled = false;
  }
}

document.addEventListener('click', event => {
  if (event.target.id === 'keep') keep(event.target);
});
