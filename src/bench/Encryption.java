import io.ferry.artifact.Artifact;
import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.ArtifactProperties;
import io.ferry.artifact.EncryptionProperties;
import io.ferry.artifact.FolderDownloads;
import io.ferry.artifact.FolderStore;
import io.ferry.artifact.UploadProperties;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.springframework.util.unit.DataSize;

/** Stores and reads the same file as it is and encrypted, in turn. Arguments: folder, megabytes, rounds. */
public final class Encryption {
    private static final byte[] BLOCK = new byte[256 * 1024];
    private static final int RANGES = 2000;

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        long megabytes = Long.parseLong(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        new Random(1).nextBytes(BLOCK);
        byte[] key = new byte[32];
        new Random(2).nextBytes(key);
        String reference = "file:" + Files.writeString(folder.resolve("key"), Base64.getEncoder().encodeToString(key));
        double[][] best = new double[2][3];
        for (int round = 0; round <= rounds; round++) {
            for (int form = 0; form < 2; form++) {
                double[] measured = measure(folder.resolve("store"), form == 0 ? null : reference, megabytes << 20);
                System.out.printf(
                        "%s %-9s store and hash %5.0f MB/s, read %5.0f MB/s, a range of 64 kB %6.3f ms%n",
                        round == 0 ? "warm-up" : "round " + round,
                        form == 0 ? "plain" : "encrypted",
                        measured[0],
                        measured[1],
                        1 / measured[2]);
                for (int i = 0; round > 0 && i < 3; i++) {
                    best[form][i] = Math.max(best[form][i], measured[i]);
                }
            }
        }
        System.out.printf(
                "best, encrypted to plain: store and hash %.2f, read %.2f, ranges %.2f; heap at most %d MB%n",
                best[1][0] / best[0][0],
                best[1][1] / best[0][1],
                best[1][2] / best[0][2],
                Runtime.getRuntime().maxMemory() >> 20);
    }

    private static double[] measure(Path folder, String key, long bytes) throws IOException {
        var store = new FolderStore(new ArtifactProperties(folder, List.of(), List.of()), new EncryptionProperties(key));
        var downloads = new FolderDownloads(
                store, new UploadProperties(8, Duration.ofDays(3), DataSize.ofMegabytes(1), Set.of(), Map.of()));
        long begin = System.nanoTime();
        Artifact stored = downloads.fetch("bench", ArtifactKind.DUMP, "bench.dump", file -> {
            for (long at = 0; at < bytes; at += BLOCK.length) {
                file.write(BLOCK, 0, BLOCK.length);
            }
        });
        double written = perSecond(bytes, begin);
        begin = System.nanoTime();
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        try (SeekableByteChannel channel = store.open(stored.id())) {
            while (channel.read(buffer.clear()) >= 0) {
                // only read
            }
        }
        double read = perSecond(bytes, begin);
        Random random = new Random(3);
        begin = System.nanoTime();
        for (int i = 0; i < RANGES; i++) {
            // Opened anew for each range, as each request does.
            try (SeekableByteChannel channel = store.open(stored.id())) {
                channel.position((long) (random.nextDouble() * (bytes - buffer.capacity())));
                buffer.clear();
                while (buffer.hasRemaining() && channel.read(buffer) > 0) {
                    // until it is full
                }
            }
        }
        double ranges = RANGES / ((System.nanoTime() - begin) / 1e6);
        store.discard(stored.id());
        return new double[] {written, read, ranges};
    }

    private static double perSecond(long bytes, long begin) {
        return bytes / 1e6 / ((System.nanoTime() - begin) / 1e9);
    }
}
