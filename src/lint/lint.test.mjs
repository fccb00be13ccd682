// Proves that each of Ferry's own rules can fail: a small sound house, and one fault in it for each rule.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { evaluate } from '@bpmn-io/feelin';
import { CHECKS } from './checks.mjs';
import { readHouse, readModel } from './house.mjs';
import { faultsOfTemplate } from './lint.mjs';

const SOUND = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="Definitions" targetNamespace="http://example.org" modeler:executionPlatformVersion="8.8.0">
  <bpmn:process id="paint-the-hull" name="Paint the hull" isExecutable="true">
    <bpmn:documentation>How the hull is painted.</bpmn:documentation>
    <bpmn:startEvent id="Event_HullDry" name="Hull dry"><bpmn:outgoing>Flow_Begin</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="Flow_Begin" sourceRef="Event_HullDry" targetRef="Task_MixColour" />
    <bpmn:serviceTask id="Task_MixColour" name="Mix colour">
      <bpmn:documentation>A machine mixes.</bpmn:documentation>
      <bpmn:extensionElements><zeebe:taskDefinition type="mix-colour" /></bpmn:extensionElements>
      <bpmn:incoming>Flow_Begin</bpmn:incoming><bpmn:outgoing>Flow_Mixed</bpmn:outgoing>
    </bpmn:serviceTask>
    <bpmn:boundaryEvent id="Event_MixingFailed" name="Mixing failed" attachedToRef="Task_MixColour">
      <bpmn:extensionElements><zeebe:ioMapping><zeebe:output source="=problem" target="problem" /></zeebe:ioMapping></bpmn:extensionElements>
      <bpmn:outgoing>Flow_Failed</bpmn:outgoing>
      <bpmn:errorEventDefinition id="ErrorEventDefinition_1" />
    </bpmn:boundaryEvent>
    <bpmn:sequenceFlow id="Flow_Mixed" sourceRef="Task_MixColour" targetRef="Event_ColourMixed" />
    <bpmn:endEvent id="Event_ColourMixed" name="Colour mixed"><bpmn:incoming>Flow_Mixed</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="Flow_Failed" sourceRef="Event_MixingFailed" targetRef="Task_StirByHand" />
    <bpmn:userTask id="Task_StirByHand" name="Stir by hand">
      <bpmn:documentation>A person stirs.</bpmn:documentation>
      <bpmn:extensionElements><zeebe:userTask /><zeebe:formDefinition formId="stir-by-hand" bindingType="deployment" /><zeebe:assignmentDefinition candidateGroups="operator" /><zeebe:taskSchedule dueDate="=now()" /><zeebe:priorityDefinition priority="50" /><zeebe:ioMapping><zeebe:input source="=null" target="decision" /><zeebe:input source="=null" target="reason" /><zeebe:input source="=[]" target="tools" /></zeebe:ioMapping></bpmn:extensionElements>
      <bpmn:incoming>Flow_Failed</bpmn:incoming>
    </bpmn:userTask>
  </bpmn:process>
  <bpmndi:BPMNDiagram id="Diagram"><bpmndi:BPMNPlane id="Plane" bpmnElement="paint-the-hull">
    <bpmndi:BPMNShape id="S1" bpmnElement="Event_HullDry"><dc:Bounds x="0" y="22" width="36" height="36" /></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="S2" bpmnElement="Task_MixColour"><dc:Bounds x="100" y="0" width="100" height="80" /></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="S3" bpmnElement="Event_MixingFailed"><dc:Bounds x="132" y="62" width="36" height="36" /></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="S4" bpmnElement="Event_ColourMixed"><dc:Bounds x="300" y="22" width="36" height="36" /></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="S5" bpmnElement="Task_StirByHand"><dc:Bounds x="100" y="200" width="100" height="80" /></bpmndi:BPMNShape>
    <bpmndi:BPMNEdge id="E1" bpmnElement="Flow_Begin"><di:waypoint x="36" y="40" /><di:waypoint x="100" y="40" /></bpmndi:BPMNEdge>
    <bpmndi:BPMNEdge id="E2" bpmnElement="Flow_Mixed"><di:waypoint x="200" y="40" /><di:waypoint x="300" y="40" /></bpmndi:BPMNEdge>
    <bpmndi:BPMNEdge id="E3" bpmnElement="Flow_Failed"><di:waypoint x="150" y="98" /><di:waypoint x="150" y="200" /></bpmndi:BPMNEdge>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>`;

const TABLE = '<definitions modeler:executionPlatformVersion="8.8.0" />';

const FORM = {
  id: 'stir-by-hand',
  type: 'default',
  components: [
    { type: 'text', id: 'Field_Text', text: '{{problem.title}}' },
    { type: 'radio', id: 'Field_Radio', key: 'decision', label: 'Stirred?', values: [{ label: 'Yes', value: 'YES' }, { label: 'No', value: 'NO' }] },
    { type: 'checklist', id: 'Field_Checklist', key: 'tools', label: 'With', valuesExpression: '=["spoon", "ladle"]' },
    { type: 'textfield', id: 'Field_Textfield', key: 'reason', label: 'Why not?', conditional: { hide: '=decision != "NO"' } },
  ],
};
const formWith = (changes) => ({ ...FORM, components: FORM.components.map((c) => ({ ...c, ...changes[c.id] })) });

async function complaints(rule, { xml = SOUND, file = 'paint-the-hull.bpmn', table = TABLE, forms = [FORM] } = {}) {
  const house = {
    models: [await readModel(file, xml)],
    tables: [{ file: 'choose-the-colour.dmn', xml: table }],
    forms: forms.map((json) => ({ file: `${json.id}.form`, json })),
  };
  return (await CHECKS[rule](house)).map((f) => f.id || f.file);
}

const without = (text, by = '') => {
  assert.ok(SOUND.includes(text), text);
  return { xml: SOUND.replaceAll(text, by) };
};

const FAULTS = {
  'made-for-the-oldest-supported-camunda': [
    [without('Version="8.8.0"', 'Version="8.6.0"'), 'paint-the-hull.bpmn'],
    [{ table: TABLE.replace('8.8.0', '8.6.0') }, 'choose-the-colour.dmn'],
    [{ table: '<definitions />' }, 'choose-the-colour.dmn'],
  ],
  'forms-exist': [[{ forms: [] }, 'Task_StirByHand']],
  'forms-are-used': [[{ forms: [FORM, { ...FORM, id: 'forgotten' }] }, 'forgotten']],
  'files-are-named-by-their-ids': [[{ file: 'paint.bpmn' }, 'paint-the-hull']],
  'ids-follow-the-naming': [
    [without('Event_HullDry', 'StartEvent_1'), 'StartEvent_1'],
    [without('name="Stir by hand"', 'name="Stir slowly"'), 'Task_StirByHand'],
    [without('formId="stir-by-hand"', 'formId="stir"'), 'Task_StirByHand'],
  ],
  'job-types-follow-the-names': [[without('type="mix-colour"', 'type="mix"'), 'Task_MixColour']],
  'everything-is-drawn': [[without('bpmnElement="Event_ColourMixed"', 'bpmnElement="Event_HullDry"'), 'Event_ColourMixed']],
  'tasks-are-documented': [[without('<bpmn:documentation>A person stirs.</bpmn:documentation>'), 'Task_StirByHand']],
  'errors-pass-on-the-problem': [[without('target="problem"', 'target="other"'), 'Event_MixingFailed']],
  'people-know-what-is-theirs': [
    [without('candidateGroups="operator"', 'candidateGroups="sailor"'), 'Task_StirByHand'],
    [without('<zeebe:taskSchedule dueDate="=now()" />'), 'Task_StirByHand'],
    [without('<zeebe:priorityDefinition priority="50" />'), 'Task_StirByHand'],
  ],
  'forms-show-the-problem': [[{ forms: [formWith({ Field_Text: { text: 'Stir!' } })] }, 'Task_StirByHand']],
  'answers-begin-empty': [
    [without('<zeebe:input source="=null" target="reason" />'), 'Task_StirByHand'],
    [without('source="=null" target="reason"', 'source="=other" target="reason"'), 'Task_StirByHand'],
    [without('source="=[]" target="tools"', 'source="=null" target="tools"'), 'Task_StirByHand'],
  ],
  'people-can-fill-in-the-forms': [
    [without('source="=[]" target="tools"', 'source="=null" target="tools"'), 'Task_StirByHand'],
    [{ forms: [formWith({ Field_Textfield: { validate: { minLength: 99 } } })] }, 'Task_StirByHand'],
    [{ forms: [formWith({ Field_Textfield: { conditional: { hide: '=((' } } })] }, 'Task_StirByHand'],
  ],
  'forms-stand-missing-variables': [
    [{ forms: [formWith({ Field_Textfield: { conditional: { hide: '=tools.count > 1' } } })] }, 'Field_Textfield'],
  ],
  'lines-stay-apart': [
    [without('<di:waypoint x="300" y="40" />', '<di:waypoint x="300" y="150" /><di:waypoint x="120" y="150" />'), 'Flow_Mixed'],
    [without('<di:waypoint x="300" y="40" />', '<di:waypoint x="250" y="240" /><di:waypoint x="90" y="240" />'), 'Flow_Mixed'],
  ],
};

test('every rule has a fault that it finds', () => {
  assert.deepEqual(Object.keys(FAULTS).sort(), Object.keys(CHECKS).sort());
});

for (const [rule, faults] of Object.entries(FAULTS)) {
  test(`${rule} has nothing against the sound model`, async () => {
    assert.deepEqual(await complaints(rule), []);
  });
  faults.forEach(([fault, id], i) => {
    test(`${rule} finds its fault ${i + 1}`, async () => {
      assert.ok((await complaints(rule, fault)).includes(id));
    });
  });
}

test('click paths are marked 180 days after their date, and not before', async () => {
  const { forms } = await readHouse('../../bpmn');
  const marks = forms
    .flatMap((f) => f.json.components)
    .flatMap((c) => [...(c.text ?? '').matchAll(/\{\{(if today\(\) >.*?)\}\}/g)].map((m) => m[1]));
  assert.ok(marks.length > 10);
  for (const mark of marks) {
    const date = /date\("([^"]+)"\)/.exec(mark)[1];
    const after = (days) => evaluate(mark.replace('today()', `date("${date}") + duration("P${days}D")`), {}).value;
    assert.equal(after(180), '');
    assert.match(after(181), /180 days ago/);
  }
});

test('the lint finds its rules from whatever folder it is called', () => {
  const lint = new URL('lint.mjs', import.meta.url).pathname;
  assert.match(execFileSync(process.execPath, [lint], { cwd: tmpdir(), encoding: 'utf8' }), /nothing to complain about/);
});

test('an element template that the Modeler would not take is found', () => {
  const template = JSON.parse(readFileSync('../../bpmn/element-templates/record-decision.json', 'utf8'));
  assert.deepEqual(faultsOfTemplate(template), []);
  template.properties[0].binding.type = 'zeebe:no-such-thing';
  assert.notDeepEqual(faultsOfTemplate(template), []);
});
