// How the pages' scripts ask Ferry.

/** An answer of Ferry that is no success, with its problem detail; status 0 if there was no answer. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.errors?.[0]?.expected || problem.detail || problem.title || 'Ferry refused this.');
    this.status = status;
    this.problem = problem;
  }
}

/** What shows Ferry that its own page makes a change. */
export const ofThisSession = () => {
  const token = document.querySelector('meta[name="session-token"]')?.content;
  return token ? { 'X-CSRF-TOKEN': token } : {};
};

/** Asks Ferry, and gives its answer if it is a success. */
export async function call(method, address, body, headers = {}) {
  let answer;
  try {
    answer = await fetch(address, { method, headers: { ...ofThisSession(), ...headers }, body });
  } catch {
    throw new Refused(0, {
      title: 'Ferry does not answer.',
      detail: 'Ferry does not answer. Nothing was saved: check whether it is running, then try again.',
      whatToDo: 'Check whether it is running. What has been uploaded is kept.',
    });
  }
  if (!answer.ok) throw new Refused(answer.status, await answer.json().catch(() => ({})));
  return answer;
}
