// Fills in forms as a person does: form-js draws them, which Tasklist has as well, into a page without a browser.
import { createRequire } from 'node:module';
import { evaluate } from '@bpmn-io/feelin';
import { JSDOM, VirtualConsole } from 'jsdom';

const { window } = new JSDOM('', { pretendToBeVisual: true, virtualConsole: new VirtualConsole() });
Object.assign(globalThis, {
  window,
  document: window.document,
  Node: window.Node,
  Element: window.Element,
  HTMLElement: window.HTMLElement,
  DOMParser: window.DOMParser,
  KeyboardEvent: window.KeyboardEvent,
  requestAnimationFrame: setImmediate,
  cancelAnimationFrame: clearImmediate,
  getComputedStyle: window.getComputedStyle.bind(window),
  ResizeObserver: class {
    observe() {}
    unobserve() {}
    disconnect() {}
  },
});
window.Element.prototype.scrollIntoView = () => {};
const { Form } = createRequire(import.meta.url)('@bpmn-io/form-js-viewer');

const TEXTS = ['Looked at by the lint', 'https://example.org', 'a-credential', '2027-03-31'];

/** What a person did has come through the form's state to the page and back after a few turns. */
async function drawn() {
  for (let turn = 0; turn < 5; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/**
 * A person chooses an option, fills in every field that is shown then, and sends the form.
 *
 * @param form the form's content
 * @param data the variables that the form begins with
 * @param option which option of the form's first choice is chosen, counted from 0
 * @returns {Promise<{options: number, entered: object, posted: object, complaints: string[]}>} how many options that choice
 *     has, what the person entered and what the form posted, both by field key, and what went wrong
 */
export async function fillIn(form, data, option = 0) {
  const complaints = [];
  const onError = (event) => {
    complaints.push(event.message);
    event.preventDefault();
  };
  window.addEventListener('error', onError);
  const page = document.createElement('div');
  document.body.append(page);
  const drawing = new Form({ container: page, debounce: false });
  try {
    drawing.on('error', ({ error }) => complaints.push(error.message));
    const { warnings } = await drawing.importSchema(form, data);
    complaints.push(...warnings.map((w) => w.message ?? String(w)));
    const fields = form.components.filter((c) => c.key);
    const first = fields.find((f) => f.type === 'radio');
    const entered = {};
    let options = 1;
    for (let again = true; again; ) {
      await drawn();
      again = false;
      for (const field of fields.filter((f) => !(f.key in entered) && isShown(page, f))) {
        entered[field.key] = await enter(page, field, field === first ? option : 0, data);
        options = field === first ? inputs(page, field).length : options;
        again = true;
      }
    }
    const { data: posted, errors } = drawing.submit();
    complaints.push(...Object.entries(errors).map(([id, texts]) => `${id}: ${texts.join(' ')}`));
    return { options, entered, posted, complaints };
  } finally {
    drawing.destroy();
    page.remove();
    window.removeEventListener('error', onError);
  }
}

const inputs = (page, field) => [...page.querySelectorAll(`[id*="-${field.id}"]`)].filter((e) => /^(INPUT|TEXTAREA)$/.test(e.tagName));
const isShown = (page, field) => inputs(page, field).length > 0;

/** @returns what the person means to enter, as the model wants it */
async function enter(page, field, option, data) {
  const all = inputs(page, field);
  switch (field.type) {
    case 'radio':
      all[option].click();
      return optionsOf(field, data)[option].value;
    case 'checkbox':
      if (!all[0].checked) all[0].click();
      return true;
    case 'checklist': {
      for (const box of all) {
        box.click();
        await drawn();
      }
      return optionsOf(field, data).map((each) => each.value ?? each);
    }
    case 'select': {
      all[0].dispatchEvent(new window.MouseEvent('mousedown', { bubbles: true }));
      all[0].focus();
      await drawn();
      const choice = page.querySelector('.fjs-dropdownlist-item');
      choice.dispatchEvent(new window.MouseEvent('mousedown', { bubbles: true }));
      return optionsOf(field, data)[0].value;
    }
    case 'number':
      return type(all[0], field.validate?.min ?? 7);
    default:
      return type(all[0], textFor(field));
  }
}

const optionsOf = (field, data) => field.values ?? evaluate(field.valuesExpression.slice(1), data).value;

async function type(input, value) {
  input.focus();
  input.value = String(value);
  input.dispatchEvent(new window.Event('input', { bubbles: true }));
  await drawn();
  input.blur();
  return value;
}

function textFor({ validate: { pattern = '' } = {} }) {
  const word = /^\^([A-Z ]+)\$$/.exec(pattern)?.[1];
  return word ?? TEXTS.find((text) => new RegExp(pattern).test(text));
}
