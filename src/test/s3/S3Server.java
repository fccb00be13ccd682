import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobApiMetadata;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.blobstore.TransientApiMetadata;

/**
 * An S3 store on a free port of this computer, with one bucket that holds the files of a folder. It says the port on its
 * first line, and ends when its input does. It keeps everything in its memory, or in a place on the disk if one is given.
 *
 * <p>{@code java -cp 'target/s3/*' src/test/s3/S3Server.java KEY_ID SECRET BUCKET FOLDER [PLACE]}
 */
public final class S3Server {
    public static void main(String[] arguments) throws Exception {
        String bucket = arguments[2];
        Path folder = Path.of(arguments[3]);
        var store = builder(arguments).buildView(BlobStoreContext.class).getBlobStore();
        store.createContainerInLocation(null, bucket);
        try (var found = Files.walk(folder)) {
            List<Path> files = found.filter(Files::isRegularFile).toList();
            for (Path file : files) {
                store.putBlob(
                        bucket,
                        store.blobBuilder(folder.relativize(file).toString())
                                .payload(file.toFile())
                                .contentLength(Files.size(file))
                                .build());
            }
        }
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(store)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, arguments[0], arguments[1])
                .build();
        proxy.start();
        System.out.println(proxy.getPort());
        while (System.in.read() >= 0) {
            // Until whoever started it is gone.
        }
        System.exit(0);
    }

    private static ContextBuilder builder(String[] arguments) {
        if (arguments.length <= 4) {
            return ContextBuilder.newBuilder(new TransientApiMetadata());
        }
        Properties place = new Properties();
        place.setProperty("jclouds.filesystem.basedir", arguments[4]);
        return ContextBuilder.newBuilder(new FilesystemNio2BlobApiMetadata())
                .credentials("none", "none")
                .overrides(place);
    }
}
