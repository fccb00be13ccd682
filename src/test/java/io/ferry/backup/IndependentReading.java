package io.ferry.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Reads a backup in the simplest way there is (the JDK's zip and DOM, everything in memory), sharing no code with the
 * reader, so that the two can be compared.
 */
final class IndependentReading {
    final Map<String, Long> entities = new TreeMap<>();
    final Map<String, Long> issuesByProject = new TreeMap<>();
    final Map<String, String> apps = new TreeMap<>();
    final Map<String, Long> rows = new TreeMap<>();
    final Set<String> keysOfPeople = new TreeSet<>();
    final Set<String> removedKeys = new TreeSet<>();
    final Map<String, String> properties = new HashMap<>();
    final String sha256;
    long active;
    long withoutEmail;
    long sharedEmail;

    private IndependentReading(String sha256) {
        this.sha256 = sha256;
    }

    static IndependentReading of(Path file) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        StringBuilder hex = new StringBuilder();
        for (byte b : hash) {
            hex.append(String.format("%02x", b));
        }
        IndependentReading reading = new IndependentReading(hex.toString());
        try (ZipFile zip = new ZipFile(file.toFile())) {
            reading.entities(parse(zip, "entities.xml"));
            reading.appData(parse(zip, "activeobjects.xml"));
        }
        return reading;
    }

    private static Element parse(ZipFile zip, String name) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        try (InputStream in = zip.getInputStream(zip.getEntry(name))) {
            Document document = factory.newDocumentBuilder().parse(in);
            return document.getDocumentElement();
        }
    }

    private static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    private static String value(Element record, String name) {
        if (record.hasAttribute(name)) {
            return record.getAttribute(name);
        }
        return children(record).stream()
                .filter(child -> child.getTagName().equals(name))
                .map(Element::getTextContent)
                .findFirst()
                .orElse("");
    }

    private void entities(Element root) {
        Map<String, List<Element>> records = new HashMap<>();
        for (Element record : children(root)) {
            entities.merge(record.getTagName(), 1L, Long::sum);
            records.computeIfAbsent(record.getTagName(), any -> new ArrayList<>())
                    .add(record);
        }
        records.getOrDefault("PluginVersion", List.of())
                .forEach(app -> apps.put(value(app, "key"), value(app, "version")));
        properties(records);
        projects(records);
        people(records);
    }

    private void properties(Map<String, List<Element>> records) {
        for (Element entry : records.getOrDefault("OSPropertyEntry", List.of())) {
            for (Element string : records.getOrDefault("OSPropertyString", List.of())) {
                if (value(entry, "id").equals(value(string, "id"))
                        && value(entry, "propertyKey").startsWith("jira.")
                        && value(entry, "entityName").equals("jira.properties")) {
                    properties.put(value(entry, "propertyKey"), value(string, "value"));
                }
            }
        }
    }

    private void projects(Map<String, List<Element>> records) {
        for (Element project : records.getOrDefault("Project", List.of())) {
            long issues = records.getOrDefault("Issue", List.of()).stream()
                    .filter(issue -> value(issue, "project").isEmpty()
                            ? value(issue, "key").matches(value(project, "key") + "-\\d+")
                            : value(issue, "project").equals(value(project, "id")))
                    .count();
            issuesByProject.put(value(project, "key"), issues);
        }
    }

    private void people(Map<String, List<Element>> records) {
        List<Element> users = records.getOrDefault("User", List.of());
        List<Element> directories = new ArrayList<>(records.getOrDefault("Directory", List.of()));
        directories.sort((a, b) -> Integer.compare(position(a), position(b)));
        Map<String, Element> keyed = new HashMap<>();
        for (Element key : records.getOrDefault("ApplicationUser", List.of())) {
            Element user = best(users, directories, value(key, "lowerUserName"));
            if (user == null) {
                removedKeys.add(value(key, "userKey"));
            } else {
                keysOfPeople.add(value(key, "userKey"));
                keyed.put(value(key, "userKey"), user);
            }
        }
        Map<String, Set<String>> namesByEmail = new HashMap<>();
        for (Element user : keyed.values()) {
            String email = value(user, "emailAddress").strip().toLowerCase(Locale.ROOT);
            active += value(user, "active").equals("1") ? 1 : 0;
            if (email.isEmpty()) {
                withoutEmail++;
            } else {
                namesByEmail.computeIfAbsent(email, any -> new HashSet<>()).add(value(user, "lowerUserName"));
            }
        }
        namesByEmail.values().stream().filter(names -> names.size() > 1).forEach(names -> sharedEmail += names.size());
    }

    private static int position(Element directory) {
        return Integer.parseInt(value(directory, "position"));
    }

    private static @Nullable Element best(List<Element> users, List<Element> directories, String name) {
        for (Element directory : directories) {
            for (Element user : users) {
                if (value(user, "directoryId").equals(value(directory, "id"))
                        && value(user, "lowerUserName").equals(name)) {
                    return user;
                }
            }
        }
        return null;
    }

    private void appData(Element root) {
        for (Element part : children(root)) {
            if (part.getTagName().equals("data")) {
                long count = children(part).stream()
                        .filter(child -> child.getTagName().equals("row"))
                        .count();
                rows.merge(part.getAttribute("tableName"), count, Long::sum);
            }
        }
    }

    /** The text of a document, for tests that look at it line by line. */
    static String text(Path file, String name) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile());
                InputStream in = zip.getInputStream(zip.getEntry(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
