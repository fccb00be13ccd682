// Ends the session, here and where the person signed in.
import { call } from './api.js';
import { $ } from './dom.js';

$('sign-out').addEventListener('click', async () => {
  const answer = await call('POST', '/sign-out');
  location.assign((await answer.text()) || '/');
});
