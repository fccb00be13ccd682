package io.ferry.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ferry.crash.CloudManager;
import io.ferry.sandbox.SandboxServer;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.world.Credentials;
import io.ferry.sandbox.world.SandboxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Many pairs of pretend sites in one program, and the one cloud manager that knows them all. */
final class PretendSites {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PretendSites() {}

    /**
     * A source and its target.
     *
     * @param exportFolder where the source's Jira writes its backup
     * @param token the one that opens the app in the cloud; all other credentials are those of every sandbox
     */
    record Pair(String source, String target, String control, String exportFolder, String token) {}

    static List<Pair> read(Path file) throws IOException {
        return List.of(JSON.readValue(file.toFile(), Pair[].class));
    }

    /** Takes how many pairs, how many milliseconds long work takes, the cloud manager's port, a folder, and the file to write. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int count = Integer.parseInt(arguments[0]);
        Duration work = Duration.ofMillis(Long.parseLong(arguments[1]));
        Path folder = Path.of(arguments[3]);
        Path file = Path.of(arguments[4]);
        List<Pair> pairs = new ArrayList<>();
        Map<String, Integer> apps = new HashMap<>();
        for (int number = 0; number < count; number++) {
            Path exports = Files.createDirectories(folder.resolve("export-" + number));
            String token = "pretended-app-" + number;
            SandboxServer sites = SandboxServer.start(SandboxOptions.builder()
                    .freePorts()
                    .exportFolder(exports)
                    .longWork(work)
                    .credentials(Credentials.from(Map.of("SANDBOX_BIGPICTURE_CLOUD_TOKEN", token)))
                    .build());
            pairs.add(new Pair(
                    sites.address(Side.JIRA_DATA_CENTER).toString(),
                    sites.address(Side.JIRA_CLOUD).toString(),
                    sites.address(Side.CONTROL).toString(),
                    exports.toString(),
                    token));
            apps.put(token, sites.address(Side.BIGPICTURE_CLOUD).getPort());
        }
        CloudManager.start(Integer.parseInt(arguments[2]), apps);
        Path half = file.resolveSibling(file.getFileName() + ".half");
        JSON.writeValue(half.toFile(), pairs);
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
        new CountDownLatch(1).await();
    }
}
