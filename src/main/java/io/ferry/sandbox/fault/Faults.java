package io.ferry.sandbox.fault;

import io.ferry.sandbox.side.Side;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The faults that are switched on now, and how often each has struck. */
@Component
public class Faults {
    private final Map<String, Active> active = new LinkedHashMap<>();
    private final Map<String, Integer> struck = new TreeMap<>();

    /**
     * Switches a fault on; one of the same name is replaced.
     *
     * @param name any name; several faults of one kind may have different ones
     * @param fault the fault
     */
    public synchronized void switchOn(String name, Fault fault) {
        active.put(name, new Active(fault));
    }

    /**
     * Switches a fault off.
     *
     * @param name its name
     * @return whether it was on
     */
    public synchronized boolean switchOff(String name) {
        return active.remove(name) != null;
    }

    /** Switches all faults off and forgets how often they struck. */
    public synchronized void reset() {
        active.clear();
        struck.clear();
    }

    /**
     * Shows a fault that is on.
     *
     * @param name its name
     * @return the fault with the times that are left, if it is on
     */
    public synchronized Optional<Fault> find(String name) {
        return Optional.ofNullable(active.get(name)).map(Active::shown);
    }

    /** @return all faults that are on, by name */
    public synchronized Map<String, Fault> all() {
        Map<String, Fault> all = new LinkedHashMap<>();
        active.forEach((name, each) -> all.put(name, each.shown()));
        return all;
    }

    /** @return how often each kind has struck */
    public synchronized Map<String, Integer> struck() {
        return Map.copyOf(struck);
    }

    /**
     * Lets a fault strike once, if one of this kind is on at this side; for what a site does by itself.
     *
     * @param kind what goes wrong
     * @param side where
     * @return the fault that strikes
     */
    public Optional<Fault> strike(FaultKind kind, Side side) {
        return strike(kind, fault -> fault.side() == null || fault.side() == side);
    }

    /**
     * Lets a fault strike a request once, if one of this kind is on for it.
     *
     * @param kind what goes wrong
     * @param side the side that the request came in by
     * @param method its method
     * @param path its path
     * @return the fault that strikes
     */
    public Optional<Fault> strike(FaultKind kind, Side side, String method, String path) {
        return strike(kind, fault -> fault.strikes(side, method, path));
    }

    /**
     * Lets a fault strike once, if one of this kind is on at this side and meant for this case.
     *
     * @param kind what goes wrong
     * @param side where
     * @param meant whether the fault's parameters mean this case
     * @return the fault that strikes
     */
    public Optional<Fault> strike(FaultKind kind, Side side, Predicate<Fault> meant) {
        return strike(kind, fault -> (fault.side() == null || fault.side() == side) && meant.test(fault));
    }

    private synchronized Optional<Fault> strike(FaultKind kind, Predicate<Fault> matches) {
        List<String> over = new ArrayList<>();
        Fault striking = null;
        for (Map.Entry<String, Active> entry : active.entrySet()) {
            Active each = entry.getValue();
            if (striking == null && each.fault.kind() == kind && matches.test(each.fault)) {
                striking = each.fault;
                struck.merge(kind.label(), 1, Integer::sum);
                if (each.left != null && --each.left == 0) {
                    over.add(entry.getKey());
                }
            }
        }
        over.forEach(active::remove);
        return Optional.ofNullable(striking);
    }

    private static final class Active {
        private final Fault fault;
        private @Nullable Integer left;

        private Active(Fault fault) {
            this.fault = fault;
            this.left = fault.times();
        }

        private Fault shown() {
            return new Fault(fault.kind(), fault.side(), fault.path(), fault.method(), left, fault.parameters());
        }
    }
}
