// What the pages' scripts share: finding, making and asking.

/** The element with this id. */
export const $ = id => document.getElementById(id);

/** Makes an element; a property that begins with "on" is a listener, others are attributes. */
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.filter(child => child !== null && child !== undefined && child !== false));
  return node;
}

/** A link to Tasklist with this text; the text alone where nobody knows where Tasklist is. */
export function toTasklist(text) {
  const known = document.querySelector('.elsewhere a[data-to="Tasklist"]');
  return known ? el('a', { href: known.href }, text) : text;
}

/*
 * Nothing moves under a pressed pointer or space bar: the click would be lost, for the browser gives it only to what was there
 * from the beginning to the end.
 */
let pressed = Promise.resolve();
const press = ends => {
  pressed = new Promise(released => {
    const end = () => setTimeout(released);
    for (const each of ends) addEventListener(each, end, { once: true, capture: true });
    // The window's own: that of a field, which a press takes the focus from, must not count.
    addEventListener('blur', end, { once: true });
  });
};
document.addEventListener('pointerdown', () => press(['pointerup', 'pointercancel']), { capture: true });
document.addEventListener('keydown', event => {
  if (event.key === ' ' && !event.repeat) press(['keyup']);
}, { capture: true });

/** Resolves when nothing is pressed: whoever replaces what people click waits for it first. */
export const released = () => pressed;

/** Shows a dialog; resolves to its answer, "" if it was cancelled. */
export function open(id) {
  const dialog = $(id);
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise(resolve => dialog.addEventListener('close', () => resolve(dialog.returnValue), { once: true }));
}

/** Says in the element "refused" why something was not done; hides it again where there is nothing to say. */
export function refused(text) {
  $('refused').hidden = !text;
  $('refused').textContent = text;
}
