package io.ferry.api;

import io.ferry.artifact.ArtifactException;
import io.ferry.artifact.ArtifactId;
import io.ferry.artifact.IncomingFile;
import io.ferry.migration.Actor;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.process.common.Draining;
import io.ferry.process.upload.FileKind;
import io.ferry.process.upload.UploadRefused;
import io.ferry.process.upload.Uploads;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes files piece by piece: the tus protocol, version 1.0.0 (tus.io), with its extensions creation, expiration and
 * termination. Any client of that protocol can hand a file over; the page has one of its own (static/pages/file.js).
 */
@Hidden
@RestController
@RequestMapping("/api/migrations/{id}/files/{kind:dump|jira-backup|safety-dump}/uploads")
class UploadsController {
    private static final String VERSION = "1.0.0";
    private static final int LONGEST_METADATA = 4096;

    private final Uploads uploads;
    private final Draining draining;

    UploadsController(Uploads uploads, Draining draining) {
        this.uploads = uploads;
        this.draining = draining;
    }

    static String address(MigrationId migration, FileKind kind, ArtifactId incoming) {
        return "/api/migrations/" + migration + "/files/" + kind.key() + "/uploads/" + incoming;
    }

    @RequestMapping(method = RequestMethod.OPTIONS)
    void tell(HttpServletResponse response) {
        response.setStatus(HttpStatus.NO_CONTENT.value());
        response.setHeader("Tus-Resumable", VERSION);
        response.setHeader("Tus-Version", VERSION);
        response.setHeader("Tus-Extension", "creation,expiration,termination");
    }

    @RequestMapping(method = RequestMethod.POST)
    void begin(
            @KnownMigration Migration migration,
            @PathVariable String kind,
            @RequestParam(defaultValue = "false") boolean replace,
            Actor by,
            HttpServletRequest request,
            HttpServletResponse response) {
        require(request, response);
        long bytes = number(request, "Upload-Length");
        FileKind wanted = FilesController.kind(kind);
        IncomingFile incoming = uploads.begin(
                migration,
                wanted,
                metadata(request, "filename", "file"),
                bytes,
                IncomingFile.Source.UPLOAD,
                metadata(request, "mark", ""),
                replace,
                by);
        response.setStatus(HttpStatus.CREATED.value());
        response.setHeader("Location", address(migration.id(), wanted, incoming.id()));
        response.setHeader("Upload-Expires", expires(incoming));
    }

    @RequestMapping(path = "/{upload}", method = RequestMethod.HEAD)
    void tellOffset(
            @KnownMigration Migration migration,
            @PathVariable String kind,
            @PathVariable String upload,
            HttpServletRequest request,
            HttpServletResponse response) {
        require(request, response);
        IncomingFile incoming = incoming(migration, kind, upload);
        response.setHeader("Upload-Offset", String.valueOf(uploads.received(incoming)));
        response.setHeader("Upload-Length", String.valueOf(incoming.bytes()));
        response.setHeader("Upload-Expires", expires(incoming));
        response.setHeader("Cache-Control", "no-store");
    }

    @LargeBody(Long.MAX_VALUE)
    @RequestMapping(path = "/{upload}", method = RequestMethod.PATCH)
    void append(
            @KnownMigration Migration migration,
            @PathVariable String kind,
            @PathVariable String upload,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        require(request, response);
        if (!"application/offset+octet-stream".equals(request.getContentType())) {
            throw new RequestRefused(Problems.uploadRefused(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "A piece of a file is of type application/offset+octet-stream."));
        }
        IncomingFile incoming = incoming(migration, kind, upload);
        long offset = number(request, "Upload-Offset");
        if (request.getContentLengthLong() > incoming.bytes() - offset) {
            throw new RequestRefused(
                    Problems.uploadRefused(HttpStatus.PAYLOAD_TOO_LARGE, "More would come than was announced."));
        }
        long received = uploads.append(incoming, offset, untilDrained(request.getInputStream()));
        response.setStatus(HttpStatus.NO_CONTENT.value());
        response.setHeader("Upload-Offset", String.valueOf(received));
        if (received < incoming.bytes()) {
            response.setHeader("Upload-Expires", expires(incoming));
        }
    }

    /** Ends early when this Ferry does: the sender is told how much has come, and sends the rest to another one. */
    private InputStream untilDrained(InputStream piece) {
        return new FilterInputStream(piece) {
            @Override
            public int read() throws IOException {
                return draining.cutsUploads() ? -1 : super.read();
            }

            @Override
            public int read(byte[] block, int from, int length) throws IOException {
                return draining.cutsUploads() ? -1 : super.read(block, from, length);
            }
        };
    }

    @RequestMapping(path = "/{upload}", method = RequestMethod.DELETE)
    void discard(
            @KnownMigration Migration migration,
            @PathVariable String kind,
            @PathVariable String upload,
            Actor by,
            HttpServletRequest request,
            HttpServletResponse response) {
        require(request, response);
        uploads.discard(incoming(migration, kind, upload), by);
        response.setStatus(HttpStatus.NO_CONTENT.value());
    }

    /** Some programs can send neither PATCH nor DELETE, and name them in a header. */
    @LargeBody(Long.MAX_VALUE)
    @RequestMapping(path = "/{upload}", method = RequestMethod.POST)
    void overridden(
            @KnownMigration Migration migration,
            @PathVariable String kind,
            @PathVariable String upload,
            Actor by,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        String method = String.valueOf(request.getHeader("X-HTTP-Method-Override"));
        switch (method) {
            case "PATCH" -> append(migration, kind, upload, request, response);
            case "DELETE" -> discard(migration, kind, upload, by, request, response);
            default ->
                throw new RequestRefused(Problems.uploadRefused(
                        HttpStatus.METHOD_NOT_ALLOWED, "X-HTTP-Method-Override may be PATCH or DELETE."));
        }
    }

    private static void require(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Tus-Resumable", VERSION);
        if (!VERSION.equals(request.getHeader("Tus-Resumable"))) {
            response.setHeader("Tus-Version", VERSION);
            throw new RequestRefused(
                    Problems.uploadRefused(HttpStatus.PRECONDITION_FAILED, "Ferry speaks tus " + VERSION + "."));
        }
    }

    private static long number(HttpServletRequest request, String header) {
        String value = request.getHeader(header);
        if (value == null || !value.matches("\\d{1,18}")) {
            throw new RequestRefused(
                    Problems.uploadRefused(HttpStatus.BAD_REQUEST, "The header " + header + " is a number of bytes."));
        }
        return Long.parseLong(value);
    }

    private static String metadata(HttpServletRequest request, String key, String otherwise) {
        @Nullable String header = request.getHeader("Upload-Metadata");
        if (header == null || header.length() > LONGEST_METADATA) {
            return otherwise;
        }
        for (String pair : header.split(",", -1)) {
            String[] parts = pair.strip().split(" ", -1);
            if (parts.length == 2 && parts[0].equals(key)) {
                try {
                    return new String(Base64.getDecoder().decode(parts[1]), StandardCharsets.UTF_8);
                } catch (IllegalArgumentException notBase64) {
                    return otherwise;
                }
            }
        }
        return otherwise;
    }

    private IncomingFile incoming(Migration migration, String kind, String upload) {
        try {
            return uploads.find(migration.id(), FilesController.kind(kind), new ArtifactId(upload))
                    .orElseThrow(UploadsController::gone);
        } catch (IllegalArgumentException noId) {
            throw gone();
        }
    }

    private static RequestRefused gone() {
        return new RequestRefused(Problems.uploadRefused(
                HttpStatus.NOT_FOUND, "There is no such upload: it ended, was thrown away, or waited too long."));
    }

    private String expires(IncomingFile incoming) {
        Instant at = uploads.expiresAt(incoming);
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(at.atOffset(ZoneOffset.UTC));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(UploadRefused refused) {
        return Problems.answer(Problems.uploadRefused(refused));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(ArtifactException refused) {
        return Problems.answer(Problems.uploadRefused(refused));
    }

    /** The sender has broken off: there is nobody to answer, and what came is kept. */
    @ExceptionHandler
    void brokenOff(IOException brokenOff, HttpServletResponse response) {
        response.setStatus(HttpStatus.BAD_REQUEST.value());
    }
}
