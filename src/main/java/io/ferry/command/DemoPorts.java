package io.ferry.command;

import io.ferry.localcamunda.Ports;
import java.net.URI;

/**
 * Where the demonstration's programs listen, all on loopback.
 *
 * @param ferry Ferry's port
 * @param sandbox the first of the sandbox's four ports: Jira Data Center, Jira Cloud, BigPicture in the cloud, control
 * @param camunda the local Camunda's ports
 */
record DemoPorts(int ferry, int sandbox, Ports camunda) {
    /** The ports that the commands use unless told otherwise, with another one for Operate and Tasklist. */
    static DemoPorts of(int ferry, int sandbox, int web) {
        Ports usual = Ports.DEFAULT;
        return new DemoPorts(
                ferry,
                sandbox,
                new Ports(
                        usual.grpc(),
                        usual.zeebeRest(),
                        web,
                        usual.openSearch(),
                        usual.brokerManagement(),
                        usual.webManagement(),
                        usual.brokerCommand(),
                        usual.brokerInternal(),
                        usual.webInternal(),
                        usual.openSearchTransport()));
    }

    URI ferryAddress() {
        return at(ferry);
    }

    URI dataCenter() {
        return at(sandbox);
    }

    URI cloud() {
        return at(sandbox + 1);
    }

    URI bigPictureCloud() {
        return at(sandbox + 2);
    }

    URI sandboxControl() {
        return at(sandbox + 3);
    }

    URI webApplications() {
        return at(camunda.web());
    }

    URI zeebeHealth() {
        return at(camunda.brokerManagement());
    }

    private static URI at(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }
}
