// Open tasks, one task with its form, and processes to start. The forms are drawn by form-js, as Camunda's Tasklist does.
import { ask, badge, button, choice, chosenIn, el, facts, goTo, keepLooking, moment, redraw, route, say, search, show,
  shownOf, table } from './common.js';

const OPEN = ['CREATED', 'ASSIGNING', 'UPDATING', 'COMPLETING'];
const SORTS = { creationDate: 'DESC', dueDate: 'ASC', priority: 'DESC' };

function listOfTasks(me) {
  const list = el('section', { 'aria-label': 'Tasks' });
  const look = keepLooking(async () => {
    const now = new Date().toISOString();
    const filter = {
      state: { $in: OPEN },
      assignee: { mine: me.username, unassigned: { $exists: false } }[chosenIn('show')],
      candidateGroup: chosenIn('group') || undefined,
      dueDate: { overdue: { $lt: now }, later: { $gte: now }, none: { $exists: false } }[chosenIn('due')],
    };
    const field = chosenIn('sort') in SORTS ? chosenIn('sort') : 'creationDate';
    const tasks = await search('/v2/user-tasks/search', filter, [{ field, order: SORTS[field] }], 200);
    const contexts = await contextsOf(tasks);
    redraw(list, [tasks.total, tasks, contexts, minute()], () => tasks.length === 0
      ? el('p', { class: 'empty' }, 'No tasks here. New tasks appear by themselves.')
      : table(shownOf(tasks, 'open task'), [
        ['Name', task => el('div', {},
          el('a', { href: `/tasklist/${task.userTaskKey}`, id: `task-${task.userTaskKey}` }, task.name),
          contexts[task.processInstanceKey] && el('div', { class: 'context' }, contexts[task.processInstanceKey]))],
        ['Process', task => task.processName],
        ['Group', task => task.candidateGroups.join(', ') || null],
        ['Assignee', task => task.assignee === me.username ? badge('Me', 'active') : task.assignee],
        ['Created', task => moment(task.creationDate)],
        ['Due', due],
        ['Priority', task => task.priority],
      ], tasks));
  });
  show('Open tasks', el('form', { class: 'filters', 'aria-label': 'Filters' },
    choice('Show', 'show', { all: 'All open tasks', mine: 'Assigned to me', unassigned: 'Unassigned' }, look),
    choice('Group', 'group', { '': 'Any group', ...Object.fromEntries(me.groups.map(group => [group, group])) }, look),
    choice('Due', 'due', { '': 'Any time', overdue: 'Overdue', later: 'Due later', none: 'No due date' }, look),
    choice('Sort by', 'sort', { creationDate: 'Newest first', dueDate: 'Due date', priority: 'Priority' }, look)), list);
}

/** What Camunda reserves a variable for: what lists show beside a task's name. By the keys of the tasks' process instances. */
async function contextsOf(tasks) {
  const keys = [...new Set(tasks.map(task => task.processInstanceKey))];
  const found = keys.length === 0 ? []
    : await search('/v2/variables/search', { name: 'taskContextDisplayName', processInstanceKey: { $in: keys } });
  return Object.fromEntries(found.map(({ processInstanceKey, value }) => [processInstanceKey, textOf(value)]));
}

/** The text that a variable's JSON has; null if it is none. */
function textOf(value) {
  try {
    const text = JSON.parse(value);
    return typeof text === 'string' ? text : null;
  } catch {
    return null;
  }
}

/** Changes when a task may have become overdue. */
const minute = () => Math.floor(Date.now() / 60_000);

const due = task => task.dueDate && el('span', {}, moment(task.dueDate),
  new Date(task.dueDate) < new Date() && OPEN.includes(task.state) ? badge('Overdue', 'incident') : null);

async function oneTask(me, key) {
  const path = `/v2/user-tasks/${key}`;
  let task = await ask('GET', path);
  const aside = el('section', { class: 'about', 'aria-label': 'About the task' });
  const place = el('section', { 'aria-label': 'Form' });
  const complete = button('Complete task', async () => {
    const variables = entered(place, form);
    if (!variables) return;
    await ask('POST', `${path}/completion`, { variables });
    goTo('/tasklist', `Task completed: ${task.name}.`);
  }, { class: 'primary', disabled: true });
  show(task.name, aside, place, el('div', { class: 'actions' }, complete, el('a', { href: '/tasklist' }, 'Back to the list')));
  const form = await drawn(place, await ask('GET', `${path}/form`), await variablesOf(path), 'This task has no form.');
  let readOnly = false;

  const look = keepLooking(async () => {
    task = await ask('GET', path);
    const open = OPEN.includes(task.state);
    const mine = open && task.assignee === me.username;
    complete.disabled = !mine;
    redraw(aside, [task, minute()], () => [
      el('p', {}, `Process: ${task.processName}. `, waitsFor(me, task, open)),
      open && el('p', {}, task.assignee
        ? button('Unassign', () => ask('DELETE', `${path}/assignee`).then(look), { id: 'assign' })
        : button('Assign to me', () => ask('POST', `${path}/assignment`, { assignee: me.username, allowOverride: false })
          .then(look), { id: 'assign' })),
      facts([
        ['Group', task.candidateGroups.join(', ') || null],
        ['Assignee', task.assignee],
        ['Created', moment(task.creationDate)],
        ['Due', due(task)],
        ['Priority', task.priority],
        ['Process instance', el('a', { href: `/operate/processes/${task.processInstanceKey}` }, task.processInstanceKey)],
      ])].filter(Boolean));
    // Only when it changes: setting it draws all fields anew, also one in which somebody types.
    if (form && mine === readOnly) form.setProperty('readOnly', readOnly = !mine);
  });
}

function waitsFor(me, task, open) {
  if (!open) return task.state === 'COMPLETED' ? 'The task is completed.' : 'The task was canceled.';
  if (task.assignee === me.username) return 'It waits for you to complete it.';
  if (task.assignee) return `It waits for ${task.assignee}.`;
  return 'It waits for somebody to assign it to themselves.';
}

/** The variables that a task sees, whole. */
async function variablesOf(path) {
  const found = await search(`${path}/variables/search`, {}, [], 10_000);
  const whole = await Promise.all(found.map(variable =>
    variable.isTruncated ? ask('GET', `/v2/variables/${variable.variableKey}`) : variable));
  return Object.fromEntries(whole.map(({ name, value }) => [name, JSON.parse(value)]));
}

/** Draws a form; without one it says so, and gives null. */
async function drawn(place, found, data, without) {
  if (!found) {
    place.append(el('p', { class: 'empty' }, without));
    return null;
  }
  const { Form } = await import('/vendor/form-viewer.js')
    .catch(() => Promise.reject(new Error('What forms are drawn with is missing: run src/localengine/setup.sh.')));
  // Without debounce: while it waits, drawing the form anew takes back what was just typed.
  const form = new Form({ container: place, debounce: false, properties: { textLinkTarget: '_blank' } });
  await form.importSchema(JSON.parse(found.schema), data);
  return form;
}

/** What was entered in a form; null if it is not valid, which form-js then says at the fields. */
function entered(place, form) {
  if (!form) return {};
  const { data, errors } = form.submit();
  if (Object.keys(errors).length === 0) return data;
  say('problem', 'This is not complete yet: see the messages at the fields.');
  setTimeout(() => place.querySelector('.fjs-has-errors :is(input, textarea, select, [tabindex])')?.focus());
  return null;
}

function listOfProcesses() {
  const list = el('section', { 'aria-label': 'Processes' });
  const look = keepLooking(async () => {
    const hasStartForm = { yes: true, no: false }[chosenIn('hasStartForm')];
    const found = await search('/v2/process-definitions/search', { isLatestVersion: true, hasStartForm },
      [{ field: 'name' }]);
    const processes = [...found.filter(one => one.hasStartForm), ...found.filter(one => !one.hasStartForm)];
    redraw(list, processes, () => processes.length === 0
      ? el('p', { class: 'empty' }, 'No process has been deployed yet.')
      : table('Processes that can be started', [
        ['Name', process => el('a', { href: `/tasklist/processes/${process.processDefinitionKey}`,
          id: `process-${process.processDefinitionKey}` }, process.name ?? process.processDefinitionId)],
        ['Starts with', process => process.hasStartForm ? 'A form' : 'Nothing to enter'],
        ['Process ID', process => process.processDefinitionId],
        ['Version', process => process.version],
      ], processes));
  });
  show('Processes', el('form', { class: 'filters', 'aria-label': 'Filters' },
    choice('Show', 'hasStartForm', { '': 'All processes', yes: 'Requires form input to start',
      no: 'Does not require form input to start' }, look)), list);
}

async function startOfProcess(me, key) {
  const path = `/v2/process-definitions/${key}`;
  const process = await ask('GET', path);
  const name = process.name ?? process.processDefinitionId;
  const place = el('section', { 'aria-label': 'Form' });
  const start = button('Start process', async () => {
    const variables = entered(place, form);
    if (!variables) return;
    const started = await ask('POST', '/v2/process-instances', { processDefinitionKey: key, variables });
    goTo('/tasklist', `Process started: ${name}.`,
      { path: `/operate/processes/${started.processInstanceKey}`, text: 'See it in Operate' });
  }, { class: 'primary', disabled: true });
  show(name, place, el('div', { class: 'actions' }, start, el('a', { href: '/tasklist/processes' }, 'Back to the list')));
  const form = await drawn(place, await ask('GET', `${path}/form`), {}, 'This process starts with nothing to enter.');
  start.disabled = false;
}

route([
  [/^\/tasklist\/?$/, listOfTasks],
  [/^\/tasklist\/(\d+)$/, oneTask],
  [/^\/tasklist\/processes\/?$/, listOfProcesses],
  [/^\/tasklist\/processes\/(\d+)$/, startOfProcess],
]);
