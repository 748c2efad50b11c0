package io.adaptivelb.registry;

import static io.adaptivelb.registry.Models.ALL;
import static io.adaptivelb.registry.Models.NO_OBJECTION;
import static io.adaptivelb.registry.Models.change;

import io.adaptivelb.registry.RegistryException.Reason;
import io.adaptivelb.rollout.Blend;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/**
 * A process that puts, promotes and rolls back at random for as long as it lives, and prints each change that was acknowledged:
 * {@code VERSION LABEL}. With the word {@code hold} it takes the lock, says so and keeps it.
 */
final class RegistryProcess {
  private RegistryProcess() {}

  public static void main(String[] arguments) throws InterruptedException {
    Path folder = Path.of(arguments[0]);
    if (arguments[1].equals("hold")) {
      hold(folder);
      return;
    }
    ModelRegistry registry = ModelRegistry.open(folder, RegistryLimits.DEFAULTS, "writer");
    Random random = new Random(Long.parseLong(arguments[1]));
    while (true) {
      act(registry, random);
    }
  }

  private static void hold(Path folder) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    FolderLock.hold(folder, "lb train, process 1", RegistryLimits.DEFAULTS.patience(), () -> {
      say("held");
      try {
        never.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }

  private static void act(ModelRegistry registry, Random random) {
    List<VersionInfo> all = registry.versions();
    if (all.isEmpty() || random.nextInt(6) == 0) {
      byte[] content = new byte[1 + random.nextInt(50_000)];
      random.nextBytes(content);
      VersionId version =
          registry.put(Models.draft(Map.of("model.ubj", content)), NO_OBJECTION, change("put"));
      say(version + " candidate");
      return;
    }
    VersionId version = all.get(random.nextInt(all.size())).version();
    try {
      say(version + " " + changed(registry, version, random.nextInt(8)));
    } catch (RegistryException e) {
      // Another process may have removed it since it was listed.
      boolean there =
          registry.versions().stream().anyMatch(info -> info.version().equals(version));
      if (e.reason() != Reason.ILLEGAL_TRANSITION && there) {
        throw e;
      }
    }
  }

  /** Changes something and returns what the version is then. */
  private static String changed(ModelRegistry registry, VersionId version, int what) {
    return switch (what) {
      case 0, 1 -> {
        registry.stage(version, ALL, change("stage"));
        yield "shadow";
      }
      case 2, 3 -> {
        registry.startCanary(version, ALL, 10, change("canary"));
        yield "canary";
      }
      case 4 -> {
        registry.rollback(version, ALL, change("rollback"));
        yield "rolled back";
      }
      case 5 -> {
        registry.remove(version, change("remove"));
        yield "removed";
      }
      default -> {
        climb(registry, version);
        yield "active";
      }
    };
  }

  private static void climb(ModelRegistry registry, VersionId version) {
    if (registry.stageOf(version, ALL) instanceof Stage.Canary canary) {
      for (Blend blend = canary.blend(); blend.next().isPresent(); ) {
        blend = blend.next().get();
        registry.blend(version, ALL, blend, change("blend"));
      }
    }
    registry.promote(version, ALL, change("promote"));
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
