package io.ferry.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ferry.base.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** An image as {@code docker save} writes it, and {@code docker load} reads it. */
final class ImageTar {
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, byte[]> files = new TreeMap<>();

    ImageTar(Path tar) {
        try (InputStream file = Files.newInputStream(tar);
                TarArchiveInputStream entries = new TarArchiveInputStream(file)) {
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                files.put(entry.getName(), entries.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a file or a folder of a layer is. */
    record Entry(boolean folder, int mode, long user, long group, long modified, byte[] content) {}

    /** An image of a few empty folders, in place of one from a registry. */
    static void writeBase(Path tar, Set<String> folders, List<String> environment) throws IOException {
        Map<String, byte[]> empty = new LinkedHashMap<>();
        folders.forEach(folder -> empty.put(folder + "/", new byte[0]));
        byte[] layer = tar(empty);
        String digest = "sha256:" + HexFormat.of().formatHex(Sha256.start().digest(layer));
        byte[] config = JSON.writeValueAsBytes(Map.of(
                "architecture",
                "amd64",
                "os",
                "linux",
                "config",
                Map.of("Env", environment),
                "rootfs",
                Map.of("type", "layers", "diff_ids", List.of(digest))));
        byte[] manifest = JSON.writeValueAsBytes(List.of(
                Map.of("Config", "config.json", "RepoTags", List.of("base:1"), "Layers", List.of("layer.tar"))));
        Map<String, byte[]> image = new LinkedHashMap<>();
        image.put("layer.tar", layer);
        image.put("config.json", config);
        image.put("manifest.json", manifest);
        Files.write(tar, tar(image));
    }

    JsonNode config() {
        return json(manifest().path("Config").asText());
    }

    String name() {
        return manifest().path("RepoTags").path(0).asText();
    }

    /** The layers from the lowest on, each by the paths in it. */
    List<Map<String, Entry>> layers() {
        return layerNames().stream().map(name -> layer(file(name))).toList();
    }

    /** How large each layer is as it is sent, in bytes. */
    List<Integer> sizes() {
        return layerNames().stream().map(name -> file(name).length).toList();
    }

    /** Puts the layers one over another. */
    void unpack(Path root) throws IOException {
        for (Map<String, Entry> layer : layers()) {
            for (var each : layer.entrySet()) {
                Path to = root.resolve(each.getKey());
                if (each.getValue().folder()) {
                    Files.createDirectories(to);
                } else {
                    Files.createDirectories(to.resolve(".."));
                    Files.write(to, each.getValue().content());
                }
            }
        }
    }

    private List<String> layerNames() {
        return StreamSupport.stream(manifest().path("Layers").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private JsonNode manifest() {
        return json("manifest.json").path(0);
    }

    private byte[] file(String name) {
        byte[] content = files.get(name);
        if (content == null) {
            throw new IllegalStateException("There is no " + name + " in the image.");
        }
        return content;
    }

    private JsonNode json(String name) {
        try {
            return JSON.readTree(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Entry> layer(byte[] packed) {
        Map<String, Entry> content = new TreeMap<>();
        try (TarArchiveInputStream entries =
                new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(packed)))) {
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                content.put(
                        entry.getName(),
                        new Entry(
                                entry.isDirectory(),
                                entry.getMode() & 0777,
                                entry.getLongUserId(),
                                entry.getLongGroupId(),
                                entry.getLastModifiedTime().toInstant().getEpochSecond(),
                                entries.readAllBytes()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return content;
    }

    private static byte[] tar(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name())) {
            for (var file : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setModTime(0);
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }
}
