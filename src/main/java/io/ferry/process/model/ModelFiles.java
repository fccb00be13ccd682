package io.ferry.process.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The models on the class path, as XML. */
final class ModelFiles {
    static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    static final String ZEEBE = "http://camunda.org/schema/zeebe/1.0";

    private ModelFiles() {}

    /** Every model. */
    static List<Document> read() {
        try {
            var parsers = DocumentBuilderFactory.newDefaultNSInstance();
            parsers.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            List<Document> models = new ArrayList<>();
            for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:/bpmn/*.bpmn")) {
                try (InputStream content = file.getInputStream()) {
                    models.add(parsers.newDocumentBuilder().parse(content));
                }
            }
            return List.copyOf(models);
        } catch (IOException e) {
            throw new UncheckedIOException("Ferry's own models cannot be read", e);
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException("Ferry's own models cannot be read", e);
        }
    }

    /** The elements of a name below another one; {@code *} for all. */
    static Stream<Element> elements(Element root, String namespace, String name) {
        NodeList found = root.getElementsByTagNameNS(namespace, name);
        return IntStream.range(0, found.getLength()).mapToObj(found::item).map(Element.class::cast);
    }
}
