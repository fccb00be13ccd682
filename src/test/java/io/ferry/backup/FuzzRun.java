package io.ferry.backup;

import io.ferry.backup.model.BackupVisitor;
import io.ferry.backup.read.BackupUnreadableException;
import io.ferry.sample.Damage;
import io.ferry.sample.SampleBackup;
import io.ferry.sample.SampleBackupSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads very many mutated backups: {@code src/bench/fuzz.sh}. Each must end, soon, in a reading or in a refusal that says
 * what to do. Half of the mutants are changed as zips, half in one of their documents before it is packed. No test: it takes
 * many minutes.
 */
final class FuzzRun {
    private static final int SECONDS = 60;
    private static final int LARGEST = 2 << 20;
    private static final int TOLD_EVERY = 5_000;

    /** How a reading ended. */
    private enum End {
        READ,
        REFUSED,
        CRASHED,
        HUNG,
        OUT_OF_MEMORY
    }

    private FuzzRun() {}

    /**
     * Runs.
     *
     * @param arguments how many inputs, the seed, a folder to work in, and folders with backups to mutate
     */
    public static void main(String... arguments) throws Exception {
        long inputs = Long.parseLong(arguments[0]);
        long seed = arguments[1].isEmpty() ? System.nanoTime() : Long.parseLong(arguments[1]);
        Path folder = Path.of(arguments[2]);
        List<Path> originals = new ArrayList<>(generated(folder));
        for (int i = 3; i < arguments.length; i++) {
            originals.addAll(files(Path.of(arguments[i])));
        }
        System.out.printf(
                "seed %d, %,d inputs from %d backups, Java %s, heap of %d MB%n",
                seed,
                inputs,
                originals.size(),
                Runtime.version(),
                Runtime.getRuntime().maxMemory() >> 20);
        run(inputs, seed, folder, originals);
    }

    private static void run(long inputs, long seed, Path folder, List<Path> originals) throws Exception {
        Map<End, Long> ends = new EnumMap<>(End.class);
        Path file = folder.resolve("mutant.zip");
        ExecutorService reader =
                Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
        long slowest = 0;
        long started = System.nanoTime();
        for (long i = 0; i < inputs; i++) {
            Random random = new Random(seed * 1_000_003 + i);
            Path original = originals.get(random.nextInt(originals.size()));
            mutate(original, file, random);
            long begun = System.nanoTime();
            End end = read(reader, file);
            slowest = Math.max(slowest, System.nanoTime() - begun);
            ends.merge(end, 1L, Long::sum);
            if (end == End.HUNG) {
                reader.shutdownNow();
                reader = Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().daemon().factory());
            }
            if (end != End.READ && end != End.REFUSED) {
                Path kept = folder.resolve("bad-" + i + ".zip");
                Files.copy(file, kept);
                System.out.printf("%s: input %d, from %s, kept as %s%n", end, i, original.getFileName(), kept);
            }
            if ((i + 1) % TOLD_EVERY == 0) {
                System.out.printf(
                        "%,d inputs: %s, %d s%n",
                        i + 1, ends, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started));
            }
        }
        reader.shutdownNow();
        System.out.printf(
                "%s; the slowest took %d ms; %d s in all%n",
                ends,
                TimeUnit.NANOSECONDS.toMillis(slowest),
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started));
        if (ends.keySet().stream().anyMatch(end -> end != End.READ && end != End.REFUSED)) {
            System.exit(1);
        }
    }

    private static End read(ExecutorService reader, Path file) throws InterruptedException {
        Future<End> reading = reader.submit(() -> {
            try {
                new BackupReader().read(file, new BackupVisitor() {
                    @Override
                    public boolean wantsIssues() {
                        return true;
                    }

                    @Override
                    public boolean wantsRecords() {
                        return true;
                    }
                });
                return End.READ;
            } catch (BackupUnreadableException refused) {
                return refused.getMessage() == null ? End.CRASHED : End.REFUSED;
            } catch (OutOfMemoryError e) {
                return End.OUT_OF_MEMORY;
            }
        });
        try {
            return reading.get(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            reading.cancel(true);
            return End.HUNG;
        } catch (ExecutionException e) {
            e.printStackTrace(System.out);
            return End.CRASHED;
        }
    }

    private static void mutate(Path original, Path file, Random random) throws IOException {
        byte[] zip = Files.readAllBytes(original);
        Map<String, byte[]> documents = random.nextBoolean() ? documents(original) : null;
        if (documents == null || documents.isEmpty()) {
            Files.write(file, zip.length == 0 ? zip : Backups.mutate(zip, random));
            return;
        }
        List<String> names = List.copyOf(documents.keySet());
        String changed = names.get(random.nextInt(names.size()));
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String name : names) {
                out.putNextEntry(new ZipEntry(name));
                byte[] bytes = Objects.requireNonNull(documents.get(name));
                boolean mutated = name.equals(changed) && bytes.length > 16;
                out.write(mutated ? Backups.mutate(bytes, random) : bytes);
                out.closeEntry();
            }
        }
    }

    /** The documents of a backup; null where it is no zip, or too much to keep. */
    private static @Nullable Map<String, byte[]> documents(Path file) {
        Map<String, byte[]> documents = new java.util.LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (String name : List.of("entities.xml", "activeobjects.xml")) {
                ZipEntry entry = zip.getEntry(name);
                if (entry != null && entry.getSize() <= LARGEST) {
                    documents.put(name, zip.getInputStream(entry).readAllBytes());
                }
            }
            return documents;
        } catch (IOException | IllegalArgumentException notAsItShouldBe) {
            return null;
        }
    }

    private static List<Path> generated(Path folder) throws IOException {
        Path samples = Files.createDirectories(folder.resolve("generated"));
        SampleBackupSpec small = SampleBackupSpec.of(6, 8).withProjects(2).withAppRows(10);
        SampleBackup.write(small, samples.resolve("sound.zip"));
        for (Damage damage : Damage.values()) {
            // Big ones would leave no time for the others.
            if (damage != Damage.BOMB && damage != Damage.LONG_TAG && damage != Damage.LONG_TEXT) {
                SampleBackup.write(small.damaged(damage), samples.resolve(damage.option() + ".zip"));
            }
        }
        return files(samples);
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }
}
