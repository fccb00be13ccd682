package io.ferry.localengine;

import io.grpc.ServerBuilder;
import io.grpc.ServerCredentials;
import io.grpc.ServerProvider;
import io.grpc.netty.NettyServerBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Makes the engine's gRPC gateway listen to this computer only: Zeebe Process Test asks gRPC for a server at a port, which
 * would listen to all addresses. Found by gRPC through its service file.
 */
public final class LoopbackServerProvider extends ServerProvider {
    /** gRPC's own provider for Netty has 5. */
    private static final int BEFORE_ALL_OTHERS = 10;

    @Override
    protected boolean isAvailable() {
        return true;
    }

    @Override
    protected int priority() {
        return BEFORE_ALL_OTHERS;
    }

    @Override
    protected ServerBuilder<?> builderForPort(int port) {
        return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    @Override
    protected NewServerBuilderResult newServerBuilderForPort(int port, ServerCredentials credentials) {
        return NewServerBuilderResult.serverBuilder(NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port), credentials));
    }
}
