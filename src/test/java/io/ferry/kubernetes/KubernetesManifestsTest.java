package io.ferry.kubernetes;

import static io.ferry.kubernetes.Manifests.BASE;
import static io.ferry.kubernetes.Manifests.EXAMPLE;
import static io.ferry.kubernetes.Manifests.FOLDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.ferry.fixtures.WrittenPage;
import io.ferry.settings.KnownSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;

/** No cluster is here, so the manifests are held against the types of the cluster's interfaces, against each other, and against Ferry. */
class KubernetesManifestsTest {
    private static final Pattern SECRET_SETTING = Pattern.compile(".*(PASSWORD|SECRET|TOKEN|KEY)$");
    private static final Pattern MADE =
            Pattern.compile("kubectl create secret generic ([a-z-]+)((?:[^\n]*\\\\\n)*[^\n]*)");
    private static final Pattern MADE_KEY = Pattern.compile("--from-(?:literal|file|env-file)=([\\w.-]+)");

    private static final KnownSettings KNOWN = KnownSettings.read();
    private static final Deployment DEPLOYMENT = Manifests.deployment();
    private static final PodSpec POD = DEPLOYMENT.getSpec().getTemplate().getSpec();
    private static final Map<String, String> LABELS =
            DEPLOYMENT.getSpec().getTemplate().getMetadata().getLabels();
    private static final Container CONTAINER = POD.getContainers().getFirst();
    private static final Service SERVICE = Manifests.read(BASE.resolve("service.yaml"), Service.class);

    @ParameterizedTest
    @MethodSource("manifests")
    void shouldTakeEachManifestAsAClusterWould(Path file) throws IOException {
        assertThat(Manifests.read(Files.readString(file)))
                .singleElement()
                .extracting(manifest -> manifest.getMetadata().getName())
                .isEqualTo("ferry");
    }

    @Test
    void shouldNoticeAFieldThatNoClusterKnows() throws IOException {
        String text = Files.readString(BASE.resolve("deployment.yaml"));

        for (String right :
                List.of("readOnlyRootFilesystem", "terminationGracePeriodSeconds", "secretKeyRef", "seconds:")) {
            assertThatThrownBy(() -> Manifests.read(text.replace(right, "x" + right)))
                    .as(right)
                    .hasMessageContaining("x" + right.replace(":", ""));
        }
        assertThatThrownBy(() -> Manifests.read(text.replace("replicas: 3", "replicas: 3\n  replicas: 4")))
                .hasMessageContaining("uplicate");
    }

    @Test
    void shouldNameEachFileThatIsThereAndNoOther() throws IOException {
        for (Path folder : List.of(BASE, FOLDER.resolve("monitoring"), EXAMPLE)) {
            List<String> named = Manifests.kustomization(folder).named();

            assertThat(named)
                    .allSatisfy(each -> assertThat(folder.resolve(each)).exists());
            assertThat(named.stream().filter(each -> !each.contains("/")))
                    .containsExactlyInAnyOrderElementsOf(files(folder)
                            .map(file -> String.valueOf(file.getFileName()))
                            .filter(name -> !name.equals("kustomization.yaml"))
                            .toList());
        }
        assertThat(Manifests.kustomization(EXAMPLE).images())
                .singleElement()
                .satisfies(image -> assertThat(image.name()).isEqualTo(CONTAINER.getImage()));
    }

    @Test
    void shouldBeWhatKustomizeMakesOfIt() throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl"))),
                "There is no kubectl here: the overlay is not built");
        Process kustomize = new ProcessBuilder("kubectl", "kustomize", EXAMPLE.toString())
                .redirectErrorStream(true)
                .start();
        String built = new String(kustomize.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(kustomize.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(kustomize.exitValue()).as(built).isZero();

        List<HasMetadata> all = Manifests.read(built);
        assertThat(all.stream().map(HasMetadata::getKind))
                .containsExactlyInAnyOrder(
                        "Namespace",
                        "ServiceAccount",
                        "ConfigMap",
                        "Service",
                        "Deployment",
                        "PodDisruptionBudget",
                        "ServiceMonitor",
                        "PrometheusRule",
                        "Ingress",
                        "NetworkPolicy");
        var settings = one(all, io.fabric8.kubernetes.api.model.ConfigMap.class);
        Container container = one(all, Deployment.class)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst();
        assertThat(settings.getData()).isEqualTo(Manifests.settings());
        assertThat(container.getEnvFrom().getFirst().getConfigMapRef().getName())
                .isEqualTo(settings.getMetadata().getName())
                .matches("ferry-settings-[a-z0-9]{10}");
        assertThat(container.getImage()).isEqualTo("registry.example.com/ferry:" + projectVersion());
        assertThat(secretsOf(container))
                .filteredOn(secret -> secret.getKey().equals("password"))
                .extracting(SecretKeySelector::getName)
                .as("the patch of the example")
                .containsExactly("ferry-postgres-app");
        assertThat(container.getEnv()).hasSameSizeAs(CONTAINER.getEnv());
    }

    @Test
    void shouldSetOnlyWhatFerryKnowsAndNoSecret() {
        Map<String, String> settings = Manifests.settings();
        Set<String> variables = new TreeSet<>(settings.keySet());
        CONTAINER.getEnv().forEach(variable -> variables.add(variable.getName()));

        assertThat(variables)
                .hasSizeGreaterThan(30)
                .allSatisfy(variable ->
                        assertThat(KNOWN.knowsVariable(variable)).as(variable).isTrue());
        assertThat(settings).allSatisfy((variable, value) -> {
            if (SECRET_SETTING.matcher(variable).matches()) {
                assertThat(value).as(variable).startsWith("file:/");
            }
        });
        assertThat(CONTAINER.getEnv()).isNotEmpty().allSatisfy(variable -> {
            assertThat(variable.getName()).matches(SECRET_SETTING);
            assertThat(variable.getValue()).isNull();
        });
        assertThat(settings)
                .doesNotContainKeys(
                        CONTAINER.getEnv().stream().map(EnvVar::getName).toArray(String[]::new));
    }

    @Test
    void shouldSayHowToMakeEachSecret() throws IOException {
        String page = Files.readString(Path.of("docs/kubernetes.md"));
        Map<String, Set<String>> made = MADE.matcher(page)
                .results()
                .collect(Collectors.toMap(
                        found -> found.group(1),
                        found -> MADE_KEY.matcher(found.group(2))
                                .results()
                                .map((MatchResult key) -> key.group(1))
                                .collect(Collectors.toSet())));

        assertThat(secretsOf(CONTAINER))
                .hasSize(3)
                .allSatisfy(secret -> assertThat(made)
                        .hasEntrySatisfying(
                                secret.getName(), keys -> assertThat(keys).containsExactly(secret.getKey())));
        Set<String> files = Manifests.settings().values().stream()
                .filter(value -> value.startsWith("file:"))
                .map(value -> value.substring("file:".length()))
                .collect(Collectors.toSet());
        Set<String> found = new HashSet<>();
        for (VolumeMount mount : CONTAINER.getVolumeMounts()) {
            Volume volume = volume(mount.getName());
            if (volume.getSecret() != null) {
                assertThat(made.get(volume.getSecret().getSecretName()))
                        .as(mount.getName())
                        .isNotEmpty();
                made.getOrDefault(volume.getSecret().getSecretName(), Set.of())
                        .forEach(key -> found.add(mount.getMountPath() + "/" + key));
                assertThat(mount.getReadOnly()).isTrue();
                assertThat(volume.getSecret().getDefaultMode()).isEqualTo(0440);
            }
        }
        assertThat(found).isEqualTo(files);
        assertThat(page)
                .contains("kubectl create secret tls "
                        + ingress().getSpec().getTls().getFirst().getSecretName());
    }

    @Test
    void shouldRunAsNobodyAndWriteOnlyWhereFerryWrites() throws IOException {
        var security = CONTAINER.getSecurityContext();
        assertThat(security.getReadOnlyRootFilesystem()).isTrue();
        assertThat(security.getAllowPrivilegeEscalation()).isFalse();
        assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(security.getCapabilities().getAdd()).isEmpty();
        assertThat(POD.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(POD.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(POD.getAutomountServiceAccountToken()).isFalse();
        assertThat(POD.getEnableServiceLinks()).isFalse();
        assertThat(Manifests.read(BASE.resolve("service-account.yaml"), ServiceAccount.class)
                        .getMetadata()
                        .getName())
                .isEqualTo(POD.getServiceAccountName());

        String user = POD.getSecurityContext().getRunAsUser() + ":"
                + POD.getSecurityContext().getRunAsGroup();
        assertThat(POD.getSecurityContext().getFsGroup())
                .isEqualTo(POD.getSecurityContext().getRunAsGroup());
        assertThat(Files.readString(Path.of("pom.xml"))).contains("<user>" + user + "</user>");
        assertThat(Files.readString(Path.of("Dockerfile"))).contains("USER " + user + "\n");

        assertThat(CONTAINER.getVolumeMounts().stream()
                        .filter(mount -> volume(mount.getName()).getEmptyDir() != null)
                        .map(VolumeMount::getMountPath))
                .containsExactlyInAnyOrder("/tmp", imageOption("-Duser.home=(.+)"));
    }

    @Test
    void shouldAskForHealthWhereFerryTellsIt() throws IOException {
        Map<String, Integer> ports = CONTAINER.getPorts().stream()
                .collect(Collectors.toMap(ContainerPort::getName, ContainerPort::getContainerPort));
        assertThat(ports)
                .isEqualTo(Map.of(
                        "http", number("server.port"),
                        "management", number("management.server.port")));

        // ImageIT asks a running Ferry at these.
        assertThat(List.of(CONTAINER.getStartupProbe(), CONTAINER.getLivenessProbe()))
                .extracting(probe -> probe.getHttpGet().getPath())
                .containsOnly("/actuator/health/liveness");
        assertThat(CONTAINER.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/actuator/health/readiness");
        assertThat(List.of(CONTAINER.getStartupProbe(), CONTAINER.getLivenessProbe(), CONTAINER.getReadinessProbe()))
                .extracting(probe -> probe.getHttpGet().getPort())
                .containsOnly(new IntOrString("management"));
        assertThat(patience(CONTAINER.getStartupProbe())).isGreaterThanOrEqualTo(Duration.ofMinutes(5));
        // Traffic is gone from a pod that is not ready before it is ended for not being alive.
        assertThat(patience(CONTAINER.getReadinessProbe())).isLessThan(patience(CONTAINER.getLivenessProbe()));
    }

    @Test
    void shouldLeaveFerryTheTimeToEnd() throws IOException {
        assertThat(setting("server.shutdown")).isEqualTo("graceful");
        long phase = DurationStyle.detectAndParse(setting("spring.lifecycle.timeout-per-shutdown-phase"))
                .toSeconds();
        long before = CONTAINER.getLifecycle().getPreStop().getSleep().getSeconds();

        assertThat(POD.getTerminationGracePeriodSeconds()).isGreaterThanOrEqualTo(before + 3 * phase);
        // Until then, nobody has noticed yet that the pod is to end.
        assertThat(before).isGreaterThanOrEqualTo(5);
    }

    @Test
    void shouldKeepSoManyAtWork() {
        var budget = Manifests.read(BASE.resolve("pod-disruption-budget.yaml"), PodDisruptionBudget.class)
                .getSpec();
        var update = DEPLOYMENT.getSpec().getStrategy().getRollingUpdate();
        int pods = DEPLOYMENT.getSpec().getReplicas();

        assertThat(pods).isGreaterThanOrEqualTo(3);
        assertThat(budget.getMinAvailable().getIntVal())
                .isEqualTo(pods - update.getMaxUnavailable().getIntVal());
        assertThat(update.getMaxSurge().getIntVal()).isEqualTo(1);
    }

    @Test
    void shouldGiveTheHeapItsShareAndLeaveEnoughBeside() throws IOException {
        long memory = bytes(CONTAINER.getResources().getLimits().get("memory"));
        long heap = memory * Integer.parseInt(imageOption("-XX:MaxRAMPercentage=(\\d+)")) / 100;

        assertThat(heap).isGreaterThanOrEqualTo(768L << 20);
        assertThat(memory - heap).isGreaterThanOrEqualTo(512L << 20);
        // What it may use is what it is given: nobody ends it because a neighbour wants its memory back.
        assertThat(bytes(CONTAINER.getResources().getRequests().get("memory"))).isEqualTo(memory);
        assertThat(CONTAINER.getResources().getRequests()).containsKey("cpu");
        assertThat(CONTAINER.getResources().getLimits()).containsKey("cpu");
    }

    @Test
    void shouldMeanFerrysPodsAndPorts() {
        var budget = Manifests.read(BASE.resolve("pod-disruption-budget.yaml"), PodDisruptionBudget.class);
        var network = Manifests.read(BASE.resolve("network-policy.yaml"), NetworkPolicy.class);
        var anti = POD.getAffinity().getPodAntiAffinity().getPreferredDuringSchedulingIgnoredDuringExecution();

        assertThat(Stream.of(
                                Stream.of(
                                        DEPLOYMENT.getSpec().getSelector().getMatchLabels(),
                                        SERVICE.getSpec().getSelector(),
                                        budget.getSpec().getSelector().getMatchLabels(),
                                        network.getSpec().getPodSelector().getMatchLabels()),
                                anti.stream()
                                        .map(term -> term.getPodAffinityTerm()
                                                .getLabelSelector()
                                                .getMatchLabels()),
                                POD.getTopologySpreadConstraints().stream()
                                        .map(spread -> spread.getLabelSelector().getMatchLabels()))
                        .flatMap(each -> each))
                .hasSize(6)
                .allSatisfy(
                        selector -> assertThat(LABELS.entrySet()).isNotEmpty().containsAll(selector.entrySet()));
        assertThat(anti)
                .singleElement()
                .satisfies(term ->
                        assertThat(term.getPodAffinityTerm().getTopologyKey()).isEqualTo("kubernetes.io/hostname"));

        Set<String> ports =
                CONTAINER.getPorts().stream().map(ContainerPort::getName).collect(Collectors.toSet());
        assertThat(SERVICE.getSpec().getPorts())
                .extracting(port -> port.getTargetPort().getStrVal())
                .containsExactlyInAnyOrderElementsOf(ports);
        assertThat(network.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
        assertThat(network.getSpec().getIngress()).hasSize(2).allSatisfy(rule -> {
            assertThat(rule.getFrom()).isNotEmpty().allSatisfy(from -> {
                assertThat(from.getNamespaceSelector()).isNotNull();
                assertThat(from.getPodSelector()).isNotNull();
            });
            assertThat(rule.getPorts())
                    .singleElement()
                    .satisfies(port -> assertThat(port.getPort().getStrVal()).isIn(ports));
        });
    }

    @Test
    void shouldLetFerryReachWhatItsSettingsName() {
        Map<String, String> settings = Manifests.settings();
        Set<Integer> open =
                Manifests.read(BASE.resolve("network-policy.yaml"), NetworkPolicy.class).getSpec().getEgress().stream()
                        .flatMap(rule -> {
                            assertThat(rule.getTo()).isNotEmpty();
                            return rule.getPorts().stream();
                        })
                        .map(NetworkPolicyPort::getPort)
                        .map(IntOrString::getIntVal)
                        .collect(Collectors.toSet());

        Set<Integer> named = settings.values().stream()
                .flatMap(value -> Pattern.compile("^(?:jdbc:postgresql|https?)://[^/:]+(?::(\\d+))?")
                        .matcher(value)
                        .results()
                        .map(found -> found.group(1) == null ? 443 : Integer.parseInt(found.group(1))))
                .collect(Collectors.toSet());
        named.add(53);
        assertThat(open).isEqualTo(named);
        // As the chart camunda-platform names its Service (docs/kubernetes.md says where that was found).
        assertThat(settings)
                .containsEntry("CAMUNDA_CLIENT_GRPCADDRESS", "http://camunda-zeebe-gateway.camunda.svc:26500")
                .containsEntry("CAMUNDA_CLIENT_RESTADDRESS", "http://camunda-zeebe-gateway.camunda.svc:8080");
    }

    @Test
    void shouldBeFoundByPrometheusUnderTheNameOfTheAlerts() throws IOException {
        var monitor = Manifests.read(FOLDER.resolve("monitoring/service-monitor.yaml"), ServiceMonitor.class)
                .getSpec();

        assertThat(SERVICE.getMetadata().getLabels().entrySet())
                .containsAll(monitor.getSelector().getMatchLabels().entrySet());
        assertThat(monitor.getEndpoints()).singleElement().satisfies(endpoint -> {
            assertThat(endpoint.getPort()).isEqualTo("management").isIn(servicePorts());
            assertThat(Files.readString(Path.of("ops/prometheus/prometheus.yaml")))
                    .contains("metrics_path: " + endpoint.getPath());
        });
        String job = SERVICE.getMetadata().getLabels().get(monitor.getJobLabel());
        assertThat(Files.readString(Path.of("ops/prometheus/ferry-alerts.yaml")))
                .contains("up{job=\"" + job + "\"}");
    }

    @Test
    void shouldBringTheAlertsThatPrometheusReadsElsewhere() throws IOException {
        String alerts = Files.readString(Path.of("ops/prometheus/ferry-alerts.yaml"));
        String rules = alerts.substring(alerts.indexOf("groups:"))
                .lines()
                .map(line -> line.isBlank() ? "" : "  " + line)
                .collect(Collectors.joining("\n", "", "\n"));

        WrittenPage.hold(FOLDER.resolve("monitoring/prometheus-rule.yaml"), """
                # The same rules as in ops/prometheus/ferry-alerts.yaml; KubernetesManifestsTest holds them together, and writes them anew
                # (-Dferry.write-docs=true).
                apiVersion: monitoring.coreos.com/v1
                kind: PrometheusRule
                metadata:
                  name: ferry
                  labels:
                    app.kubernetes.io/name: ferry
                spec:
                """ + rules);
    }

    @Test
    void shouldBeReachedUnderItsPublicAddress() {
        Ingress ingress = ingress();

        assertThat(ingress.getSpec().getRules()).singleElement().satisfies(rule -> {
            assertThat(Manifests.settings()).containsEntry("FERRY_PUBLICURL", "https://" + rule.getHost());
            assertThat(ingress.getSpec().getTls().getFirst().getHosts()).containsExactly(rule.getHost());
            assertThat(rule.getHttp().getPaths()).singleElement().satisfies(path -> {
                var service = path.getBackend().getService();
                assertThat(service.getName()).isEqualTo(SERVICE.getMetadata().getName());
                assertThat(service.getPort().getName()).isEqualTo("http").isIn(servicePorts());
            });
        });
    }

    static List<Path> manifests() throws IOException {
        return Stream.of(BASE, FOLDER.resolve("monitoring"), EXAMPLE)
                .flatMap(KubernetesManifestsTest::files)
                .filter(file -> file.toString().endsWith(".yaml") && !file.endsWith("kustomization.yaml"))
                .sorted()
                .toList();
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Ingress ingress() {
        return Manifests.read(EXAMPLE.resolve("ingress.yaml"), Ingress.class);
    }

    private static List<String> servicePorts() {
        return SERVICE.getSpec().getPorts().stream().map(ServicePort::getName).toList();
    }

    private static List<SecretKeySelector> secretsOf(Container container) {
        return container.getEnv().stream()
                .map(variable -> variable.getValueFrom().getSecretKeyRef())
                .toList();
    }

    private static Volume volume(String name) {
        return POD.getVolumes().stream()
                .filter(volume -> volume.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static <T extends HasMetadata> T one(List<HasMetadata> all, Class<T> type) {
        return all.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
    }

    private static Duration patience(Probe probe) {
        return Duration.ofSeconds((long) probe.getPeriodSeconds() * probe.getFailureThreshold());
    }

    private static long bytes(@Nullable Quantity quantity) {
        return Quantity.getAmountInBytes(Objects.requireNonNull(quantity)).longValueExact();
    }

    /** What of the image's options for Java matches, from the pom. */
    private static String imageOption(String option) throws IOException {
        return Pattern.compile("<jvmFlag>" + option + "</jvmFlag>")
                .matcher(Files.readString(Path.of("pom.xml")))
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    private static String projectVersion() throws IOException {
        return Pattern.compile("<artifactId>ferry</artifactId>\\s*<version>(.+)</version>")
                .matcher(Files.readString(Path.of("pom.xml")))
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    private static int number(String name) throws IOException {
        return Integer.parseInt(setting(name));
    }

    private static String setting(String name) throws IOException {
        List<PropertySource<?>> defaults = new YamlPropertySourceLoader()
                .load("defaults", new FileSystemResource("src/main/resources/application.yaml"));
        return String.valueOf(defaults.getFirst().getProperty(name));
    }
}
