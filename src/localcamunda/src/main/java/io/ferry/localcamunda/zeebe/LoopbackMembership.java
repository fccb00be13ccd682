package io.ferry.localcamunda.zeebe;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Keeps Zeebe's UDP socket for cluster membership on this computer. Zeebe 8.6 opens it on every address, and no setting
 * changes that; its class {@code NettyUnicastService} asks for an address with a port alone, and is given one at 127.0.0.1
 * while it is loaded. Nothing else is changed.
 */
public final class LoopbackMembership implements ClassFileTransformer {
    private static final String CHANGED = "io/atomix/cluster/messaging/impl/NettyUnicastService";
    private static final String ANY_ADDRESS = "java/net/InetSocketAddress";
    private static final String LOOPBACK = "io/ferry/localcamunda/zeebe/LoopbackSocketAddress";

    private LoopbackMembership() {}

    /** Called by the JVM before the program's main method ({@code -javaagent}). */
    public static void premain(String arguments, Instrumentation instrumentation) {
        instrumentation.addTransformer(new LoopbackMembership());
    }

    @Override
    public byte[] transform(
            ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] original) {
        if (!CHANGED.equals(name)) {
            return null;
        }
        ClassWriter changed = new ClassWriter(0);
        new ClassReader(original).accept(new Constructors(changed), 0);
        return changed.toByteArray();
    }

    private static final class Constructors extends ClassVisitor {
        Constructors(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String type, String generic, String[] exceptions) {
            MethodVisitor method = super.visitMethod(access, name, type, generic, exceptions);
            return name.equals("<init>") ? new PortAlone(method) : method;
        }
    }

    private static final class PortAlone extends MethodVisitor {
        PortAlone(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitTypeInsn(int code, String type) {
            super.visitTypeInsn(code, code == Opcodes.NEW && type.equals(ANY_ADDRESS) ? LOOPBACK : type);
        }

        @Override
        public void visitMethodInsn(int code, String owner, String name, String type, boolean ofInterface) {
            boolean portAlone = owner.equals(ANY_ADDRESS) && name.equals("<init>") && type.equals("(I)V");
            super.visitMethodInsn(code, portAlone ? LOOPBACK : owner, name, type, ofInterface);
        }
    }
}
