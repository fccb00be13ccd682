package io.ferry.demo;

import com.fasterxml.jackson.core.JacksonException;
import io.ferry.base.Json;
import io.ferry.base.OwnerOnly;
import io.ferry.command.CommandFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ferry demo --resume} needs to go on: written when a demonstration starts, readable by its user alone, and deleted
 * when it ends.
 *
 * @param mode who does the work
 * @param backup the Jira XML backup that the pretend sites are fed from; null for the generated one
 * @param ports what the programs listen on
 * @param camunda a Camunda that was running already; null for the local engine
 * @param grpc that Camunda's gRPC
 * @param user who signs in there; the password is not kept
 * @param migration the migration's id; null before it has begun
 * @param secrets passwords and tokens of the pretend sites, by the variables in which Ferry gets them
 */
record Resumption(
        DemoMode mode,
        @Nullable String backup,
        DemoPorts ports,
        @Nullable URI camunda,
        @Nullable URI grpc,
        @Nullable String user,
        @Nullable String migration,
        Map<String, String> secrets) {
    private static final String FILE = "resume.json";

    Resumption {
        secrets = Map.copyOf(secrets);
    }

    static Resumption of(DemoSettings settings, DemoSecrets secrets, @Nullable String migration) {
        Cluster running = settings.running();
        Cluster.SignIn signIn = running == null ? null : running.signIn();
        Path backup = settings.backup();
        return new Resumption(
                settings.mode(),
                backup == null ? null : backup.toAbsolutePath().toString(),
                settings.ports(),
                running == null ? null : running.rest(),
                running == null ? null : running.grpc(),
                signIn == null ? null : signIn.user(),
                migration,
                secrets.forFerry());
    }

    /** Writes it, in place of the one before. */
    void write(Path folder) throws IOException {
        Path making = OwnerOnly.folder(folder).resolve(FILE + ".new");
        Files.deleteIfExists(making);
        Files.writeString(OwnerOnly.file(making), Json.MAPPER.writeValueAsString(this));
        Files.move(making, folder.resolve(FILE), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Reads it; empty if no demonstration can be gone on with. */
    static Optional<Resumption> read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.MAPPER.readValue(file.toFile(), Resumption.class));
        } catch (JacksonException fromAnotherVersion) {
            return Optional.empty();
        }
    }

    /** Deletes it. */
    static void forget(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(FILE));
    }

    /**
     * The settings of the demonstration.
     *
     * @param password of the user at the Camunda that was running already; null if none was given
     * @throws CommandFailure if it is needed and was not given
     */
    DemoSettings settings(Duration timeout, char @Nullable [] password) {
        Cluster running = null;
        if (camunda != null) {
            if (user != null && password == null) {
                throw new CommandFailure("the Camunda at " + camunda + " wants " + user
                        + " to sign in: --resume needs --password, or FERRY_DEMO_PASSWORD.");
            }
            Cluster.SignIn signIn =
                    user == null || password == null ? null : new Cluster.SignIn(user, new String(password));
            running = Cluster.running(camunda, grpc, signIn);
        }
        return new DemoSettings(backup == null ? null : Path.of(backup), mode, timeout, ports, running);
    }
}
