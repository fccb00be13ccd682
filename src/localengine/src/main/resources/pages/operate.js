// Process instances, and one of them: its diagram drawn by bpmn-js with what has happened, incidents, variables.
import { ask, badge, button, choice, chosenIn, el, facts, keepLooking, moment, redraw, route, say, search, show, shownOf,
  table } from './common.js';

const STATES = { ACTIVE: 'Active', COMPLETED: 'Completed', TERMINATED: 'Canceled' };
const state = one => one.hasIncident ? badge('Incident', 'incident')
  : badge(STATES[one.state] ?? one.state, one.state === 'ACTIVE' ? 'active' : 'ended');
const nameOf = instance => instance.processDefinitionName ?? instance.processDefinitionId;
const linkTo = (key, text) => el('a', { href: `/operate/processes/${key}`, id: `instance-${key}` }, text);

const instances = (caption, found) => table(caption, [
  ['Process', instance => linkTo(instance.processInstanceKey, nameOf(instance))],
  ['State', state],
  ['Key', instance => instance.processInstanceKey],
  ['Version', instance => instance.processDefinitionVersion],
  ['Started', instance => moment(instance.startDate)],
  ['Ended', instance => moment(instance.endDate)],
], found);

function listOfInstances() {
  const list = el('section', { 'aria-label': 'Process instances' });
  const look = keepLooking(async () => {
    const filter = {
      active: { state: 'ACTIVE' }, incidents: { state: 'ACTIVE', hasIncident: true },
      completed: { state: 'COMPLETED' }, canceled: { state: 'TERMINATED' },
    }[chosenIn('show')] ?? {};
    const called = chosenIn('called') === 'yes' ? {} : { parentProcessInstanceKey: { $exists: false } };
    const found = await search('/v2/process-instances/search', { ...filter, ...called },
      [{ field: 'startDate', order: 'DESC' }], 200);
    redraw(list, [found.total, found], () => found.length === 0
      ? el('p', { class: 'empty' }, 'No process instances here. New ones appear by themselves.')
      : instances(shownOf(found, 'process instance'), found));
  });
  show('Process instances', el('form', { class: 'filters', 'aria-label': 'Filters' },
    choice('Show', 'show', { all: 'All', active: 'Active', incidents: 'With incidents', completed: 'Completed',
      canceled: 'Canceled' }, look),
    choice('Called processes', 'called', { no: 'Hidden', yes: 'Shown' }, look)), list);
}

async function oneInstance(me, key) {
  const first = await ask('GET', `/v2/process-instances/${key}`);
  const [about, incidentList, diagram, calledList, variableList, history] =
    ['About', 'Incidents', 'Diagram', 'Called processes', 'Variables', 'History']
      .map(name => el('section', { 'aria-label': name }));
  show(nameOf(first), el('nav', { 'aria-label': 'Called by', class: 'path' }, ...await callers(first)),
    about, incidentList, diagram, calledList, variableList, el('details', {}, el('summary', {}, 'History'), history));
  const mark = await drawn(diagram, await ask('GET', `/v2/process-definitions/${first.processDefinitionKey}/xml`));

  const look = keepLooking(async () => {
    const of = { processInstanceKey: key };
    const newest = [{ field: 'startDate', order: 'DESC' }];
    const [instance, elements, flows, incidents, called, variables] = await Promise.all([
      ask('GET', `/v2/process-instances/${key}`),
      search('/v2/element-instances/search', of, newest),
      ask('GET', `/v2/process-instances/${key}/sequence-flows`).then(answer => answer.items),
      search('/v2/incidents/search', { ...of, state: 'ACTIVE' }),
      search('/v2/process-instances/search', { parentProcessInstanceKey: key }, newest),
      search('/v2/variables/search', of, [{ field: 'name' }]),
    ]);
    const names = Object.fromEntries(elements.map(element => [element.elementInstanceKey, element.elementName]));
    redraw(about, instance, () => facts([
      ['State', state(instance)],
      ['Process instance key', instance.processInstanceKey],
      ['Version', instance.processDefinitionVersion],
      ['Started', moment(instance.startDate)],
      ['Ended', moment(instance.endDate)],
    ]));
    redraw(incidentList, [incidents, names], () => incidents.length === 0 ? [] : table(shownOf(incidents, 'incident'), [
      ['Element', incident => names[incident.elementInstanceKey] ?? incident.elementId],
      ['Type', incident => words(incident.errorType)],
      ['Message', incident => text(incident.errorMessage)],
      ['Created', incident => moment(incident.creationTime)],
      ['Action', incident => button('Retry', () => retry(incident).then(look), { id: `retry-${incident.incidentKey}` })],
    ], incidents));
    mark(elements, flows, called);
    redraw(calledList, called, () => called.length === 0 ? []
      : instances(shownOf(called, 'called process instance'), called));
    redraw(variableList, [variables, names], () => variables.length === 0 ? [] : table(shownOf(variables, 'variable'), [
      ['Name', variable => variable.name],
      ['Value', valueOf],
      ['Scope', variable => variable.scopeKey === key ? 'Process' : names[variable.scopeKey]],
    ], variables));
    redraw(history, elements, () => table(shownOf(elements, 'element instance'), [
      ['Element', element => element.elementName],
      ['Type', element => words(element.type)],
      ['State', state],
      ['Started', element => moment(element.startDate)],
      ['Ended', element => moment(element.endDate)],
    ], elements));
  });
}

const words = constant => constant.charAt(0) + constant.slice(1).toLowerCase().replaceAll('_', ' ');

/** The instances that called this one, the outermost first. */
async function callers(instance) {
  const links = [];
  for (let key = instance.parentProcessInstanceKey; key;) {
    const parent = await ask('GET', `/v2/process-instances/${key}`);
    links.unshift(linkTo(key, nameOf(parent)), ' › ');
    key = parent.parentProcessInstanceKey;
  }
  return links.length === 0 ? [] : ['Called by: ', ...links.slice(0, -1)];
}

/** Gives a job new retries where the incident is about a job, then tells the engine to go on. */
async function retry({ jobKey, incidentKey }) {
  if (jobKey) await ask('PATCH', `/v2/jobs/${jobKey}`, { changeset: { retries: 3 } });
  await ask('POST', `/v2/incidents/${incidentKey}/resolution`);
  say('message', 'The incident is resolved; the step is tried again.');
}

/** A text that may be long: it scrolls in its place, by keyboard too. */
const text = content => el('pre', content.length > 200 ? { tabindex: 0 } : {}, content);

function valueOf(variable) {
  const content = text(variable.value + (variable.isTruncated ? ' …' : ''));
  return el('div', {}, content, variable.isTruncated ? button('Show all', async () => {
    content.textContent = (await ask('GET', `/v2/variables/${variable.variableKey}`)).value;
  }) : null);
}

/** Draws a diagram. Gives what marks in it what was passed, where tokens are, where they are stuck, and what was called. */
async function drawn(place, xml) {
  const canvasPlace = el('div', { class: 'diagram' });
  place.append(canvasPlace);
  const viewer = new BpmnJS({ container: canvasPlace, overlays: { defaults: { scale: { min: 1, max: 1 } } } });
  try {
    await viewer.importXML(xml);
  } catch (failure) {
    canvasPlace.replaceWith(el('p', { class: 'empty' }, /no diagram/.test(failure.message)
      ? 'This model has no diagram.' : `The diagram cannot be drawn: ${failure.message}`));
    return () => {};
  }
  const [canvas, registry, overlays, zoom] =
    ['canvas', 'elementRegistry', 'overlays', 'zoomScroll'].map(part => viewer.get(part));
  canvas.zoom('fit-viewport', 'auto');
  place.append(el('div', { class: 'actions' },
    button('Zoom in', () => zoom.stepZoom(1)),
    button('Zoom out', () => zoom.stepZoom(-1)),
    button('Fit', () => canvas.zoom('fit-viewport', 'auto'))));

  // Where the whole diagram is too small to be read, the place is shown where tokens are.
  const lookCloser = elements => {
    const here = elements.find(element => element.state === 'ACTIVE' && registry.get(element.elementId)) ?? elements[0];
    canvas.zoom(0.6);
    if (here && registry.get(here.elementId)) canvas.scrollToElement(here.elementId, 40);
  };
  const marked = [];
  let before;
  return (elements, flows, called) => {
    const now = JSON.stringify([elements, flows, called]);
    if (now === before) return;
    if (!before && canvas.zoom() < 0.5) lookCloser(elements);
    before = now;
    overlays.clear();
    marked.splice(0).forEach(([id, marker]) => canvas.removeMarker(id, marker));
    const add = (id, marker) => {
      if (registry.get(id)) marked.push([id, marker]) && canvas.addMarker(id, marker);
    };
    const count = (id, number, kind, what, position) => number > 0 && registry.get(id) && overlays.add(id, {
      position, html: el('span', { class: `badge ${kind}`, title: `${number} ${what}` }, String(number)) });
    flows.forEach(flow => add(flow.elementId, 'passed'));
    for (const [id, here] of Map.groupBy(elements, element => element.elementId)) {
      const active = here.filter(element => element.state === 'ACTIVE' && !element.type.endsWith('SUB_PROCESS'));
      const stuck = active.filter(element => element.hasIncident);
      if (stuck.length > 0) add(id, 'stuck');
      else if (active.length > 0) add(id, 'active');
      else if (here.some(element => element.state === 'COMPLETED')) add(id, 'passed');
      count(id, active.length - stuck.length, 'active', 'active', { bottom: 9, left: -9 });
      count(id, stuck.length, 'incident', 'with an incident', { bottom: 9, right: 9 });
    }
    const elementOf = Object.fromEntries(elements.map(element => [element.elementInstanceKey, element.elementId]));
    for (const instance of called.toReversed()) {
      const id = elementOf[instance.parentElementInstanceKey];
      if (registry.get(id)) overlays.add(id, { position: { top: -22, left: 0 }, html: el('a', {
        class: 'badge link', href: `/operate/processes/${instance.processInstanceKey}` }, 'Step in') });
    }
  };
}

route([
  [/^\/operate\/?$/, listOfInstances],
  [/^\/operate\/processes\/(\d+)$/, oneInstance],
]);
