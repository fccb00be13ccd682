package io.ferry.localcamunda;

import java.nio.file.Path;

/** The local Camunda cannot do what it was asked to. The message is a sentence for the person at the terminal. */
public final class LocalCamundaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LocalCamundaException(String message) {
        super(message);
    }

    LocalCamundaException(String message, Throwable cause) {
        super(message, cause);
    }

    static LocalCamundaException notSetUp(Path folder) {
        return new LocalCamundaException("The local Camunda is not set up: its programs are not in " + folder
                + ". Run \"bash src/localcamunda/setup.sh\", which fetches them once.");
    }

    static LocalCamundaException alreadyRunning(Path data) {
        return new LocalCamundaException("The local Camunda with its data in " + data
                + " is already running. \"ferry camunda status\" says where, \"ferry camunda stop\" stops it.");
    }

    static LocalCamundaException busy(Path data) {
        return new LocalCamundaException("Another command is starting or stopping the local Camunda with its data in "
                + data + " at this moment. Wait until it is done, then try again.");
    }

    static LocalCamundaException diskFull(Path folder, long freeMegabytes, long neededMegabytes) {
        return new LocalCamundaException(
                "Only " + freeMegabytes + " MB are free in " + folder + ", and the local Camunda" + " needs "
                        + neededMegabytes + " MB. Free some space, or name another folder with --data.");
    }

    static LocalCamundaException cannotWrite(Path folder, Exception cause) {
        return new LocalCamundaException(
                "Cannot write to " + folder + " (" + cause.getMessage()
                        + "). Is the disk full, or the folder read-only? --data names another.",
                cause);
    }

    static LocalCamundaException died(Program program, Path log, String lastWords) {
        return new LocalCamundaException(
                program.title() + " ended while it was starting. The end of its log " + log + ":\n" + lastWords);
    }

    static LocalCamundaException tooSlow(Program program, long seconds, Path log) {
        return new LocalCamundaException(
                program.title() + " was not ready within " + seconds + " seconds. Its log is " + log + ".");
    }
}
