/*
 * The page where an approver confirms: sends what was typed together with which task was shown, and what.
 */
import { call } from './api.js';
import { $, refused } from './dom.js';

const page = $('approval');

async function confirm(event) {
  event.preventDefault();
  refused('');
  const button = event.target.querySelector('button');
  button.disabled = true;
  try {
    await call(
      'POST',
      page.dataset.api,
      JSON.stringify({
        task: page.dataset.task,
        shown: page.dataset.shown,
        typedWord: $('word').value,
        typedUnmapped: $('unmapped')?.value,
        allActionsDone: $('actions')?.checked,
        reason: $('reason').value,
      }),
      { 'Content-Type': 'application/json' });
    $('confirm').closest('section').hidden = true;
    $('done').hidden = false;
    $('done').focus();
  } catch (failure) {
    const field = failure.problem?.errors?.[0]?.field;
    refused(field ? `Not confirmed yet. Expected: ${failure.message}.` : failure.message);
    ({ typedWord: $('word'), typedUnmapped: $('unmapped'), allActionsDone: $('actions'), reason: $('reason') })[field]?.focus();
  } finally {
    button.disabled = false;
  }
}

if (page) $('confirm').addEventListener('submit', confirm);
