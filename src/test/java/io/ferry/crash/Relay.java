package io.ferry.crash;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands between Ferry and a program that it calls, as a network does: carries bytes both ways, and can cut every
 * connection, cut one in the middle of a transfer, delay what it carries, or carry nothing for a while; the last three for
 * each direction by itself. In HTTP/1.1 it also sees when a call that changes something goes out and when its answer comes
 * back: the moments at which a crash does the most harm.
 */
final class Relay implements Closeable {
    private static final int BLOCK = 8192;
    private static final long NEVER = Long.MAX_VALUE;

    private final String name;
    private final int behind;
    private final Listener listener;
    private final ServerSocket door;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong cuts = new AtomicLong();
    private final Map<Direction, Weather> weather =
            Map.of(Direction.FROM_FERRY, new Weather(), Direction.TO_FERRY, new Weather());

    /** Which way bytes go. */
    enum Direction {
        FROM_FERRY,
        TO_FERRY
    }

    /** What is wrong in one direction. */
    private static final class Weather {
        private final AtomicLong cutAfter = new AtomicLong(NEVER);
        private volatile Duration delay = Duration.ZERO;
        private volatile long delayedUntil = System.nanoTime();
        private volatile long stalledUntil = System.nanoTime();

        /** Whether the connection that carries these bytes is the one to be cut. */
        private boolean cuts(int count) {
            if (cutAfter.get() != NEVER && cutAfter.addAndGet(-count) < 0) {
                cutAfter.set(NEVER);
                return true;
            }
            return false;
        }

        private void hold() {
            while (isBefore(stalledUntil)) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
            if (isBefore(delayedUntil)) {
                LockSupport.parkNanos(delay.toNanos());
            }
        }

        private void heal() {
            cutAfter.set(NEVER);
            delayedUntil = System.nanoTime();
            stalledUntil = System.nanoTime();
        }
    }

    /** Where a call that changes something stands. */
    enum Moment {
        /** Ferry has sent it; the site has not got it yet. */
        SENT,
        /** The site has answered; Ferry has not got the answer yet. */
        ANSWERED,
        /** Ferry has got the answer. */
        HEARD
    }

    /** Told of calls that change something; may take its time, the bytes wait meanwhile. */
    interface Listener {
        void call(String what, Moment moment);
    }

    Relay(String name, int port, int behind, Listener listener) throws IOException {
        this.name = name;
        this.behind = behind;
        this.listener = listener;
        this.door = new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::welcome);
    }

    String name() {
        return name;
    }

    int port() {
        return door.getLocalPort();
    }

    /**
     * Ends every open connection at once.
     *
     * @return how many there were
     */
    int cutAll() {
        // Ending one side makes the other leave the set: counted are those that were there before.
        List<Socket> sockets = List.copyOf(open);
        sockets.forEach(Relay::end);
        return sockets.size() / 2;
    }

    /** Ends the connection that carries the byte of this number in this direction, counted from now, once. */
    void cutAfter(Direction direction, long bytes) {
        at(direction).cutAfter.set(bytes);
    }

    /** How many connections ended in the middle of what they carried. */
    long cuts() {
        return cuts.get();
    }

    /** Holds each block on its way for a moment, as long as it lasts. */
    void delay(Direction direction, Duration each, Duration time) {
        at(direction).delay = each;
        at(direction).delayedUntil = System.nanoTime() + time.toNanos();
    }

    /** Carries nothing for a while; what is sent meanwhile arrives afterwards, unless the sender gave up. */
    void stall(Direction direction, Duration time) {
        at(direction).stalledUntil = System.nanoTime() + time.toNanos();
    }

    /** Carries everything as it should from now on. */
    void heal() {
        weather.values().forEach(Weather::heal);
    }

    private Weather at(Direction direction) {
        return Objects.requireNonNull(weather.get(direction));
    }

    private void welcome() {
        while (!door.isClosed()) {
            try {
                Socket ferry = door.accept();
                Thread.ofVirtual().start(() -> carry(ferry));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void carry(Socket ferry) {
        open.add(ferry);
        try (ferry;
                Socket site = new Socket(InetAddress.getLoopbackAddress(), behind)) {
            open.add(site);
            ferry.setTcpNoDelay(true);
            site.setTcpNoDelay(true);
            Call call = new Call();
            Thread back = Thread.ofVirtual().start(() -> {
                pump(site, ferry, call, Direction.TO_FERRY);
                end(ferry);
            });
            pump(ferry, site, call, Direction.FROM_FERRY);
            end(site);
            back.join();
            open.remove(site);
        } catch (IOException | InterruptedException gone) {
            // As when a network ends: both ends see it.
        } finally {
            open.remove(ferry);
        }
    }

    /** The call that a connection carries just now; one at a time, since HTTP/1.1 is not pipelined. */
    private static final class Call {
        private volatile String change = "";
        private volatile boolean answering;
    }

    private void pump(Socket from, Socket to, Call call, Direction direction) {
        byte[] block = new byte[BLOCK];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            while (true) {
                int count = in.read(block);
                if (count < 0) {
                    return;
                }
                at(direction).hold();
                if (at(direction).cuts(count)) {
                    cuts.incrementAndGet();
                    out.write(block, 0, count / 2);
                    out.flush();
                    end(from);
                    end(to);
                    return;
                }
                boolean heard = false;
                if (direction == Direction.FROM_FERRY) {
                    beginning(block, count, call);
                } else if (!call.change.isEmpty() && !call.answering) {
                    call.answering = true;
                    listener.call(call.change, Moment.ANSWERED);
                    heard = true;
                }
                out.write(block, 0, count);
                out.flush();
                if (heard) {
                    listener.call(call.change, Moment.HEARD);
                }
            }
        } catch (IOException cut) {
            // The other direction sees it too.
        }
    }

    private void beginning(byte[] block, int count, Call call) {
        String start = new String(block, 0, Math.min(count, 300), StandardCharsets.ISO_8859_1);
        String line = start.lines().findFirst().orElse("");
        if (!line.endsWith(" HTTP/1.1")) {
            return;
        }
        call.answering = false;
        String request = line.substring(0, line.length() - " HTTP/1.1".length());
        call.change = request.startsWith("POST ") || request.startsWith("PUT ") ? request.replaceAll("\\?.*", "") : "";
        if (!call.change.isEmpty()) {
            listener.call(call.change, Moment.SENT);
        }
    }

    private static boolean isBefore(long nanoTime) {
        return System.nanoTime() - nanoTime < 0;
    }

    private static void end(Socket socket) {
        try {
            // No farewell: the other end sees a reset, as when a machine vanishes.
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException alreadyGone) {
            // Then there is nothing to end.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        cutAll();
    }
}
