// Ferry's own rules for its models and forms, beside those of bpmnlint. Each takes the whole house, that is
// { models: [{file, root, diagram}], tables: [{file, xml}], forms: [{file, json}] }, and gives a list of {file, id, message}, or promises one.

import { isDeepStrictEqual } from 'node:util';
import { evaluate } from '@bpmn-io/feelin';
import { fillIn } from './person.mjs';

const kebab = (name) => words(name).map((w) => w.toLowerCase()).join('-');
const pascal = (name) => words(name).map((w) => w[0].toUpperCase() + w.slice(1)).join('');
const words = (name) => (name ?? '').split(/[^A-Za-z0-9]+/).filter(Boolean);
const is = (element, type) => element.$type === `bpmn:${type}`;
const extension = (element, type) => element.extensionElements?.values?.find((v) => v.$type === `zeebe:${type}`);

/** Every flow node and sequence flow of a model, those in sub-processes included. */
export function elementsOf(model) {
  const found = [];
  const walk = (container) =>
    (container.flowElements ?? []).forEach((element) => {
      found.push(element);
      walk(element);
    });
  model.root.rootElements.filter((e) => is(e, 'Process')).forEach(walk);
  return found;
}

const processOf = (model) => model.root.rootElements.find((e) => is(e, 'Process'));
const each = (house, find) => house.models.flatMap((m) => find(m).map((finding) => ({ file: m.file, ...finding })));
const formIdsIn = (model) =>
  elementsOf(model).flatMap((e) => {
    const form = extension(e, 'FormDefinition');
    return form ? [{ id: e.id, form: form.formId }] : [];
  });

/** A user task whose form is missing shows an empty page to a person. */
function formsExist(house) {
  const known = new Set(house.forms.map((f) => f.json.id));
  return each(house, (m) =>
    formIdsIn(m).filter((u) => !known.has(u.form)).map((u) => ({ id: u.id, message: `form ${u.form} does not exist` })),
  );
}

/** A form that nothing shows is forgotten, or its id is misspelled. */
function formsAreUsed(house) {
  const used = new Set(house.models.flatMap(formIdsIn).map((u) => u.form));
  return house.forms
    .filter((f) => !used.has(f.json.id))
    .map((f) => ({ file: f.file, id: f.json.id, message: 'no user task and no start event shows this form' }));
}

/** The file is found by the process or form id. */
function filesAreNamedByTheirIds(house) {
  const wrong = (file, id) => (file.replace(/\.[a-z]+$/, '') === id ? [] : [{ file, id, message: `should be the file ${id}` }]);
  return [
    ...house.models.flatMap((m) => wrong(m.file, processOf(m)?.id)),
    ...house.forms.flatMap((f) => wrong(f.file, f.json.id)),
  ];
}

const PREFIXES = [
  [/Task$/, 'Task_'],
  [/Gateway$/, 'Gateway_'],
  [/Event$/, 'Event_'],
  [/^bpmn:CallActivity$/, 'Call_'],
  [/^bpmn:SubProcess$/, 'Sub_'],
  [/^bpmn:SequenceFlow$/, 'Flow_'],
];

/** Ids say what a thing is and means, for they stand in Operate, in logs and in code. */
function idsFollowTheNaming(house) {
  return each(house, (m) =>
    elementsOf(m).flatMap((e) => {
      const prefix = PREFIXES.find(([type]) => type.test(e.$type))?.[1];
      if (!prefix || !new RegExp(`^${prefix}[A-Z][A-Za-z0-9_]*$`).test(e.id)) {
        return [{ id: e.id, message: `should begin with ${prefix} and its meaning` }];
      }
      if (is(e, 'UserTask') && e.id !== `Task_${pascal(e.name)}`) {
        return [{ id: e.id, message: `should be Task_${pascal(e.name)}, after its name` }];
      }
      if (is(e, 'UserTask') && extension(e, 'FormDefinition')?.formId !== kebab(e.name)) {
        return [{ id: e.id, message: `should show the form ${kebab(e.name)}, after its name` }];
      }
      // A process that is called from several places has the place behind its name.
      if (is(e, 'CallActivity') && !e.id.startsWith(`Call_${pascal(extension(e, 'CalledElement')?.processId)}`)) {
        return [{ id: e.id, message: 'should be named after the process that it calls' }];
      }
      return [];
    }),
  );
}

/** Who sees a task in Operate finds its worker by the task's name. */
function jobTypesFollowTheNames(house) {
  return each(house, (m) =>
    elementsOf(m)
      .filter((e) => is(e, 'ServiceTask'))
      .filter((e) => extension(e, 'TaskDefinition')?.type !== kebab(e.name))
      .map((e) => ({ id: e.id, message: `should have the job type ${kebab(e.name)}, after its name` })),
  );
}

/** Operate shows nothing of an element without a shape. */
function everythingIsDrawn(house) {
  return each(house, (m) => {
    const drawn = new Set(m.diagram.map((d) => d.bpmnElement?.id));
    return elementsOf(m).filter((e) => !drawn.has(e.id)).map((e) => ({ id: e.id, message: 'is not in the diagram' }));
  });
}

/** Every process and task says in words what happens there. */
function tasksAreDocumented(house) {
  return each(house, (m) =>
    [processOf(m), ...elementsOf(m).filter((e) => /Task$|CallActivity$|SubProcess$/.test(e.$type))]
      .filter((e) => !e.documentation?.[0]?.text)
      .map((e) => ({ id: e.id, message: 'has no documentation' })),
  );
}

/** The error of a worker tells a person why, but Camunda keeps it inside the boundary event unless told otherwise. */
function errorsPassOnTheProblem(house) {
  return each(house, (m) =>
    elementsOf(m)
      .filter((e) => is(e, 'BoundaryEvent') && e.eventDefinitions?.some((d) => is(d, 'ErrorEventDefinition')))
      .filter((e) => is(e.attachedToRef, 'ServiceTask') || !e.eventDefinitions[0].errorRef)
      .filter((e) => !extension(e, 'IoMapping')?.outputParameters?.some((o) => o.target === 'problem'))
      .map((e) => ({ id: e.id, message: 'does not pass on the variable problem' })),
  );
}

/** A line that crosses another, or lies on it, or runs through a shape, is read wrongly at night. */
function linesStayApart(house) {
  return each(house, (m) => {
    const edges = m.diagram.filter((d) => d.waypoint);
    const shapes = m.diagram.filter((d) => d.bounds && !is(d.bpmnElement, 'SubProcess') && !is(d.bpmnElement, 'BoundaryEvent'));
    const found = [];
    edges.forEach((a, i) => {
      edges.slice(i + 1).forEach((b) => {
        if (segments(a).some((s) => segments(b).some((t) => meet(s, t)))) {
          found.push({ id: a.bpmnElement.id, message: `crosses or touches ${b.bpmnElement.id}` });
        }
      });
      shapes
        .filter((s) => s.bpmnElement !== a.bpmnElement.sourceRef && s.bpmnElement !== a.bpmnElement.targetRef)
        .filter((s) => s.bpmnElement !== a.bpmnElement.sourceRef.attachedToRef)
        .filter((s) => segments(a).some((line) => runsThrough(line, s.bounds)))
        .forEach((s) => found.push({ id: a.bpmnElement.id, message: `runs through ${s.bpmnElement.id}` }));
    });
    return found;
  });
}

const segments = (edge) => edge.waypoint.slice(1).map((to, i) => [edge.waypoint[i], to]);
const range = (a, b) => [Math.min(a, b), Math.max(a, b)];
const apart = ([a, b], [c, d]) => b < c || d < a;
const meet = ([a, b], [c, d]) => !apart(range(a.x, b.x), range(c.x, d.x)) && !apart(range(a.y, b.y), range(c.y, d.y));
const runsThrough = (line, box) =>
  meet(line, [{ x: box.x + 1, y: box.y + 1 }, { x: box.x + box.width - 1, y: box.y + box.height - 1 }]);

/** A task without a group is nobody's; without a due date and a priority it is lost among others. */
function peopleKnowWhatIsTheirs(house) {
  return each(house, (m) =>
    elementsOf(m)
      .filter((e) => is(e, 'UserTask'))
      .flatMap((e) => {
        const missing = [
          ['operator', 'approver'].includes(extension(e, 'AssignmentDefinition')?.candidateGroups) || 'one of the groups operator and approver',
          !!extension(e, 'TaskSchedule')?.dueDate || 'a due date',
          !!extension(e, 'PriorityDefinition')?.priority || 'a priority',
        ].filter((wanted) => wanted !== true);
        return missing.length === 0 ? [] : [{ id: e.id, message: `needs ${missing.join(' and ')}` }];
      }),
  );
}

/** What went wrong before leads to a person, who must see it. */
function formsShowTheProblem(house) {
  const shown = new Set(house.forms.filter((f) => JSON.stringify(f.json).includes('{{problem.title}}')).map((f) => f.json.id));
  return each(house, (m) =>
    elementsOf(m)
      .filter((e) => is(e, 'UserTask') && !shown.has(extension(e, 'FormDefinition')?.formId))
      .map((e) => ({ id: e.id, message: 'its form does not show the problem that may lead here' })),
  );
}

const inputsOf = (element) => extension(element, 'IoMapping')?.inputParameters ?? [];
const fieldsOf = (form) => form.components.filter((c) => c.key);
const LISTS = ['checklist', 'taglist'];

/**
 * A field without an input of its own begins with what somebody answered before, in another task or in an earlier round. A
 * form without any is for correcting what was entered, and begins with all of it. A list that is saved in parts begins with
 * the answers that are on record: the variable remainingAnswers.
 */
function answersBeginEmpty(house) {
  const forms = new Map(house.forms.map((f) => [f.json.id, f.json]));
  return each(house, (m) =>
    elementsOf(m)
      .filter((e) => is(e, 'UserTask') && inputsOf(e).length > 0)
      .flatMap((e) => {
        const begins = Object.fromEntries(inputsOf(e).map((i) => [i.target, i.source]));
        return fieldsOf(forms.get(extension(e, 'FormDefinition')?.formId) ?? { components: [] })
          .map((f) => [f.key, begins[f.key], LISTS.includes(f.type) ? '=[]' : '=null'])
          .filter(([key, source, empty]) => source !== empty && source !== key.replace(/^remaining_/, '=remainingAnswers.'))
          .map(([key, , empty]) => ({ id: e.id, message: `needs the input ${empty} for the field ${key} of its form` }));
      }),
  );
}

/** Variables that a form needs so that there is something to choose from. */
const SAMPLES = {
  integrations: { items: [{ id: '2', name: 'Trello' }, { id: '3', name: 'Other Jira' }] },
  mapping: { approved: false },
  remainingTasks: { asked: ['attachments', 'synchronisation', 'safetyDump'], found: {} },
  matching: { unmatched: 40 },
};

/** A value that does not fit its field makes form-js fail at the first click, or post something else than was entered. */
async function peopleCanFillInTheForms(house) {
  const forms = new Map(house.forms.map((f) => [f.json.id, f.json]));
  const found = [];
  for (const model of house.models) {
    for (const element of elementsOf(model)) {
      const form = forms.get(extension(element, 'FormDefinition')?.formId);
      if (!form) continue;
      const complain = (message) => found.push({ file: model.file, id: element.id, message });
      const begins = inputsOf(element).map((i) => [i.target, evaluate(i.source.slice(1), SAMPLES).value]);
      for (let option = 0, options = 1; option < options; option++) {
        const result = await fillIn(form, { ...SAMPLES, ...Object.fromEntries(begins) }, option);
        result.complaints.forEach((c) => complain(`cannot be filled in by a person: ${c}`));
        Object.entries(result.entered)
          .filter(([key, value]) => !isDeepStrictEqual(value, result.posted[key]))
          .forEach(([key, value]) =>
            complain(`posts ${JSON.stringify(result.posted[key])} as ${key} where ${JSON.stringify(value)} was entered`),
          );
        options = result.options;
      }
    }
  }
  return found;
}

/** Any variable may be missing: a field is shown or hidden by a condition that is true or false all the same. */
function formsStandMissingVariables(house) {
  return house.forms.flatMap(({ file, json }) =>
    json.components
      .filter((c) => c.conditional?.hide && typeof evaluate(c.conditional.hide.slice(1), {}).value !== 'boolean')
      .map((c) => ({ file, id: c.id, message: `its condition ${c.conditional.hide} is neither true nor false without variables` })),
  );
}

const PLATFORM_VERSION = '8.8.0';

/** The Modeler offers and checks what the version in the file allows; for forms the schema says the same. */
function madeForTheOldestSupportedCamunda(house) {
  const wrong = (file, version) =>
    version === PLATFORM_VERSION ? [] : [{ file, id: '', message: `should be made for Camunda ${PLATFORM_VERSION}, not ${version}` }];
  return [
    ...house.models.flatMap((m) => wrong(m.file, m.root.$attrs['modeler:executionPlatformVersion'])),
    ...house.tables.flatMap((t) => wrong(t.file, /modeler:executionPlatformVersion="([^"]*)"/.exec(t.xml)?.[1])),
  ];
}

export const CHECKS = {
  'made-for-the-oldest-supported-camunda': madeForTheOldestSupportedCamunda,
  'forms-exist': formsExist,
  'forms-are-used': formsAreUsed,
  'files-are-named-by-their-ids': filesAreNamedByTheirIds,
  'ids-follow-the-naming': idsFollowTheNaming,
  'job-types-follow-the-names': jobTypesFollowTheNames,
  'everything-is-drawn': everythingIsDrawn,
  'tasks-are-documented': tasksAreDocumented,
  'errors-pass-on-the-problem': errorsPassOnTheProblem,
  'people-know-what-is-theirs': peopleKnowWhatIsTheirs,
  'forms-show-the-problem': formsShowTheProblem,
  'lines-stay-apart': linesStayApart,
  'answers-begin-empty': answersBeginEmpty,
  'people-can-fill-in-the-forms': peopleCanFillInTheForms,
  'forms-stand-missing-variables': formsStandMissingVariables,
};
