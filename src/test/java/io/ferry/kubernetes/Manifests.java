package io.ferry.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The manifests in {@code ops/kubernetes}, read as a cluster reads them that takes no field that it does not know. */
final class Manifests {
    static final Path FOLDER = Path.of("ops/kubernetes");
    static final Path BASE = FOLDER.resolve("base");
    static final Path EXAMPLE = FOLDER.resolve("overlays/example");

    private static final Map<String, Class<? extends HasMetadata>> TYPES = Map.of(
            "v1 Namespace", Namespace.class,
            "v1 ServiceAccount", ServiceAccount.class,
            "v1 ConfigMap", ConfigMap.class,
            "v1 Service", Service.class,
            "apps/v1 Deployment", Deployment.class,
            "policy/v1 PodDisruptionBudget", PodDisruptionBudget.class,
            "networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class,
            "networking.k8s.io/v1 Ingress", Ingress.class,
            "monitoring.coreos.com/v1 ServiceMonitor", ServiceMonitor.class,
            "monitoring.coreos.com/v1 PrometheusRule", PrometheusRule.class);

    private static final ObjectMapper STRICT = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            // fabric8's types keep what they do not know. Without their place for it, Jackson refuses it.
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            })
            .build();

    private Manifests() {}

    /** A {@code kustomization.yaml}, with the fields that are used here and no others. */
    record Kustomization(
            String apiVersion,
            String kind,
            String namespace,
            List<String> resources,
            List<String> components,
            List<Labels> labels,
            List<Image> images,
            List<Generator> configMapGenerator,
            List<Patch> patches) {
        Kustomization {
            resources = orNone(resources);
            components = orNone(components);
            labels = orNone(labels);
            images = orNone(images);
            configMapGenerator = orNone(configMapGenerator);
            patches = orNone(patches);
        }

        record Labels(Map<String, String> pairs) {}

        record Image(String name, String newName, String newTag) {}

        record Generator(String name, String behavior, List<String> envs) {}

        record Patch(Target target, String path) {}

        record Target(String kind, String name) {}

        /** All files that it names in its own folder, and folders elsewhere. */
        List<String> named() {
            return Stream.of(
                            resources.stream(),
                            components.stream(),
                            configMapGenerator.stream().flatMap(generator -> generator.envs().stream()),
                            patches.stream().map(Patch::path))
                    .flatMap(each -> each)
                    .toList();
        }

        /** What a file leaves out is null. */
        private static <T> List<T> orNone(@Nullable List<T> list) {
            return list == null ? List.of() : List.copyOf(list);
        }
    }

    /** All manifests in a text; each is of a type that is known here. */
    static List<HasMetadata> read(String text) throws IOException {
        try (MappingIterator<JsonNode> documents =
                STRICT.readerFor(JsonNode.class).readValues(text)) {
            return documents.readAll().stream().map(Manifests::typed).toList();
        }
    }

    /** The one manifest in a file. */
    static <T extends HasMetadata> T read(Path file, Class<T> type) {
        try {
            List<HasMetadata> all = read(Files.readString(file));
            if (all.size() != 1) {
                throw new IllegalArgumentException(file + " holds " + all.size() + " manifests.");
            }
            return type.cast(all.getFirst());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Deployment deployment() {
        return read(BASE.resolve("deployment.yaml"), Deployment.class);
    }

    static Kustomization kustomization(Path folder) throws IOException {
        return STRICT.readValue(Files.readString(folder.resolve("kustomization.yaml")), Kustomization.class);
    }

    /** The settings in the files of base and example, those of the example last, as kustomize puts them together. */
    static Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>(settings(BASE));
        settings.putAll(settings(EXAMPLE));
        return settings;
    }

    static Map<String, String> settings(Path folder) {
        try {
            Map<String, String> settings = new LinkedHashMap<>();
            Files.readAllLines(folder.resolve("settings.env")).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("=", 2))
                    .forEach(setting -> {
                        if (settings.put(setting[0], setting[1]) != null) {
                            throw new IllegalArgumentException(setting[0] + " is set twice.");
                        }
                    });
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HasMetadata typed(JsonNode manifest) {
        String name = manifest.path("apiVersion").asText() + " "
                + manifest.path("kind").asText();
        Class<? extends HasMetadata> type = TYPES.get(name);
        if (type == null) {
            throw new IllegalArgumentException("Nobody expects here: " + name);
        }
        try {
            return STRICT.treeToValue(manifest, type);
        } catch (IOException e) {
            throw new UncheckedIOException(name + ": " + e.getMessage(), e);
        }
    }
}
