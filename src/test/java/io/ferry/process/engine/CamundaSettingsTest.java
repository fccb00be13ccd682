package io.ferry.process.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.camunda.client.CredentialsProvider;
import io.camunda.client.spring.configuration.CredentialsProviderConfiguration;
import io.camunda.client.spring.properties.CamundaClientProperties;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What {@code camunda.client.*} becomes with Ferry's own application.yaml. */
class CamundaSettingsTest {
    @TempDir
    private Path home;

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({CamundaClientProperties.class, CamundaProperties.class})
    @Import({CredentialsProviderConfiguration.class, EngineConfiguration.class, CamundaLinks.class})
    static class Engine {}

    @Test
    void shouldLookForAClusterOnThisComputerThatAsksForNoSignIn() {
        with(context -> {
            CamundaClientProperties client = context.getBean(CamundaClientProperties.class);
            assertThat(client.getRestAddress()).isEqualTo(URI.create("http://127.0.0.1:8080"));
            assertThat(client.getGrpcAddress()).isEqualTo(URI.create("http://127.0.0.1:26500"));
            assertThat(client.getPreferRestOverGrpc()).isFalse();
            assertThat(client.getWorker().getDefaults().getStreamEnabled()).isTrue();
            assertThat(signIn(context)).isEqualTo("without a sign-in");
            CamundaLinks links = context.getBean(CamundaLinks.class);
            assertThat(links.task(7)).isEqualTo("http://127.0.0.1:8080/tasklist/7");
            assertThat(links.instance(8)).isEqualTo("http://127.0.0.1:8080/operate/processes/8");
        });
    }

    @Test
    void shouldTakeAnotherSelfManagedClusterWithNameAndPassword() {
        with(
                context -> {
                    CamundaClientProperties client = context.getBean(CamundaClientProperties.class);
                    assertThat(client.getRestAddress()).isEqualTo(URI.create("https://camunda.example/cluster/"));
                    assertThat(client.getGrpcAddress()).isEqualTo(URI.create("https://grpc.camunda.example"));
                    assertThat(signIn(context)).isEqualTo("signed in as ferry");
                    assertThat(context.getBean(CamundaLinks.class).tasklist())
                            .isEqualTo("https://camunda.example/cluster/tasklist");
                },
                "camunda.client.mode=self-managed",
                "camunda.client.rest-address=https://camunda.example/cluster/",
                "camunda.client.grpc-address=https://grpc.camunda.example",
                "camunda.client.auth.username=ferry",
                "camunda.client.auth.password=secret");
    }

    @Test
    void shouldTakeAClusterBehindOidc() {
        with(
                context -> {
                    CamundaClientProperties client = context.getBean(CamundaClientProperties.class);
                    assertThat(client.getAuth().getTokenUrl()).isEqualTo(URI.create("https://id.example/token"));
                    assertThat(client.getAuth().getCredentialsCachePath()).isEqualTo(home + "/camunda-tokens");
                    assertThat(signIn(context)).isEqualTo("signed in as the client ferry");
                },
                "camunda.client.auth.method=oidc",
                "camunda.client.auth.client-id=ferry",
                "camunda.client.auth.client-secret=secret",
                "camunda.client.auth.token-url=https://id.example/token",
                "camunda.client.auth.audience=camunda-api");
    }

    @Test
    void shouldTakeASaasClusterByItsRegionAndId() {
        Consumer<ApplicationContext> expected = context -> {
            CamundaClientProperties client = context.getBean(CamundaClientProperties.class);
            assertThat(client.getRestAddress()).isEqualTo(URI.create("https://jfk-1.zeebe.camunda.io:443/abc-123"));
            assertThat(client.getGrpcAddress()).isEqualTo(URI.create("https://abc-123.jfk-1.zeebe.camunda.io:443"));
            assertThat(signIn(context)).isEqualTo("signed in as the client ferry");
            CamundaLinks links = context.getBean(CamundaLinks.class);
            assertThat(links.task(7)).isEqualTo("https://jfk-1.tasklist.camunda.io/abc-123/tasklist/7");
            assertThat(links.instance(8)).isEqualTo("https://jfk-1.operate.camunda.io/abc-123/operate/processes/8");
        };
        String[] cluster = {
            "camunda.client.cloud.region=jfk-1",
            "camunda.client.cloud.cluster-id=abc-123",
            "camunda.client.auth.client-id=ferry",
            "camunda.client.auth.client-secret=secret"
        };
        with(
                expected,
                Stream.concat(Stream.of("camunda.client.mode=saas"), Arrays.stream(cluster))
                        .toArray(String[]::new));
        // The starter takes it for SaaS by its id as well.
        with(expected, cluster);
    }

    @Test
    void shouldFindTheApplicationsOfASaasClusterAtItsNewAddress() {
        with(
                context -> assertThat(context.getBean(CamundaLinks.class).task(7))
                        .isEqualTo("https://jfk-1.api.camunda.io/abc-123/tasklist/7"),
                "camunda.client.mode=saas",
                "camunda.client.cloud.region=jfk-1",
                "camunda.client.cloud.cluster-id=abc-123",
                "camunda.client.rest-address=https://jfk-1.api.camunda.io/abc-123",
                "camunda.client.auth.client-id=ferry",
                "camunda.client.auth.client-secret=secret");
    }

    @Test
    void shouldLinkToWherePeopleReachTheApplications() {
        with(
                context -> {
                    CamundaLinks links = context.getBean(CamundaLinks.class);
                    assertThat(links.task(7)).isEqualTo("https://tasks.example/7");
                    assertThat(links.instance(8)).isEqualTo("https://operate.example/x/processes/8");
                },
                "ferry.camunda.tasklist-url=https://tasks.example/",
                "ferry.camunda.operate-url=https://operate.example/x");
    }

    @Test
    void shouldNotOpenStreamsOfJobsWhereOnlyTheRestInterfaceIsReached() {
        with(
                context -> assertThat(context.getBean(CamundaClientProperties.class)
                                .getWorker()
                                .getDefaults()
                                .getStreamEnabled())
                        .isFalse(),
                "camunda.client.prefer-rest-over-grpc=true");
    }

    private void with(Consumer<ApplicationContext> expected, String... settings) {
        String[] arguments = Stream.concat(Stream.of("ferry.home=" + home), Arrays.stream(settings))
                .map(setting -> "--" + setting)
                .toArray(String[]::new);
        try (var context = new SpringApplicationBuilder(Engine.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .run(arguments)) {
            expected.accept(context);
        }
    }

    private static String signIn(ApplicationContext context) {
        return SignIn.inWords(context.getBean(CredentialsProvider.class));
    }
}
