package io.ferry.localcamunda.zeebe;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** A port of this computer's loopback address, where {@link InetSocketAddress} with a port alone means every address. */
public final class LoopbackSocketAddress extends InetSocketAddress {
    private static final long serialVersionUID = 1;

    /** The given port at 127.0.0.1. */
    public LoopbackSocketAddress(int port) {
        super(loopback(), port);
    }

    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
