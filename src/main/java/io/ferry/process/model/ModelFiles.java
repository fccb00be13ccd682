package io.ferry.process.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Ferry's models, on the class path, and an administrator's, in a folder, as XML. */
final class ModelFiles {
    static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    static final String ZEEBE = "http://camunda.org/schema/zeebe/1.0";

    private static final Logger log = LoggerFactory.getLogger(ModelFiles.class);

    private ModelFiles() {}

    /** Every model of Ferry's. */
    static List<Document> read() {
        return List.copyOf(own().values());
    }

    /**
     * Every model that Ferry deploys: one in the folder takes the place of Ferry's of the same name. What is no model is left out; it is
     * not deployed either.
     */
    static List<Document> read(Path folder) {
        SortedMap<String, Document> models = own();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.bpmn")) {
            for (Path file : found) {
                try (InputStream content = Files.newInputStream(file)) {
                    models.put(String.valueOf(file.getFileName()), parsed(content));
                } catch (IOException | SAXException e) {
                    log.warn("{} cannot be read as a model: {}", file, e.getMessage());
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            log.warn("The models in {} cannot be read: {}", folder, e.getMessage());
        }
        return List.copyOf(models.values());
    }

    private static SortedMap<String, Document> own() {
        SortedMap<String, Document> models = new TreeMap<>();
        try {
            for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:/bpmn/*.bpmn")) {
                try (InputStream content = file.getInputStream()) {
                    models.put(String.valueOf(file.getFilename()), parsed(content));
                }
            }
            return models;
        } catch (IOException e) {
            throw new UncheckedIOException("Ferry's own models cannot be read", e);
        } catch (SAXException e) {
            throw new IllegalStateException("Ferry's own models cannot be read", e);
        }
    }

    private static Document parsed(InputStream content) throws IOException, SAXException {
        try {
            var parsers = DocumentBuilderFactory.newDefaultNSInstance();
            parsers.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            parsers.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var parser = parsers.newDocumentBuilder();
            parser.setErrorHandler(null);
            return parser.parse(content);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("Java's parser knows these features.", e);
        }
    }

    /** The elements of a name below another one; {@code *} for all. */
    static Stream<Element> elements(Element root, String namespace, String name) {
        NodeList found = root.getElementsByTagNameNS(namespace, name);
        return IntStream.range(0, found.getLength()).mapToObj(found::item).map(Element.class::cast);
    }
}
