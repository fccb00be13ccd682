package io.ferry.remote;

import java.net.http.HttpClient;

/** Clients of S3 stores for tests of other rooms. */
public final class TestS3Clients {
    private TestS3Clients() {}

    /** @param keys {@code accessKeyId:secretAccessKey}, whatever reference is asked for */
    public static S3Clients with(String keys) {
        return with(keys, HttpClient.newHttpClient());
    }

    /** @param http sends what they ask */
    public static S3Clients with(String keys, HttpClient http) {
        return new S3Clients(new CredentialResolver(declared -> null, variable -> keys), http);
    }
}
