package io.ferry.localcamunda;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the three programs are started and what they are told. The names of Camunda's settings are those of its 8.6.0
 * distribution (`io.camunda.*.property.*Properties`, `config/*.yaml.template`).
 */
final class Settings {

    /** Small and quick to start rather than fast in the long run: the local Camunda serves one person. */
    private static final List<String> JVM = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xss512k",
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dfile.encoding=UTF-8");

    private final Distribution distribution;
    private final Path data;
    private final Ports ports;

    Settings(Distribution distribution, Path data, Ports ports) {
        this.distribution = distribution;
        this.data = data;
        this.ports = ports;
    }

    /** The folder of a program's own data. */
    Path folder(Program program) {
        return data.resolve(program.fileName());
    }

    /** The file that {@link #properties} are read from. */
    Path propertiesFile(Program program) {
        return folder(program).resolve("application-ferry.properties");
    }

    /** The file that {@link #hosts} are read from. */
    Path hostsFile() {
        return data.resolve("hosts");
    }

    /**
     * All the names that the programs can resolve: they have nobody to call outside this computer, and so they cannot.
     *
     * @param hostName this computer's own name
     */
    static List<String> hosts(String hostName) {
        return List.of("127.0.0.1 localhost", "127.0.0.1 " + hostName);
    }

    /** What a program is told; empty for OpenSearch, which takes arguments. */
    Map<String, String> properties(Program program) {
        Map<String, String> properties = new TreeMap<>();
        switch (program) {
            case OPENSEARCH -> {}
            case BROKER -> broker(properties);
            case WEB -> web(properties);
        }
        return properties;
    }

    List<String> command(Program program) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(JVM);
        command.add("-Xmx" + program.heap());
        command.add("-Djdk.net.hosts.file=" + hostsFile());
        command.add("-cp");
        command.add(distribution.classPath(program));
        switch (program) {
            case OPENSEARCH ->
                command.addAll(List.of(
                        "io.ferry.localcamunda.opensearch.OpenSearchNode",
                        folder(program).toString(),
                        String.valueOf(ports.openSearch()),
                        String.valueOf(ports.openSearchTransport())));
            case BROKER -> command.addAll(camunda(program, "broker,ferry", "io.camunda.application.StandaloneBroker"));
            case WEB ->
                command.addAll(
                        camunda(program, "operate,tasklist,auth,ferry", "io.camunda.application.StandaloneCamunda"));
        }
        return List.copyOf(command);
    }

    private List<String> camunda(Program program, String profiles, String mainClass) {
        return List.of(
                "-javaagent:" + distribution.agent(),
                "-Dapp.home=" + folder(program),
                "-Dspring.profiles.active=" + profiles,
                "-Dspring.config.additional-location=" + folder(program).toUri(),
                mainClass);
    }

    private void broker(Map<String, String> properties) {
        onLoopback(properties, ports.zeebeRest(), ports.brokerManagement());
        properties.put("zeebe.broker.network.host", "127.0.0.1");
        properties.put("zeebe.broker.network.advertisedHost", "127.0.0.1");
        properties.put("zeebe.broker.network.commandApi.port", port(ports.brokerCommand()));
        properties.put("zeebe.broker.network.internalApi.port", port(ports.brokerInternal()));
        properties.put("zeebe.broker.cluster.initialContactPoints", "127.0.0.1:" + ports.brokerInternal());
        properties.put("zeebe.broker.gateway.network.host", "127.0.0.1");
        properties.put("zeebe.broker.gateway.network.port", port(ports.grpc()));

        properties.put(
                "zeebe.broker.data.directory",
                folder(Program.BROKER).resolve("data").toString());
        properties.put("zeebe.broker.data.logSegmentSize", "16MB");
        // Room that is left, not its share of the disk: a developer's disk is often nine tenths full.
        properties.put("zeebe.broker.data.disk.freeSpace.processing", "300MB");
        properties.put("zeebe.broker.data.disk.freeSpace.replication", "200MB");
        properties.put("zeebe.broker.threads.cpuThreadCount", "1");
        properties.put("zeebe.broker.threads.ioThreadCount", "1");
        properties.put("zeebe.broker.experimental.rocksdb.memoryLimit", "32MB");

        String exporter = "zeebe.broker.exporters.opensearch.";
        properties.put(exporter + "className", "io.camunda.zeebe.exporter.opensearch.OpensearchExporter");
        properties.put(exporter + "args.url", openSearch());
        properties.put(exporter + "args.bulk.delay", "1");
        properties.put(exporter + "args.bulk.size", "20");
        properties.put(exporter + "args.index.createTemplate", "true");
        properties.put(exporter + "args.index.numberOfShards", "1");
        properties.put(exporter + "args.index.numberOfReplicas", "0");
        // What neither Operate nor Tasklist reads need not be kept.
        for (String unread :
                List.of("deployment", "message", "messageSubscription", "processInstanceCreation", "timer")) {
            properties.put(exporter + "args.index." + unread, "false");
        }
    }

    private void web(Map<String, String> properties) {
        onLoopback(properties, ports.web(), ports.webManagement());
        properties.put("zeebe.gateway.cluster.host", "127.0.0.1");
        properties.put("zeebe.gateway.cluster.advertisedHost", "127.0.0.1");
        properties.put("zeebe.gateway.cluster.port", port(ports.webInternal()));
        properties.put("camunda.database.type", "opensearch");
        properties.put("camunda.database.url", openSearch());
        for (String application : List.of("camunda.operate.", "camunda.tasklist.")) {
            properties.put(application + "database", "opensearch");
            properties.put(application + "opensearch.url", openSearch());
            // A person waits for Tasklist; Operate only shows, and its imports are most of the work of a small machine.
            boolean waitedFor = application.equals("camunda.tasklist.");
            properties.put(application + "opensearch.refreshInterval", waitedFor ? "200ms" : "1s");
            properties.put(application + "zeebeOpensearch.url", openSearch());
            properties.put(application + "zeebe.gatewayAddress", "127.0.0.1:" + ports.grpc());
            // From five seconds: a person who finishes a task wants to see the next one.
            String pause = waitedFor ? "400" : "1500";
            properties.put(application + "importer.readerBackoff", pause);
            properties.put(application + "importer.schedulerBackoff", pause);
            // Finished instances stay where they are; moving them to dated indices is for installations that grow old.
            properties.put(application + "archiverEnabled", "false");
        }
        properties.put("camunda.tasklist.zeebe.restAddress", "http://127.0.0.1:" + ports.zeebeRest());
        properties.put("camunda.operate.tasklistUrl", "http://127.0.0.1:" + ports.web() + "/tasklist");
    }

    private static void onLoopback(Map<String, String> properties, int serverPort, int managementPort) {
        properties.put("server.address", "127.0.0.1");
        properties.put("server.port", port(serverPort));
        properties.put("server.shutdown", "immediate");
        properties.put("management.server.address", "127.0.0.1");
        properties.put("management.server.port", port(managementPort));
    }

    private String openSearch() {
        return "http://127.0.0.1:" + ports.openSearch();
    }

    private static String port(int port) {
        return String.valueOf(port);
    }
}
