package io.ferry.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ferry.artifact.Artifact;
import io.ferry.artifact.ArtifactException;
import io.ferry.artifact.ArtifactId;
import io.ferry.artifact.ArtifactStore;
import io.ferry.artifact.IncomingFile;
import io.ferry.artifact.StoredFile;
import io.ferry.backup.read.FileSniffer;
import io.ferry.forecast.RoundTimes;
import io.ferry.migration.Actor;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.process.retention.LookedAfter;
import io.ferry.process.retention.Retention;
import io.ferry.process.retention.StillUnderWay;
import io.ferry.process.upload.FetchedFiles;
import io.ferry.process.upload.FileKind;
import io.ferry.process.upload.UploadRefused;
import io.ferry.process.upload.Uploads;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRange;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Files of a migration: which there are, how one is uploaded, and how one is got. {@link UploadsController} takes them. */
@RestController
@RequestMapping("/api/migrations/{id}/files")
@Tag(name = "Files")
class FilesController {
    private static final int BLOCK = 64 * 1024;

    private final Uploads uploads;
    private final FetchedFiles fetched;
    private final ArtifactStore store;
    private final Retention retention;
    private final DownloadRecord downloads;

    FilesController(
            Uploads uploads, FetchedFiles fetched, ArtifactStore store, Retention retention, DownloadRecord downloads) {
        this.uploads = uploads;
        this.fetched = fetched;
        this.store = store;
        this.retention = retention;
        this.downloads = downloads;
    }

    /** A stored file as the interface tells it. */
    record FileView(String id, String name, long bytes, String sha256, String content) {
        static FileView of(MigrationId migration, StoredFile file) {
            return new FileView(
                    file.id(),
                    file.name(),
                    file.bytes(),
                    file.sha256(),
                    "/api/migrations/" + migration + "/files/" + file.id() + "/content");
        }
    }

    /** A file of the list. */
    record Listed(String kind, FileView file, Instant storedAt) {}

    /**
     * A file on its way.
     *
     * @param timeLeft how long the rest takes, rounded; null if that is not known, or nothing comes
     * @param timeLeftWords the same as people read it
     */
    record Coming(
            String name,
            long bytes,
            long received,
            long hashed,
            IncomingFile.Source source,
            String mark,
            String upload,
            @Nullable Instant expiresAt,
            @Nullable Duration timeLeft,
            @Nullable String timeLeftWords) {}

    /** How it stands with one file. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record FileStatus(
            String kind,
            @Nullable FileView file,
            boolean taken,
            @Nullable Instant since,
            IncomingFile.@Nullable Rejection closed,
            @Nullable Coming coming,
            IncomingFile.@Nullable Rejection refused,
            List<String> folders,
            List<String> places) {}

    /** Where a file lies. */
    record Place(@Nullable String path, @Nullable String address, boolean replace) {}

    @GetMapping(produces = "application/json")
    @Operation(summary = "List the dumps and backups of a migration, oldest first, each with its size and SHA-256")
    List<Listed> list(@KnownMigration Migration migration) {
        return store.of(migration.id().value()).stream()
                .flatMap(artifact -> FileKind.of(artifact.kind())
                        .map(kind -> new Listed(
                                kind.key(), FileView.of(migration.id(), StoredFile.of(artifact)), artifact.storedAt()))
                        .stream())
                .toList();
    }

    /** A file that was deleted. */
    record Deleted(String name, long bytes, String sha256) {}

    @DeleteMapping(produces = "application/json")
    @Operation(
            summary = "Delete the dumps and backups of an ended migration at once",
            description =
                    "Each file's name, size and SHA-256 stay on record. Without its safety dump a target cannot be rolled back"
                            + " with Ferry any more.")
    List<Deleted> delete(@KnownMigration Migration migration, Actor by) {
        return retention.deleteFiles(migration, by).stream()
                .map(file -> new Deleted(file.name(), file.bytes(), file.sha256()))
                .toList();
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> stillUnderWay(StillUnderWay refused) {
        var problem = Problems.conflict(
                "The migration is under way",
                "Its files may still be needed. Wait for its end, or cancel it first; if a phase runs again, wait for the end of that.");
        return Problems.answer(problem);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> lookedAfter(LookedAfter refused) {
        return Problems.answer(
                Problems.conflict(
                        "Ferry looks after these files just now",
                        "It deletes them for somebody else, or looks whether their time is over. Nothing was deleted for you: ask again in a moment."));
    }

    @GetMapping(path = "/{kind:dump|jira-backup|safety-dump}", produces = "application/json")
    @Operation(
            summary = "Show one file: the current one, the one being transferred, why one was refused",
            description = "Files are sent to …/uploads by the tus protocol, version 1.0.0.")
    FileStatus show(@KnownMigration Migration migration, @PathVariable String kind) {
        FileKind wanted = kind(kind);
        Uploads.State state = uploads.state(migration, wanted);
        IncomingFile coming = state.coming();
        IncomingFile refused = state.refused();
        return new FileStatus(
                wanted.key(),
                state.counts() == null ? null : FileView.of(migration.id(), state.counts()),
                state.taken(),
                state.since(),
                state.closed(),
                coming == null
                        ? null
                        : new Coming(
                                coming.name(),
                                coming.bytes(),
                                state.received(),
                                state.hashed(),
                                coming.source(),
                                coming.source() == IncomingFile.Source.UPLOAD ? coming.mark() : "",
                                UploadsController.address(migration.id(), wanted, coming.id()),
                                state.expiresAt(),
                                state.left() == null ? null : RoundTimes.rounded(state.left()),
                                state.left() == null ? null : RoundTimes.about(state.left()) + " left"),
                refused == null ? null : refused.rejection(),
                fetched.folders().stream().map(Path::toString).toList(),
                fetched.places());
    }

    @PostMapping(path = "/{kind:dump|jira-backup|safety-dump}/look", consumes = "application/octet-stream")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Look at the ends of a file before it is sent",
            description = "The body holds the first 65,536 bytes, then the last 65,536; the whole file twice if it is"
                    + " smaller. The wrong file is refused with a sentence.")
    void look(
            @KnownMigration Migration migration,
            @PathVariable String kind,
            @RequestParam long bytes,
            @RequestBody(required = false) byte @Nullable [] ends) {
        byte[] both = ends == null ? new byte[0] : ends;
        int length = (int) Math.min(bytes, FileSniffer.ENDS);
        if (length < 0 || both.length != 2 * length) {
            throw new RequestRefused(Problems.notReadable("The body holds both ends of the file."));
        }
        uploads.look(
                migration,
                kind(kind),
                bytes,
                Arrays.copyOf(both, length),
                Arrays.copyOfRange(both, length, both.length));
    }

    @PostMapping(path = "/{kind:dump|jira-backup|safety-dump}", consumes = "application/json")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Let Ferry fetch a file",
            description =
                    "From a path inside a folder of ferry.artifacts.upload-folders, from an https address at a host"
                            + " of ferry.uploads.address-hosts, or from s3://bucket/name in a store of"
                            + " ferry.uploads.s3-stores. An https address is kept nowhere.")
    FileStatus fetch(
            @KnownMigration Migration migration, @PathVariable String kind, @RequestBody Place place, Actor by) {
        if (place.path() != null && !place.path().isBlank()) {
            fetched.fromFolder(migration, kind(kind), place.path(), place.replace(), by);
        } else if (place.address() != null && !place.address().isBlank()) {
            fetched.fromAddress(migration, kind(kind), place.address(), place.replace(), by);
        } else {
            throw new RequestRefused(Problems.notReadable("Give a path or an address."));
        }
        return show(migration, kind);
    }

    @Hidden
    @GetMapping("/{file:[0-9a-f]{8}-[0-9a-f-]{27}}/content")
    void content(
            @KnownMigration Migration migration,
            @PathVariable String file,
            Actor by,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Artifact artifact = artifact(migration.id(), file);
        // Before anything is answered: a key may be missing.
        try (SeekableByteChannel content = store.open(artifact.id())) {
            answer(artifact, content, () -> downloads.begun(migration.id(), artifact, by), request, response);
        }
    }

    private static void answer(
            Artifact artifact,
            SeekableByteChannel content,
            Runnable begun,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        String tag = "\"" + artifact.sha256() + "\"";
        response.setHeader("ETag", tag);
        response.setHeader("Accept-Ranges", "bytes");
        response.setHeader("Content-Type", "application/octet-stream");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader(
                "Content-Disposition",
                ContentDisposition.attachment()
                        .filename(artifact.name(), StandardCharsets.UTF_8)
                        .build()
                        .toString());
        if (tag.equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatus(HttpStatus.NOT_MODIFIED.value());
            return;
        }
        Optional<HttpRange> range = range(request, tag);
        long from = 0;
        long end = artifact.bytes();
        if (range.isPresent()) {
            try {
                from = range.get().getRangeStart(artifact.bytes());
                end = range.get().getRangeEnd(artifact.bytes()) + 1;
            } catch (IllegalArgumentException beyond) {
                from = end;
            }
            if (from >= end) {
                response.setHeader("Content-Range", "bytes */" + artifact.bytes());
                response.setStatus(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE.value());
                return;
            }
            response.setStatus(HttpStatus.PARTIAL_CONTENT.value());
            response.setHeader("Content-Range", "bytes " + from + "-" + (end - 1) + "/" + artifact.bytes());
        }
        response.setContentLengthLong(end - from);
        if (!"HEAD".equals(request.getMethod())) {
            begun.run();
            send(content, from, end, response);
        }
    }

    /** One range of the very content that the asker has seen before; anything else gets the whole of it. */
    private static Optional<HttpRange> range(HttpServletRequest request, String tag) {
        String asked = request.getHeader(HttpHeaders.RANGE);
        String seen = request.getHeader(HttpHeaders.IF_RANGE);
        if (asked == null || (seen != null && !seen.equals(tag))) {
            return Optional.empty();
        }
        try {
            List<HttpRange> ranges = HttpRange.parseRanges(asked);
            return ranges.size() == 1 ? Optional.of(ranges.getFirst()) : Optional.empty();
        } catch (IllegalArgumentException notUnderstood) {
            return Optional.empty();
        }
    }

    private static void send(SeekableByteChannel content, long from, long end, HttpServletResponse response)
            throws IOException {
        OutputStream out = response.getOutputStream();
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        content.position(from);
        long left = end - from;
        while (left > 0) {
            block.clear().limit((int) Math.min(BLOCK, left));
            int read = content.read(block);
            if (read < 0) {
                throw new EOFException("The stored file ends too early.");
            }
            out.write(block.array(), 0, read);
            left -= read;
        }
    }

    private Artifact artifact(MigrationId migration, String file) {
        try {
            Artifact artifact = store.find(new ArtifactId(file));
            if (artifact.owner().equals(migration.value())
                    && FileKind.of(artifact.kind()).isPresent()) {
                return artifact;
            }
        } catch (ArtifactException | IllegalArgumentException none) {
            // The same answer as for a file of another migration.
        }
        throw new RequestRefused(Problems.unknownFile());
    }

    static FileKind kind(String key) {
        return FileKind.withKey(key).orElseThrow(() -> new RequestRefused(Problems.unknownFile()));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(UploadRefused refused) {
        return Problems.answer(Problems.uploadRefused(refused));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(ArtifactException refused) {
        return Problems.answer(Problems.uploadRefused(refused));
    }
}
