package io.ferry.artifact;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ferry.base.FileContent;
import io.ferry.base.OwnerOnly;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Files on their way into the store. Each has a folder beside the stored files, with what has come so far: its length is
 * the only count, so that a lost connection, or Ferry's own end at any moment, loses nothing that was written. The hash
 * follows what is written, on a thread of its own. Once whole, the same folder is renamed into the store.
 */
@EnableConfigurationProperties(UploadProperties.class)
@Component
@FolderIsUsed
public final class FolderIncomingFiles implements IncomingFiles {
    private static final Logger log = LoggerFactory.getLogger(FolderIncomingFiles.class);
    private static final String ASIDE = "arriving";
    private static final String NOTE = "incoming.json";
    private static final ObjectMapper JSON = FolderStore.JSON;

    private final FolderStore store;
    private final UploadProperties properties;
    private final Clock clock;
    private final LongAdder written = new LongAdder();
    private final Map<ArtifactId, UploadWriter> writers = new ConcurrentHashMap<>();
    private final ExecutorService hashers = Executors.newFixedThreadPool(
            2, Thread.ofPlatform().daemon().name("hashes-uploads-", 0).factory());

    /** Takes files into the folder of the store. */
    @Autowired
    public FolderIncomingFiles(FolderStore store, UploadProperties properties) {
        this(store, properties, Clock.systemUTC());
    }

    /** @param clock says when a file began to come, and when it has waited too long */
    public FolderIncomingFiles(FolderStore store, UploadProperties properties, Clock clock) {
        this.store = store;
        this.properties = properties;
        this.clock = clock;
        store.reservations().count(FolderIncomingFiles.class, this::reserved);
    }

    @Override
    public synchronized IncomingFile begin(
            String owner, ArtifactKind kind, String name, long bytes, IncomingFile.Source source, String mark) {
        expire();
        List<IncomingFile> underWay =
                all().filter(incoming -> incoming.rejection() == null).toList();
        if (underWay.size() >= properties.maxUnfinished()) {
            throw ArtifactException.refused("There are " + underWay.size()
                    + " unfinished uploads already, and Ferry accepts no more at once (ferry.uploads.max-unfinished)."
                    + " Let one of them end, or throw one away on its page.");
        }
        synchronized (store.reservations()) {
            try {
                store.reservations().require(bytes, properties.minFreeSpace().toBytes(), null);
                IncomingFile incoming = new IncomingFile(
                        ArtifactId.random(),
                        owner,
                        kind,
                        FolderStore.plain(name),
                        bytes,
                        source,
                        mark,
                        clock.instant(),
                        null);
                Path folder = OwnerOnly.folder(folder(incoming.id()));
                store.contents().create(folder);
                note(incoming);
                return incoming;
            } catch (IOException e) {
                throw store.explained(e);
            }
        }
    }

    private List<DiskReservation> reserved() {
        return all().filter(incoming -> incoming.rejection() == null)
                .map(incoming -> new DiskReservation(
                        folder(incoming.id()),
                        incoming.owner(),
                        incoming.kind(),
                        incoming.bytes() - received(incoming.id())))
                .toList();
    }

    @Override
    public Optional<IncomingFile> find(ArtifactId id) {
        try {
            return Optional.of(JSON.readValue(Files.readString(folder(id).resolve(NOTE)), IncomingFile.class));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException e) {
            throw store.explained(e);
        }
    }

    @Override
    public List<IncomingFile> list() {
        return all().toList();
    }

    @Override
    public long received(ArtifactId id) {
        UploadWriter uploadWriter = writers.get(id);
        try {
            return uploadWriter == null ? content(id).size() : uploadWriter.received();
        } catch (NoSuchFileException none) {
            return 0;
        } catch (IOException e) {
            throw store.explained(e);
        }
    }

    @Override
    public Optional<Duration> left(ArtifactId id) {
        return Optional.ofNullable(writers.get(id)).flatMap(UploadWriter::left);
    }

    @Override
    public long hashed(ArtifactId id) {
        UploadWriter uploadWriter = writers.get(id);
        return uploadWriter == null ? 0 : uploadWriter.hashed();
    }

    @Override
    public Instant expiresAt(ArtifactId id) {
        return lastMoved(id).plus(properties.expiresAfter());
    }

    @Override
    public long append(IncomingFile incoming, long offset, InputStream in) throws IOException {
        return uploadWriter(incoming).append(offset, in);
    }

    @Override
    public void write(IncomingFile incoming, ArtifactWriter writer) throws IOException {
        try (var pen = uploadWriter(incoming).open(0)) {
            writer.writeTo(pen);
        }
    }

    @Override
    public FileContent content(ArtifactId id) {
        return store.contents().of(folder(id), id.value());
    }

    /** Where it is on the disk. */
    Path path(ArtifactId id) {
        return store.contents().file(folder(id));
    }

    @Override
    public CompletableFuture<String> fingerprint(IncomingFile incoming) {
        UploadWriter uploadWriter = uploadWriter(incoming);
        uploadWriter.follow();
        return uploadWriter.fingerprint();
    }

    @Override
    public Artifact keep(IncomingFile incoming, String sha256) {
        try {
            Path folder = folder(incoming.id());
            Artifact artifact = store.noted(
                    folder,
                    incoming.id(),
                    incoming.owner(),
                    incoming.kind(),
                    incoming.name(),
                    incoming.bytes(),
                    sha256);
            writers.remove(incoming.id());
            store.adopt(folder, incoming.id());
            return artifact;
        } catch (IOException e) {
            throw store.explained(e);
        }
    }

    @Override
    public void settled(ArtifactId id) {
        try {
            Files.deleteIfExists(store.folder().resolve(id.value()).resolve(NOTE));
        } catch (IOException e) {
            throw store.explained(e);
        }
    }

    @Override
    public List<Artifact> unsettled() {
        if (!Files.isDirectory(store.folder())) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(store.folder())) {
            return folders.filter(folder -> Files.isRegularFile(folder.resolve(NOTE)))
                    .map(folder -> store.find(new ArtifactId(String.valueOf(folder.getFileName()))))
                    .toList();
        } catch (IOException e) {
            throw store.explained(e);
        }
    }

    @Override
    public boolean refuse(IncomingFile incoming, IncomingFile.Rejection why) {
        if (find(incoming.id()).isEmpty()) {
            return false;
        }
        try {
            note(incoming.refused(why));
            close(incoming.id());
            store.contents().delete(folder(incoming.id()));
            return true;
        } catch (IOException e) {
            throw store.explained(e);
        }
    }

    @Override
    public void discard(ArtifactId id) {
        Path folder = folder(id);
        try {
            close(id);
            // Without its note it is nothing any more, whatever happens next.
            Files.deleteIfExists(folder.resolve(NOTE));
            FolderStore.remove(folder);
        } catch (IOException e) {
            throw store.explained(e);
        }
    }

    @Override
    public void expire() {
        Instant now = clock.instant();
        for (IncomingFile incoming : list()) {
            boolean whole = incoming.rejection() == null && received(incoming.id()) == incoming.bytes();
            if (!whole && !expiresAt(incoming.id()).isAfter(now)) {
                log.info(
                        "{} of migration {} was thrown away: nothing of it came for {} h",
                        incoming.kind(),
                        incoming.owner(),
                        properties.expiresAfter().toHours());
                discard(incoming.id());
            }
        }
    }

    @Override
    public void close() {
        hashers.shutdownNow();
    }

    private Instant lastMoved(ArtifactId id) {
        for (Path file : List.of(path(id), folder(id).resolve(NOTE))) {
            try {
                return Files.getLastModifiedTime(file).toInstant();
            } catch (IOException gone) {
                // A refused file has only its note left.
            }
        }
        return clock.instant();
    }

    @Override
    public long written() {
        return written.sum();
    }

    private UploadWriter uploadWriter(IncomingFile incoming) {
        return writers.computeIfAbsent(
                incoming.id(),
                id -> new UploadWriter(
                        store.contents(),
                        folder(id),
                        id.value(),
                        incoming.bytes(),
                        hashers,
                        store::explained,
                        written::add));
    }

    private void close(ArtifactId id) throws IOException {
        UploadWriter uploadWriter = writers.remove(id);
        if (uploadWriter != null) {
            uploadWriter.close();
        }
    }

    private Stream<IncomingFile> all() {
        if (!Files.isDirectory(aside())) {
            return Stream.empty();
        }
        try (Stream<Path> folders = Files.list(aside())) {
            return folders
                    .map(folder -> find(new ArtifactId(String.valueOf(folder.getFileName()))))
                    .flatMap(Optional::stream)
                    .sorted(Comparator.comparing(IncomingFile::begunAt))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw store.explained(e);
        }
    }

    private void note(IncomingFile incoming) throws IOException {
        FolderStore.replace(folder(incoming.id()).resolve(NOTE), incoming);
    }

    private Path aside() {
        return store.folder().resolve(ASIDE);
    }

    private Path folder(ArtifactId id) {
        return aside().resolve(id.value());
    }
}
