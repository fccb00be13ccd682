package io.ferry.sandbox.world;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads from a Jira XML backup what the pretend sites show. */
public final class JiraDataReader {
    private JiraDataReader() {}

    /**
     * Reads a backup.
     *
     * @param file the zip
     * @return what it holds
     * @throws BackupRefusedException where it is no whole Jira backup
     */
    public static JiraData read(Path file) {
        Map<String, Person> people = new TreeMap<>();
        Map<String, String> keys = new HashMap<>();
        Map<String, String[]> projects = new TreeMap<>();
        Map<String, BitSet> issues = new HashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile());
                InputStream in = zip.getInputStream(zip.getEntry("entities.xml"))) {
            XMLInputFactory factory = XMLInputFactory.newFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            while (xml.hasNext()) {
                if (xml.next() != XMLStreamConstants.START_ELEMENT) {
                    continue;
                }
                switch (xml.getLocalName()) {
                    case "ApplicationUser" ->
                        keys.put(xml.getAttributeValue(null, "lowerUserName"), xml.getAttributeValue(null, "userKey"));
                    case "User" -> {
                        String name = xml.getAttributeValue(null, "lowerUserName");
                        people.putIfAbsent(
                                name,
                                new Person(
                                        name,
                                        xml.getAttributeValue(null, "userName"),
                                        xml.getAttributeValue(null, "displayName"),
                                        xml.getAttributeValue(null, "emailAddress"),
                                        "1".equals(xml.getAttributeValue(null, "active"))));
                    }
                    case "Project" ->
                        projects.put(
                                xml.getAttributeValue(null, "key"),
                                new String[] {xml.getAttributeValue(null, "id"), xml.getAttributeValue(null, "name")});
                    case "Issue" ->
                        issues.computeIfAbsent(xml.getAttributeValue(null, "project"), any -> new BitSet())
                                .set(Integer.parseInt(xml.getAttributeValue(null, "number")));
                    default -> {}
                }
            }
        } catch (IOException | XMLStreamException | NullPointerException e) {
            throw new BackupRefusedException("The file cannot be read as a Jira backup: " + e.getMessage(), e);
        }
        List<Person> joined = new ArrayList<>(people.values().stream()
                .map(person -> new Person(
                        keys.getOrDefault(person.key(), person.key()),
                        person.userName(),
                        person.displayName(),
                        person.email(),
                        person.active()))
                .sorted(Comparator.comparing(Person::key))
                .toList());
        return new JiraData(
                "7.0.0",
                70107,
                null,
                joined,
                projects.entrySet().stream()
                        .map(each -> new Project(
                                each.getValue()[0],
                                each.getKey(),
                                each.getValue()[1],
                                issues.getOrDefault(each.getValue()[0], new BitSet())))
                        .toList());
    }
}
