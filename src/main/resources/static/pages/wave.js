// The page of one wave: what people do with it. The page keeps itself up to date, so nothing here holds on to its parts.
import { call } from './api.js';
import { el } from './dom.js';
import { refresh } from './follow.js';

/** Asks once more, in a dialog beside what is put in place anew. */
function confirmed(button) {
  const dialog = el('dialog', { 'aria-labelledby': 'sure-title' },
    el('form', { method: 'dialog' },
      el('h2', { id: 'sure-title' }, `${button.textContent.replace('…', '')}?`),
      el('p', {}, button.dataset.question),
      el('div', { class: 'actions' },
        el('button', { value: '' }, 'Not now'),
        el('button', { value: 'ok', class: 'primary' }, button.textContent.replace('…', '')))));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise(resolve => dialog.addEventListener('close', () => {
    dialog.remove();
    resolve(dialog.returnValue === 'ok');
  }, { once: true }));
}

function refused(text) {
  document.getElementById('act-refused')?.remove();
  document.querySelector('main').before(el('p', { id: 'act-refused', class: 'note bad', role: 'alert' }, text));
}

document.addEventListener('click', async event => {
  const button = event.target.closest('button[data-act]');
  if (!button) return;
  if (button.dataset.question && !(await confirmed(button))) {
    button.focus();
    return;
  }
  button.disabled = true;
  try {
    await call('POST', button.dataset.act);
    document.getElementById('act-refused')?.remove();
    await refresh();
  } catch (failure) {
    refused(failure.message);
  }
  button.disabled = false;
});
