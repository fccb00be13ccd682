// Resumable uploads (tus 1.0.0), as far as Ferry's page needs them.
import { Refused, call, ofThisSession } from './api.js';

const ENDS = 64 * 1024;
/** A piece: large enough to cost no time, small enough that a proxy which keeps whole requests does not choke. */
const PIECE = 64 * 1024 * 1024;
/** Nothing has moved for so long: the connection is dead, even if nobody says so. */
const STALLED = 30000;

/** A request of the protocol. */
export const tus = (method, address, headers = {}) => call(method, address, undefined, { 'Tus-Resumable': '1.0.0', ...headers });

const base64 = text => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

/** What tells whether a file is the one of which a part has been uploaded. */
export const markOf = file => `${file.name}|${file.size}|${file.lastModified}`;

/** The file's name and mark for the protocol. */
export const metadata = file => `filename ${base64(file.name)},mark ${base64(markOf(file))}`;

/** The first and the last bytes of the file. */
export async function ends(file) {
  const length = Math.min(file.size, ENDS);
  return new Blob([await file.slice(0, length).arrayBuffer(), await file.slice(file.size - length).arrayBuffer()]);
}

/**
 * Sends one piece and gives the new offset. XMLHttpRequest, since fetch does not report the progress of what it sends.
 *
 * @param begun gets the request, which can be aborted
 * @param moved gets the offset as it grows
 */
export function piece(file, upload, from, begun, moved) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    begun(request);
    let watchdog;
    const alive = () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => request.abort(), STALLED);
    };
    request.open('PATCH', upload);
    request.setRequestHeader('Tus-Resumable', '1.0.0');
    request.setRequestHeader('Upload-Offset', String(from));
    request.setRequestHeader('Content-Type', 'application/offset+octet-stream');
    for (const [name, value] of Object.entries(ofThisSession())) request.setRequestHeader(name, value);
    request.upload.onprogress = event => {
      alive();
      moved(from + event.loaded);
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
