package io.ferry.localcamunda.opensearch;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/** One OpenSearch node on this computer's loopback, until it is asked to stop (SIGTERM). */
public final class OpenSearchNode {

    /** What Operate, Tasklist and the exporter use, and no more: every module costs start-up time and memory. */
    private static final String MODULES = String.join(
            ",",
            "org.opensearch.analysis.common.CommonAnalysisPlugin",
            "org.opensearch.painless.PainlessPlugin",
            "org.opensearch.index.mapper.MapperExtrasPlugin",
            "org.opensearch.join.ParentJoinPlugin",
            "org.opensearch.index.reindex.ReindexPlugin",
            "org.opensearch.transport.Netty4Plugin");

    private OpenSearchNode() {}

    /**
     * @param args the folder for the node's files, its HTTP port, its transport port
     */
    public static void main(String[] args) throws InterruptedException {
        String folder = args[0];
        String httpPort = args[1];
        String transportPort = args[2];

        OpenSearchRunner runner = new OpenSearchRunner();
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            close(runner);
                            stopped.countDown();
                        },
                        "stop"));
        runner.onBuild((number, settings) -> {
            settings.put("discovery.type", "single-node");
            settings.put("network.host", "127.0.0.1");
            settings.put("http.port", httpPort);
            settings.put("transport.port", transportPort);
            // A developer's disk is often nine tenths full. What counts is the room that is left, not its share.
            settings.put("cluster.routing.allocation.disk.watermark.low", "400mb");
            settings.put("cluster.routing.allocation.disk.watermark.high", "300mb");
            settings.put("cluster.routing.allocation.disk.watermark.flood_stage", "200mb");
            settings.put("node.processors", "2");
            settings.put("cluster.default.index.refresh_interval", "200ms");
        });
        runner.build(OpenSearchRunner.newConfigs()
                .basePath(folder)
                .numOfNode(1)
                .clusterName("ferry-localcamunda")
                .useLogger()
                .moduleTypes(MODULES)
                .pluginTypes(IndexManagementSetting.class.getName() + "," + WholeSeconds.class.getName()));
        stopped.await();
    }

    private static void close(OpenSearchRunner runner) {
        try {
            runner.close();
        } catch (IOException e) {
            System.err.println("OpenSearch did not close cleanly: " + e);
        }
    }
}
