package io.ferry.localengine;

import java.io.ByteArrayInputStream;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * What people read in a model, which no record of the engine carries.
 *
 * @param process the process's name, if it has one
 * @param elements names of elements by id
 * @param startForm the id of the form of the start event, if there is one
 */
record ModelNames(@Nullable String process, Map<String, String> elements, @Nullable String startForm) {
    static final ModelNames NONE = new ModelNames(null, Map.of(), null);

    /**
     * Reads them from a BPMN file.
     *
     * @param processId the process of the file that is meant
     */
    static ModelNames of(byte[] bpmn, String processId) {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        Map<String, String> names = new HashMap<>();
        String startForm = null;
        boolean inStartEvent = false;
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new ByteArrayInputStream(bpmn));
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("startEvent")) {
                    inStartEvent = false;
                }
                if (event != XMLStreamConstants.START_ELEMENT) {
                    continue;
                }
                String id = xml.getAttributeValue(null, "id");
                String name = xml.getAttributeValue(null, "name");
                if (id != null && name != null) {
                    names.put(id, name.replaceAll("\\s+", " "));
                }
                inStartEvent |= xml.getLocalName().equals("startEvent");
                if (inStartEvent && xml.getLocalName().equals("formDefinition")) {
                    startForm = xml.getAttributeValue(null, "formId");
                }
            }
        } catch (XMLStreamException e) {
            throw new IllegalStateException("The engine took a model that is no XML", e);
        }
        return new ModelNames(names.get(processId), Map.copyOf(names), startForm);
    }
}
