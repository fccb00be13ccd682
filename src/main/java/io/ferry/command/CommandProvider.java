package io.ferry.command;

import java.util.List;

/**
 * Adds commands to the program {@code ferry} from another jar on its class path. {@link java.util.ServiceLoader} finds it,
 * so that the product needs no class of that jar.
 */
public interface CommandProvider {
    /**
     * Makes the commands.
     *
     * @return objects whose classes carry picocli's annotation {@code @Command}, in the order of the list of commands
     */
    List<Object> commands();
}
