package io.ferry.sandbox.control;

import io.ferry.base.Json;
import io.ferry.sandbox.fault.Fault;
import io.ferry.sandbox.fault.FaultKind;
import io.ferry.sandbox.fault.Faults;
import io.ferry.sandbox.side.OnSide;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.world.Ledger;
import io.ferry.sandbox.world.World;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What really happened, and the switches of the faults. */
@RestController
@OnSide(Side.CONTROL)
@RequestMapping("/control")
class ControlController {
    private final World world;
    private final Faults faults;
    private final Ledger ledger;

    ControlController(World world, Faults faults, Ledger ledger) {
        this.world = world;
        this.faults = faults;
        this.ledger = ledger;
    }

    @GetMapping("/health")
    Map<String, String> health() {
        return Map.of("status", "UP");
    }

    @GetMapping("/help")
    Map<String, Object> help() {
        Map<String, String> kinds = new LinkedHashMap<>();
        for (FaultKind kind : FaultKind.values()) {
            kinds.put(kind.label(), kind.explanation());
        }
        return Map.of(
                "faults", kinds,
                "everyFault", "side, path (pattern with * and **), method, times; kind, where the name is another",
                "example", "curl -X PUT -H 'Content-Type: application/json' -d '{\"times\":2}' …/control/faults/delay");
    }

    @GetMapping("/state")
    Map<String, Object> state() {
        return StateView.of(world, faults, ledger);
    }

    @GetMapping("/faults")
    Map<String, Fault> faults() {
        return faults.all();
    }

    @GetMapping("/faults/{name}")
    ResponseEntity<Fault> fault(@PathVariable String name) {
        return ResponseEntity.of(faults.find(name));
    }

    @PutMapping("/faults/{name}")
    Fault switchOn(@PathVariable String name, @RequestBody(required = false) byte @Nullable [] body) {
        Fault.Order order;
        try {
            order = body == null || body.length == 0
                    ? new Fault.Order()
                    : Json.MAPPER.readValue(body, Fault.Order.class);
        } catch (IOException e) {
            throw new IllegalArgumentException("The body must be a JSON object: " + firstLine(e), e);
        }
        Fault fault = order.fault(name);
        faults.switchOn(name, fault);
        return fault;
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    @DeleteMapping("/faults/{name}")
    ResponseEntity<Void> switchOff(@PathVariable String name) {
        return ResponseEntity.status(faults.switchOff(name) ? HttpStatus.NO_CONTENT : HttpStatus.NOT_FOUND)
                .build();
    }

    @PostMapping("/reset")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void reset() {
        world.reset();
    }
}
