import com.sun.net.httpserver.HttpServer;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** What an upload is compared with: Java's own HTTP server, which writes what it gets into one file. */
class PlainServer {
    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[1]);
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])), 0);
        server.createContext("/", exchange -> {
            try (InputStream in = exchange.getRequestBody();
                    OutputStream out = Files.newOutputStream(file)) {
                byte[] block = new byte[256 * 1024];
                int read;
                while ((read = in.read(block)) >= 0) {
                    out.write(block, 0, read);
                }
            }
            exchange.sendResponseHeaders(201, -1);
            exchange.close();
        });
        server.start();
        System.out.println("ready");
    }
}
