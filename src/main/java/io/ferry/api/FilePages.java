package io.ferry.api;

import io.ferry.api.Frame.Link;
import io.ferry.api.Frame.Section;
import io.ferry.artifact.Artifact;
import io.ferry.artifact.ArtifactStore;
import io.ferry.artifact.Downloads;
import io.ferry.artifact.Transfer;
import io.ferry.migration.Migration;
import io.ferry.process.upload.FileKind;
import io.swagger.v3.oas.annotations.Hidden;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The pages of a migration's files: one for each file, uploaded and downloaded there, and a list of all. */
@Hidden
@RestController
class FilePages {
    private final ArtifactStore store;
    private final Downloads downloads;
    private final Pages pages;
    private final Clock clock;

    FilePages(ArtifactStore store, Downloads downloads, Pages pages, Clock clock) {
        this.downloads = downloads;
        this.clock = clock;
        this.store = store;
        this.pages = pages;
    }

    @GetMapping("/migrations/{id}/files/{kind}")
    ResponseEntity<String> file(@KnownMigration Migration migration, @PathVariable String kind) {
        Optional<FileKind> wanted = FileKind.withKey(kind);
        if (wanted.isEmpty()) {
            return pages.notFound("There is no such file");
        }
        String app = migration.app().title();
        return pages.answer(new FilePage(
                pages.frame(migration, Section.FILES)
                        .titled(title(wanted.get(), app))
                        .withOwn("file"),
                "/api" + Section.FILES.address(migration) + "/" + kind,
                wanted.get().title(),
                lead(wanted.get(), app)));
    }

    @GetMapping("/migrations/{id}/files")
    ResponseEntity<String> files(@KnownMigration Migration migration) {
        List<Artifact> files = store.of(migration.id().value());
        List<Transfer> fetched = downloads.underWay(migration.id().value());
        Frame frame = pages.frame(migration, Section.FILES);
        return pages.answer(new FilesPage(
                fetched.isEmpty() ? frame : frame.following(clock.instant()),
                Arrays.stream(FileKind.values())
                        .map(kind -> kind(migration, kind, files, fetched))
                        .toList()));
    }

    private static FilesPage.Kind kind(
            Migration migration, FileKind kind, List<Artifact> files, List<Transfer> fetched) {
        String address = Section.FILES.address(migration);
        return new FilesPage.Kind(
                new Link(address + "/" + kind.key(), title(kind, migration.app().title())),
                files.stream()
                        .filter(file -> file.kind() == kind.artifact())
                        .map(file -> FilesPage.Stored.of(file, "/api" + address))
                        .toList(),
                fetched.stream()
                        .filter(transfer -> transfer.kind() == kind.artifact())
                        .map(FilesPage.Fetched::of)
                        .toList());
    }

    private static String title(FileKind kind, String app) {
        return switch (kind) {
            case DUMP -> "The dump of " + app;
            case JIRA_BACKUP -> "The Jira backup";
            case SAFETY_DUMP -> "The safety dump of " + app;
        };
    }

    private static String lead(FileKind kind, String app) {
        return switch (kind) {
            case DUMP ->
                "The file that you downloaded in " + app
                        + " on Data Center: App configuration > Advanced > Database dumps. Do not rename or unpack it.";
            case JIRA_BACKUP ->
                "The zip that Jira Data Center wrote into the folder “export” of its home directory. Do not unpack it.";
            case SAFETY_DUMP ->
                "The dump that " + app
                        + " in the cloud made of its own state just before the restore. A copy outside the cloud is a"
                        + " second way back.";
        };
    }
}
