package io.ferry.localcamunda;

import java.net.URI;
import java.util.function.ToIntFunction;

/** The three programs that the local Camunda is made of. */
public enum Program {
    /** Keeps what Operate and Tasklist show. */
    OPENSEARCH("OpenSearch", "/_cluster/health", Ports::openSearch, "384m"),
    /** Zeebe: runs the processes. A program of its own, because its REST interface would else demand Tasklist's login. */
    BROKER("Zeebe", "/actuator/health", Ports::brokerManagement, "256m"),
    /** Operate and Tasklist. */
    WEB("Operate and Tasklist", "/actuator/health", Ports::webManagement, "384m");

    private final String title;
    private final String healthPath;
    private final ToIntFunction<Ports> healthPort;
    private final String heap;

    Program(String title, String healthPath, ToIntFunction<Ports> healthPort, String heap) {
        this.title = title;
        this.healthPath = healthPath;
        this.healthPort = healthPort;
        this.heap = heap;
    }

    /**
     * @return its name for people
     */
    public String title() {
        return title;
    }

    /** The name of its files: log, pid, settings, shared classes. */
    String fileName() {
        return switch (this) {
            case OPENSEARCH -> "opensearch";
            case BROKER -> "zeebe";
            case WEB -> "operate-tasklist";
        };
    }

    /** Answers 200 when the program is ready. */
    URI health(Ports ports) {
        return URI.create("http://127.0.0.1:" + healthPort.applyAsInt(ports) + healthPath);
    }

    String heap() {
        return heap;
    }
}
