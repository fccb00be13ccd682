/*
 * The page of one file: uploads it piece by piece (tus 1.0.0), resumes after whatever breaks, and shows what Ferry has.
 * What has been uploaded is asked of Ferry, never remembered here: another browser, or this one tomorrow, resumes in the same way.
 */
import { Refused, call } from './api.js';
import { $, open, toTasklist } from './dom.js';
import { time as moment } from './times.js';
import { ends, markOf, metadata, piece, tus } from './tus.js';
import { Pace } from './pace.js';
import { about, exactly, size } from './units.js';

const { api, what } = document.querySelector('[data-api]').dataset;
const PAUSES = [1000, 2000, 4000, 8000, 15000];
const LOOK_AGAIN = 5000;
const LOOK_SOON = 500;

let status = null;
let sending = null;

const capital = text => text.charAt(0).toUpperCase() + text.slice(1);

/* ---- What is shown ---- */

function refused(problem) {
  $('refused').hidden = !problem;
  if (problem) {
    $('refused-title').textContent = problem.title || 'Ferry refused this.';
    $('refused-text').textContent = problem.whatToDo || problem.detail || '';
    $('refused').scrollIntoView({ block: 'nearest' });
  }
}

function trouble(text) {
  $('trouble').hidden = !text;
  $('trouble').textContent = text || '';
}

function show(now) {
  const before = status;
  status = now;
  const file = now.file;
  $('there').hidden = !file;
  if (file) {
    $('there-title').textContent = now.taken ? `${capital(what)}: the one of this migration` : 'Uploaded';
    $('there-name').textContent = file.name;
    $('there-size').textContent = exactly(file.bytes);
    $('there-hash').textContent = file.sha256;
    $('there-next').replaceChildren(...now.taken
      ? ['Exactly this file is used further on.']
      : what === 'safety dump'
        ? ['It is kept. Nothing else is to do here.']
        : ['Now go back to ', toTasklist('the task in Tasklist'), ' and complete it.']);
    $('download').href = file.content;
    document.querySelectorAll('.file').forEach(span => { span.textContent = `'${file.name.replaceAll("'", "'\\''")}'`; });
    $('curl').textContent = `'${location.origin}${file.content}'`;
    if (before && (!before.file || before.file.id !== file.id)) {
      $('said').textContent = `${file.name} has been uploaded.`;
    }
  }
  const coming = now.coming;
  $('coming').hidden = !coming;
  if (coming && !sending) {
    showComing(coming);
  }
  $('closed').hidden = !now.closed;
  if (now.closed) {
    $('closed-title').textContent = now.closed.title;
    $('closed-text').textContent = now.closed.whatToDo;
  }
  const wholeOrFetched = coming && (coming.source !== 'UPLOAD' || coming.received === coming.bytes);
  $('give').hidden = Boolean(now.closed) || Boolean(sending) || wholeOrFetched;
  $('give-title').textContent = coming ? 'Resume' : file && !now.taken ? 'Replace it' : 'Upload';
  $('by-path').hidden = Boolean(coming) || now.folders.length === 0;
  $('by-address').hidden = Boolean(coming);
  $('folders').textContent = `It must lie in ${now.folders.join(' or ')}, as Ferry's machine sees it.`;
  $('places').textContent = now.places.length
    ? `Ferry fetches files from ${now.places.join(', ')}.`
    : 'No place is allowed yet: the operator sets ferry.uploads.s3-stores or ferry.uploads.address-hosts.';
  // Only news: what this page itself refused meanwhile stays to be read.
  if (!sending && JSON.stringify(now.refused) !== JSON.stringify(before ? before.refused : null)) refused(now.refused);
}

const left = coming => coming.timeLeftWords ? ` · ${coming.timeLeftWords}` : '';

function showComing(coming) {
  const whole = coming.received === coming.bytes;
  const share = coming.bytes ? coming.received / coming.bytes : 0;
  $('bar').value = whole ? coming.hashed / coming.bytes : share;
  $('stop').hidden = $('again').hidden = true;
  trouble('');
  if (whole) {
    $('coming-title').textContent = `“${coming.name}” has been uploaded: Ferry is checking it`;
    $('numbers').textContent = `Fingerprint: ${size(coming.hashed)} of ${size(coming.bytes)}`;
    $('keep').textContent = '';
  } else if (coming.source === 'UPLOAD') {
    $('coming-title').textContent = `“${coming.name}” is unfinished`;
    $('numbers').textContent = `${size(coming.received)} of ${size(coming.bytes)} uploaded (${Math.floor(share * 100)} %)${left(coming)}`;
    $('keep').replaceChildren('To resume, choose the same file again below, in any browser. What has been uploaded is kept until ', moment(coming.expiresAt), '.');
  } else {
    $('coming-title').textContent = `Ferry ${coming.source === 'FOLDER' ? 'copies' : 'fetches'} “${coming.name}”`;
    $('numbers').textContent = `${size(coming.received)} of ${size(coming.bytes)}${left(coming)}`;
    $('keep').textContent = 'This page may be closed meanwhile.';
  }
}

function showSending() {
  const now = performance.now();
  sending.pace.moved(now, sending.at);
  const left = sending.pace.left(now, sending.file.size);
  const parts = [`${size(sending.at)} of ${size(sending.file.size)}`];
  if (sending.pace.speed > 0) parts.push(`${size(sending.pace.speed)}/s`);
  if (left !== null) parts.push(`${about(left)} left`);
  $('coming').hidden = false;
  $('coming-title').textContent = `Uploading “${sending.file.name}”`;
  $('bar').value = sending.at / sending.file.size;
  $('numbers').textContent = parts.join(' · ');
  $('keep').textContent = 'Keep this page open. If it closes, open it again and choose the same file: the upload resumes.';
  $('stop').hidden = false;
}

async function look() {
  try {
    show(await (await call('GET', api)).json());
    if (!sending) trouble('');
  } catch (failed) {
    if (!status) refused(failed.problem);
    else if (!sending && !$('coming').hidden) trouble('Ferry does not answer right now. What has been uploaded is kept.');
  }
  return status;
}

async function watch() {
  for (;;) {
    if (!sending && !document.hidden) await look();
    const soon = status && status.coming && (status.coming.source !== 'UPLOAD' || status.coming.received === status.coming.bytes);
    await pause(soon ? LOOK_SOON : LOOK_AGAIN);
  }
}

const pause = ms => new Promise(done => setTimeout(done, ms));

async function ask(title, text, yes) {
  $('ask-title').textContent = title;
  $('ask-text').textContent = text;
  $('ask-yes').textContent = yes;
  return await open('ask') === 'yes';
}

/* ---- Uploading ---- */

async function uploadFile(file) {
  if (sending) return;
  refused(null);
  try {
    const now = await look();
    if (!now || now.closed) return;
    let upload = null;
    let replace = false;
    if (now.coming && now.coming.mark === markOf(file) && now.coming.bytes === file.size) {
      upload = now.coming.upload;
    } else {
      if (file.size > 0) {
        await call('POST', `${api}/look?bytes=${file.size}`, await ends(file), { 'Content-Type': 'application/octet-stream' });
      }
      if (now.coming) {
        if (!await ask('Another file is unfinished', `“${now.coming.name}” has been uploaded to ${Math.floor(now.coming.received / now.coming.bytes * 100)} %. Discard it, and upload “${file.name}”?`, 'Discard')) return;
        await tus('DELETE', now.coming.upload);
      }
      if (now.file && !now.taken) {
        if (!await ask('Replace the file?', `“${now.file.name}” has already been uploaded. Put “${file.name}” in its place?`, 'Replace')) return;
        replace = true;
      }
      const begun = await tus('POST', `${api}/uploads?replace=${replace}`, {
        'Upload-Length': String(file.size),
        'Upload-Metadata': metadata(file),
      });
      upload = begun.headers.get('Location');
      status.refused = null;
    }
    await send(file, upload);
  } catch (failed) {
    refused(failed instanceof Refused ? failed.problem : {
      title: `The browser cannot read “${file.name}”.`,
      detail: 'Was it moved, changed or opened elsewhere? Choose it again.',
    });
  }
  await look();
}

async function send(file, upload) {
  sending = { file, upload, at: 0, pace: new Pace(), stopped: false, request: null, wake: () => {} };
  $('give').hidden = true;
  let failures = 0;
  try {
    while (!sending.stopped) {
      try {
        const there = await tus('HEAD', upload);
        sending.at = Number(there.headers.get('Upload-Offset'));
        sending.pace = new Pace();
        while (sending.at < file.size && !sending.stopped) {
          trouble('');
          $('again').hidden = true;
          showSending();
          sending.at = await piece(file, upload, sending.at, request => { sending.request = request; }, at => {
            if (sending) {
              sending.at = at;
              showSending();
            }
          });
          failures = 0;
        }
        return;
      } catch (failed) {
        if (sending.stopped) return;
        if (!(failed instanceof Refused)) throw failed;
        // It has ended meanwhile, or is gone: what Ferry says next tells which.
        if (failed.status === 404 || failed.status === 410) return;
        // 400 is Ferry's own word for a piece that broke off, 409 for one that begins at the wrong place.
        if (failed.status !== 0 && failed.status !== 400 && failed.status !== 409 && failed.status < 500) throw failed;
        const wait = failed.status === 409 ? 200 : PAUSES[Math.min(failures++, PAUSES.length - 1)];
        if (failed.status === 507) {
          trouble(`${failed.problem.title}. ${failed.problem.detail} What has been uploaded is kept; the upload resumes as soon as there is space.`);
        } else if (failed.status !== 409) {
          trouble(`The connection is lost. What has been uploaded is kept; next attempt in ${wait / 1000} s.`);
        }
        if (failed.status !== 409) $('numbers').textContent = `About ${size(sending.at)} of ${size(file.size)}`;
        $('again').hidden = failed.status === 409;
        await Promise.race([pause(wait), new Promise(wake => { sending.wake = wake; })]);
      }
    }
  } finally {
    sending = null;
    trouble('');
  }
}

async function fetchIt(body) {
  refused(null);
  try {
    const now = await look();
    let replace = false;
    if (now && now.file && !now.taken) {
      if (!await ask('Replace the file?', `“${now.file.name}” has already been uploaded. Put another one in its place?`, 'Replace')) return;
      replace = true;
    }
    const answer = await call('POST', api, JSON.stringify({ ...body, replace }), { 'Content-Type': 'application/json' });
    $('path').value = $('address').value = '';
    show(await answer.json());
  } catch (failed) {
    refused(failed.problem);
  }
}

/* ---- What people do ---- */

$('choose').addEventListener('click', () => $('file').click());
$('file').addEventListener('change', () => {
  const file = $('file').files[0];
  // Empty at once: the same file may be chosen again as soon as a question about it is answered.
  $('file').value = '';
  if (file) uploadFile(file);
});
$('path-form').addEventListener('submit', event => { event.preventDefault(); fetchIt({ path: $('path').value }); });
$('address-form').addEventListener('submit', event => { event.preventDefault(); fetchIt({ address: $('address').value }); });
$('again').addEventListener('click', () => sending && sending.wake());
$('stop').addEventListener('click', () => {
  if (sending) {
    sending.stopped = true;
    sending.request?.abort();
    sending.wake();
  }
});
$('discard').addEventListener('click', async () => {
  if (!status) return;
  const name = sending ? sending.file.name : status.coming?.name;
  if (!await ask('Discard the upload?', `What has been uploaded of “${name}” is deleted.`, 'Discard')) return;
  const upload = sending ? sending.upload : status.coming?.upload;
  if (sending) { sending.stopped = true; sending.request?.abort(); sending.wake(); }
  try {
    if (upload) await tus('DELETE', upload);
  } catch (gone) {
    if (gone.status !== 404) refused(gone.problem);
  }
  await look();
});
$('copy').addEventListener('click', async () => {
  await navigator.clipboard.writeText($('there-hash').textContent);
  $('copy').textContent = 'Copied';
  setTimeout(() => { $('copy').textContent = 'Copy'; }, 2000);
});
addEventListener('dragover', event => { event.preventDefault(); $('drop').classList.add('over'); });
addEventListener('dragleave', event => { if (!event.relatedTarget) $('drop').classList.remove('over'); });
addEventListener('drop', event => {
  event.preventDefault();
  $('drop').classList.remove('over');
  const files = [...event.dataTransfer.files];
  if ($('give').hidden) return;
  if (files.length === 1) uploadFile(files[0]);
  else if (files.length > 1) refused({ title: 'Drop one file.', detail: `This page takes the ${what} and nothing else.` });
});
addEventListener('online', () => sending && sending.wake());
addEventListener('beforeunload', event => { if (sending) event.preventDefault(); });
document.addEventListener('visibilitychange', () => { if (!document.hidden && !sending) look(); });

watch();
