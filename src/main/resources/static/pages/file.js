/*
 * The page of one file: hands it over piece by piece (tus 1.0.0), goes on after whatever breaks, and shows what Ferry has.
 * What has come is asked of Ferry, never remembered here: another browser, or this one tomorrow, goes on just so.
 */

const { api, what } = document.querySelector('[data-api]').dataset;
const ENDS = 64 * 1024;
/** A piece: large enough to cost no time, small enough that a proxy which keeps whole requests does not choke. */
const PIECE = 64 * 1024 * 1024;
/** Nothing has moved for so long: the connection is dead, even if nobody says so. */
const STALLED = 30000;
const PAUSES = [1000, 2000, 4000, 8000, 15000];
const LOOK_AGAIN = 5000;
const LOOK_SOON = 500;

const $ = id => document.getElementById(id);
let standing = null;
let sending = null;

class Refused extends Error {
  constructor(status, problem) {
    super(problem.title || 'Ferry refused this.');
    this.status = status;
    this.problem = problem;
  }
}

async function call(method, address, body, headers = {}) {
  let answer;
  try {
    answer = await fetch(address, { method, headers, body });
  } catch (unreachable) {
    throw new Refused(0, { title: 'Ferry does not answer.', detail: 'See whether it runs. What has come is kept.' });
  }
  if (!answer.ok) {
    let problem = {};
    try { problem = await answer.json(); } catch (noJson) { /* the status has to do */ }
    throw new Refused(answer.status, problem);
  }
  return answer;
}

const tus = (method, address, headers = {}) => call(method, address, undefined, { 'Tus-Resumable': '1.0.0', ...headers });
const base64 = text => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
const markOf = file => `${file.name}|${file.size}|${file.lastModified}`;
const capital = text => text.charAt(0).toUpperCase() + text.slice(1);

function size(bytes) {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  while (bytes >= 999.5 && unit < units.length - 1) { bytes /= 1000; unit++; }
  return `${unit === 0 || bytes >= 99.5 ? Math.round(bytes) : bytes.toFixed(1)} ${units[unit]}`;
}

function time(seconds) {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  return `${Math.floor(seconds / 3600)} h ${Math.round(seconds % 3600 / 60)} min`;
}

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
  const before = standing;
  standing = now;
  const file = now.file;
  $('there').hidden = !file;
  if (file) {
    $('there-title').textContent = now.taken ? `${capital(what)}: the one of this migration` : 'Handed over';
    $('there-name').textContent = file.name;
    $('there-size').textContent = `${file.bytes.toLocaleString('en')} bytes (${size(file.bytes)})`;
    $('there-hash').textContent = file.sha256;
    $('there-next').textContent = now.taken
      ? 'Exactly this file is used further on.'
      : what === 'safety dump'
        ? 'It is kept. Nothing else is to do here.'
        : 'Now go back to the task in Tasklist and complete it.';
    $('download').href = file.content;
    document.querySelectorAll('.file').forEach(span => { span.textContent = `'${file.name.replaceAll("'", "'\\''")}'`; });
    $('curl').textContent = `'${location.origin}${file.content}'`;
    if (before && (!before.file || before.file.id !== file.id)) {
      $('said').textContent = `${file.name} is handed over.`;
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
  $('give-title').textContent = coming ? 'Go on' : file && !now.taken ? 'Hand over another one in its place' : 'Hand it over';
  $('by-path').hidden = Boolean(coming) || now.folders.length === 0;
  $('by-address').hidden = Boolean(coming);
  $('folders').textContent = `It must lie in ${now.folders.join(' or ')}, as Ferry's machine sees it.`;
  $('places').textContent = now.places.length
    ? `Ferry fetches files from ${now.places.join(', ')}.`
    : 'No place is allowed yet: the operator sets ferry.uploads.s3-stores or ferry.uploads.address-hosts.';
  // Only news: what this page itself refused meanwhile stays to be read.
  if (!sending && JSON.stringify(now.refused) !== JSON.stringify(before ? before.refused : null)) refused(now.refused);
}

function showComing(coming) {
  const whole = coming.received === coming.bytes;
  const share = coming.bytes ? coming.received / coming.bytes : 0;
  $('bar').value = whole ? coming.hashed / coming.bytes : share;
  $('stop').hidden = $('again').hidden = true;
  trouble('');
  if (whole) {
    $('coming-title').textContent = `“${coming.name}” has come: Ferry looks at it`;
    $('numbers').textContent = `Fingerprint: ${size(coming.hashed)} of ${size(coming.bytes)}`;
    $('keep').textContent = '';
  } else if (coming.source === 'UPLOAD') {
    $('coming-title').textContent = `“${coming.name}” is unfinished`;
    $('numbers').textContent = `${size(coming.received)} of ${size(coming.bytes)} have come (${Math.floor(share * 100)} %)`;
    $('keep').textContent = `To go on, choose the same file again below, in any browser. What has come is kept until ${new Date(coming.expiresAt).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })}.`;
  } else {
    $('coming-title').textContent = `Ferry ${coming.source === 'FOLDER' ? 'copies' : 'fetches'} “${coming.name}”`;
    $('numbers').textContent = `${size(coming.received)} of ${size(coming.bytes)}`;
    $('keep').textContent = 'This page may be closed meanwhile.';
  }
}

function showSending() {
  const now = performance.now();
  const seen = sending.seen;
  seen.push([now, sending.at]);
  while (seen.length > 2 && now - seen[0][0] > 5000) seen.shift();
  const speed = (sending.at - seen[0][1]) / Math.max(1, now - seen[0][0]) * 1000;
  const parts = [`${size(sending.at)} of ${size(sending.file.size)}`];
  if (speed > 0 && now - seen[0][0] > 400) {
    parts.push(`${size(speed)}/s`, `${time((sending.file.size - sending.at) / speed)} left`);
  }
  $('coming').hidden = false;
  $('coming-title').textContent = `Handing over “${sending.file.name}”`;
  $('bar').value = sending.at / sending.file.size;
  $('numbers').textContent = parts.join(' · ');
  $('keep').textContent = 'Keep this page open. If it closes, open it again and choose the same file: Ferry goes on.';
  $('stop').hidden = false;
}

async function look() {
  try {
    show(await (await call('GET', api)).json());
    if (!sending) trouble('');
  } catch (failed) {
    if (!standing) refused(failed.problem);
    else if (!sending && !$('coming').hidden) trouble('Ferry does not answer right now. What has come is kept.');
  }
  return standing;
}

async function watch() {
  for (;;) {
    if (!sending && !document.hidden) await look();
    const soon = standing && standing.coming && (standing.coming.source !== 'UPLOAD' || standing.coming.received === standing.coming.bytes);
    await pause(soon ? LOOK_SOON : LOOK_AGAIN);
  }
}

const pause = ms => new Promise(done => setTimeout(done, ms));

function ask(title, text, yes) {
  $('ask-title').textContent = title;
  $('ask-text').textContent = text;
  $('ask-yes').textContent = yes;
  const dialog = $('ask');
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise(done => dialog.addEventListener('close', () => done(dialog.returnValue === 'yes'), { once: true }));
}

/* ---- Handing over ---- */

async function ends(file) {
  const length = Math.min(file.size, ENDS);
  return new Blob([await file.slice(0, length).arrayBuffer(), await file.slice(file.size - length).arrayBuffer()]);
}

async function handOver(file) {
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
        if (!await ask('Another file is unfinished', `“${now.coming.name}” has come to ${Math.floor(now.coming.received / now.coming.bytes * 100)} %. Throw it away, and hand over “${file.name}”?`, 'Throw it away')) return;
        await tus('DELETE', now.coming.upload);
      }
      if (now.file && !now.taken) {
        if (!await ask('Replace the file?', `“${now.file.name}” is handed over already. Put “${file.name}” in its place?`, 'Replace')) return;
        replace = true;
      }
      const begun = await tus('POST', `${api}/uploads?replace=${replace}`, {
        'Upload-Length': String(file.size),
        'Upload-Metadata': `filename ${base64(file.name)},mark ${base64(markOf(file))}`,
      });
      upload = begun.headers.get('Location');
      standing.refused = null;
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
  sending = { file, upload, at: 0, seen: [], stopped: false, request: null, wake: () => {} };
  $('give').hidden = true;
  let failures = 0;
  try {
    while (!sending.stopped) {
      try {
        const there = await tus('HEAD', upload);
        sending.at = Number(there.headers.get('Upload-Offset'));
        sending.seen = [];
        while (sending.at < file.size && !sending.stopped) {
          trouble('');
          $('again').hidden = true;
          showSending();
          sending.at = await piece(file, upload, sending.at);
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
          trouble(`${failed.problem.title}. ${failed.problem.detail} What has come is kept; Ferry goes on as soon as there is room.`);
        } else if (failed.status !== 409) {
          trouble(`The connection is lost. What has come is kept; next try in ${wait / 1000} s.`);
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

/** Sends one piece and gives the new offset. XMLHttpRequest, since fetch tells no progress of what it sends. */
function piece(file, upload, from) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    sending.request = request;
    let watchdog;
    const alive = () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => request.abort(), STALLED);
    };
    request.open('PATCH', upload);
    request.setRequestHeader('Tus-Resumable', '1.0.0');
    request.setRequestHeader('Upload-Offset', String(from));
    request.setRequestHeader('Content-Type', 'application/offset+octet-stream');
    request.upload.onprogress = event => {
      alive();
      if (sending) {
        sending.at = from + event.loaded;
        showSending();
      }
    };
    request.onload = () => {
      if (request.status === 204) {
        done(Number(request.getResponseHeader('Upload-Offset')));
      } else {
        let problem = {};
        try { problem = JSON.parse(request.responseText); } catch (noJson) { /* the status has to do */ }
        failed(new Refused(request.status, problem));
      }
    };
    request.onerror = request.onabort = () => failed(new Refused(0, {}));
    request.onloadend = () => clearTimeout(watchdog);
    alive();
    request.send(file.slice(from, Math.min(from + PIECE, file.size)));
  });
}

async function fetchIt(body) {
  refused(null);
  try {
    const now = await look();
    let replace = false;
    if (now && now.file && !now.taken) {
      if (!await ask('Replace the file?', `“${now.file.name}” is handed over already. Put another one in its place?`, 'Replace')) return;
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
  if (file) handOver(file).finally(() => { $('file').value = ''; });
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
  if (!standing) return;
  const name = sending ? sending.file.name : standing.coming?.name;
  if (!await ask('Throw it away?', `What has come of “${name}” is thrown away.`, 'Throw it away')) return;
  const upload = sending ? sending.upload : standing.coming?.upload;
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
  if (files.length === 1) handOver(files[0]);
  else if (files.length > 1) refused({ title: 'Drop one file.', detail: `This page takes the ${what} and nothing else.` });
});
addEventListener('online', () => sending && sending.wake());
addEventListener('beforeunload', event => { if (sending) event.preventDefault(); });
document.addEventListener('visibilitychange', () => { if (!document.hidden && !sending) look(); });

watch();
