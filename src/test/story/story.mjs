// Tells the story of one process by Camunda's TypeScript client, which holds every request and every answer against the
// published schema of the interface, and prints what it saw: a JSON object a chapter. TwoClientsTest compares them with what
// the Java client sees. CAMUNDA_REST_ADDRESS and the like say where.
import { createCamundaClient } from '@camunda8/orchestration-cluster-api';

// Camunda answers null where its schema says that a property may be left out; the client's check knows only the latter.
const withoutNulls = (_, value) =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== null))
    : value;

async function fetchWithoutNulls(...request) {
  const answer = await fetch(...request);
  if (!answer.headers.get('content-type')?.includes('json')) {
    return answer;
  }
  const { status, statusText, headers } = answer;
  const body = JSON.stringify(JSON.parse(await answer.text(), withoutNulls));
  const kept = new Headers(headers);
  kept.delete('content-length');
  return new Response(body, { status, statusText, headers: kept });
}

const camunda = createCamundaClient({
  config: { CAMUNDA_SDK_VALIDATION: 'req:strict,res:fanatical' },
  fetch: fetchWithoutNulls,
});
// Its schema calls a form's content an object; Camunda sends it as a text.
const unchecked = createCamundaClient({ config: { CAMUNDA_SDK_VALIDATION: 'req:strict,res:none' } });
const folder = new URL('.', import.meta.url).pathname;
const patience = { waitUpToMs: 20_000, pollIntervalMs: 100 };
const until = (predicate) => ({ consistency: { ...patience, predicate } });
const soon = { consistency: patience };

const tell = (chapter, facts) => console.log(JSON.stringify({ chapter, ...facts }));
const byName = (variables) => [...variables].sort((a, b) => (a.name < b.name ? -1 : 1));

async function refusal(call) {
  try {
    await call();
    return { refused: false };
  } catch (error) {
    return { refused: true, status: error.status };
  }
}

const topology = await camunda.getTopology();
tell('topology', {
  line: topology.gatewayVersion.split('.').slice(0, 2).join('.'),
  partitions: topology.partitionsCount,
  healthy: topology.brokers.every((broker) => broker.partitions.every((partition) => partition.health === 'healthy')),
});

const deployed = await camunda.deployResourcesFromFiles([`${folder}story.bpmn`, `${folder}story-answer.form`]);
const [process] = deployed.processes;
tell('deployed', {
  process: process.processDefinitionId,
  resource: process.resourceName,
  form: deployed.forms[0].formId,
});

const instance = await camunda.createProcessInstance({
  processDefinitionId: 'story',
  variables: { question: 'How many?', note: 'of the process', lengthy: 'x'.repeat(20_000) },
});
const { processInstanceKey } = instance;
tell('started', {
  process: instance.processDefinitionId,
  sameDefinition: instance.processDefinitionKey === process.processDefinitionKey,
});

const waiting = await camunda.searchUserTasks({ filter: { processInstanceKey, state: 'CREATED' } }, soon);
const task = waiting.items[0];
const { userTaskKey } = task;
tell('task', {
  total: waiting.page.totalItems,
  name: task.name,
  element: task.elementId,
  state: task.state,
  assignee: task.assignee ?? null,
  groups: [...task.candidateGroups].sort(),
  users: task.candidateUsers,
  due: new Date(task.dueDate).toISOString(),
  priority: task.priority,
  process: task.processDefinitionId,
  created: Math.abs(Date.now() - new Date(task.creationDate)) < 60_000,
});

const form = await unchecked.getUserTaskForm({ userTaskKey }, soon);
tell('form', { form: form.formId, fields: JSON.parse(form.schema).components.map((field) => field.key) });

const seen = byName((await camunda.searchUserTaskVariables({ userTaskKey }, soon)).items);
const cut = seen.find((variable) => variable.name === 'lengthy');
const whole = await camunda.getVariable({ variableKey: cut.variableKey }, soon);
tell('variables', {
  names: seen.map((variable) => variable.name),
  note: seen.find((variable) => variable.name === 'note').value,
  cut: cut.isTruncated,
  wholeLength: whole.value.length,
});

await camunda.assignUserTask({ userTaskKey, assignee: 'demo' });
const claimed = await camunda.getUserTask({ userTaskKey }, until((found) => found.assignee));
tell('claimed', {
  assignee: claimed.assignee,
  secondClaim: await refusal(() => camunda.assignUserTask({ userTaskKey, assignee: 'ann', allowOverride: false })),
});

await camunda.completeUserTask({ userTaskKey, variables: { count: 3 } });
const completed = await camunda.getUserTask({ userTaskKey }, until((found) => found.state === 'COMPLETED'));
tell('completed', {
  state: completed.state,
  assignee: completed.assignee,
  again: await refusal(() => camunda.completeUserTask({ userTaskKey })),
});

async function activate() {
  const activated = await camunda.activateJobs({
    type: 'story-work',
    worker: 'teller',
    timeout: 60_000,
    maxJobsToActivate: 1,
    requestTimeout: 20_000,
  });
  const [job] = activated.jobs;
  return job;
}

const job = await activate();
tell('job', {
  type: job.type,
  element: job.elementId,
  retries: job.retries,
  headers: job.customHeaders,
  variables: Object.keys(job.variables).sort(),
  count: job.variables.count,
  ours: job.processInstanceKey === processInstanceKey,
});

await camunda.failJob({ jobKey: job.jobKey, retries: 0, errorMessage: 'The site is gone' });
const incidents = await camunda.searchIncidents({ filter: { processInstanceKey, state: 'ACTIVE' } }, soon);
const incident = incidents.items[0];
const troubled = await camunda.getProcessInstance({ processInstanceKey }, until((found) => found.hasIncident));
tell('incident', {
  total: incidents.page.totalItems,
  type: incident.errorType,
  message: incident.errorMessage,
  element: incident.elementId,
  state: incident.state,
  sameJob: incident.jobKey === job.jobKey,
  instance: { state: troubled.state, hasIncident: troubled.hasIncident },
});

await camunda.updateJob({ jobKey: job.jobKey, changeset: { retries: 1 } });
await camunda.resolveIncident({ incidentKey: incident.incidentKey });
const well = await camunda.getProcessInstance({ processInstanceKey }, until((found) => !found.hasIncident));
const resolved = await camunda.searchIncidents({ filter: { processInstanceKey, state: 'RESOLVED' } }, soon);
tell('resolved', { state: resolved.items[0].state, instance: { state: well.state, hasIncident: well.hasIncident } });

const again = await activate();
await camunda.completeJob({ jobKey: again.jobKey, variables: { done: true } });
const ended = await camunda.getProcessInstance({ processInstanceKey }, until((found) => found.state !== 'ACTIVE'));
const elements = await camunda.searchElementInstances(
  { filter: { processInstanceKey }, sort: [{ field: 'startDate' }, { field: 'elementInstanceKey' }] },
  until((found) => found.items.every((element) => element.state === 'COMPLETED')),
);
const left = byName((await camunda.searchVariables({ filter: { processInstanceKey } }, soon)).items);
tell('ended', {
  sameJob: again.jobKey === job.jobKey,
  process: ended.processDefinitionId,
  name: ended.processDefinitionName,
  state: ended.state,
  hasIncident: ended.hasIncident,
  parent: ended.parentProcessInstanceKey ?? null,
  elements: elements.items.map((element) => `${element.type} ${element.elementId} ${element.state}`).sort(),
  variables: left.map((variable) => `${variable.name} ${variable.isTruncated ? '(cut)' : variable.value}`).sort(),
});

tell('nowhere', {
  instance: await refusal(() => camunda.getProcessInstance({ processInstanceKey: '1' }, { consistency: { waitUpToMs: 0 } })),
  process: await refusal(() => camunda.createProcessInstance({ processDefinitionId: 'nowhere' })),
});
