package io.ferry.demo;

/** A program of the demonstration has ended although nobody told it to. */
final class ProgramEnded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String program;

    ProgramEnded(String program) {
        super(program + " has ended");
        this.program = program;
    }

    String program() {
        return program;
    }
}
