package io.adaptivelb.demo;

import io.adaptivelb.demo.load.ArrivalSchedule;
import io.adaptivelb.demo.load.LoadGenerator;
import io.adaptivelb.demo.load.RequestLog;
import io.adaptivelb.demo.load.Sender;
import io.adaptivelb.demo.screen.Screen;
import io.adaptivelb.demo.screen.Summary;
import io.adaptivelb.demo.verdict.Measurement;
import io.adaptivelb.demo.verdict.PoisonVerdict;
import io.adaptivelb.demo.verdict.Verdict;
import io.adaptivelb.envoy.EnvoyBinary;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs the phases and judges them. Closing it, from any thread and at any time, ends everything that it started. */
final class Demo implements AutoCloseable {
  private final DemoSettings settings;
  private final Optional<EnvoyBinary> envoy;
  private final Screen screen;
  private final Path folder;
  private final Ports ports;
  private final EventLoopGroup loops;
  private final Class<? extends SocketChannel> channelType;
  private @Nullable Mesh mesh;
  private boolean closed;

  /** A demo through Envoy, or with proxyless clients. */
  Demo(DemoSettings settings, Optional<EnvoyBinary> envoy, Screen screen) throws IOException {
    this.settings = settings;
    this.envoy = envoy;
    this.screen = screen;
    this.folder = Files.createTempDirectory("lb-demo-");
    this.ports = Ports.free();
    boolean epoll = Epoll.isAvailable();
    this.loops = new MultiThreadIoEventLoopGroup(
        1,
        new DefaultThreadFactory("load", true),
        epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    this.channelType = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  /**
   * What the phases came to.
   *
   * @param equal with equal weights
   * @param adaptive with ours
   * @param verdict on both
   * @param poison what became of a poisoned model, if one was shipped
   */
  record Result(
      Measurement equal, Measurement adaptive, Verdict verdict, Optional<PoisonVerdict> poison) {
    /** Whether everything is as it should be. */
    boolean passed() {
      return verdict.passed() && poison.map(PoisonVerdict::passed).orElse(true);
    }
  }

  /** Runs all phases. */
  Result run() throws IOException, InterruptedException {
    describe();
    Measurement equal = phase(1, "equal weights", false, (running, elapsed) -> {});
    Measurement adaptive = phase(
        2,
        settings.adapt() ? "our weights" : "equal weights again",
        settings.adapt(),
        (running, elapsed) -> {});
    Verdict verdict = Verdict.of(equal, adaptive, settings.goal());
    Optional<PoisonVerdict> poison =
        settings.poison() ? Optional.of(poisoned(adaptive)) : Optional.empty();
    screen.say("");
    Summary.lines(equal, adaptive).forEach(screen::say);
    screen.say("");
    screen.say(verdict.sentence());
    if (!settings.adapt() && !verdict.passed()) {
      screen.say("With --no-adapt both phases had equal weights, and nothing improved.");
    }
    poison.map(PoisonVerdict::sentence).ifPresent(screen::say);
    return new Result(equal, adaptive, verdict, poison);
  }

  /** The second phase again, with a poisoned model from the first measured request on. */
  private PoisonVerdict poisoned(Measurement without) throws IOException, InterruptedException {
    Poisoning poisoning = new Poisoning(screen, settings.scenario().warmUp());
    Measurement with = phase(
        3,
        "our weights, and a poisoned model",
        true,
        (running, elapsed) -> poisoning.look(running.models(), elapsed));
    return PoisonVerdict.of(poisoning.outcome(), without, with);
  }

  /** Sends on what the scenario sends, without faults and figures, until this thread is interrupted or the JVM ends. */
  void goOn() throws IOException, InterruptedException {
    Mesh running = mesh;
    if (running == null) {
      return;
    }
    screen.say("Everything goes on running, with this load, until Ctrl-C. Look around:");
    nextCommands().forEach(screen::say);
    try (Sender sender = running.sender(loops.next(), channelType)) {
      while (!Thread.currentThread().isInterrupted()) {
        load(sender);
      }
    }
  }

  /** Ends what runs. */
  @Override
  public synchronized void close() {
    closed = true;
    if (mesh != null) {
      mesh.close();
      mesh = null;
    }
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    delete(folder);
  }

  private void load(Sender sender) throws InterruptedException {
    ArrivalSchedule schedule = settings.scenario().arrivals();
    LoadGenerator generator = new LoadGenerator(
        schedule,
        sender,
        loops.next(),
        Scenario.TIMEOUT,
        new RequestLog(schedule.size(), List.of()));
    try {
      generator.run(System.nanoTime()).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the load generator failed", e.getCause());
    }
  }

  private Measurement phase(
      int number, String name, boolean adaptive, BiConsumer<Mesh, Duration> besides)
      throws IOException, InterruptedException {
    double phases = settings.poison() ? 3 : 2;
    Mesh fresh = fresh(adaptive);
    try (Sender sender = fresh.sender(loops.next(), channelType)) {
      return new Phase(
              "%d of %d: %s".formatted(number, (int) phases, name),
              settings.scenario(),
              fresh,
              screen,
              (number - 1) / phases,
              number / phases)
          .run(sender, loops.next(), elapsed -> besides.accept(fresh, elapsed));
    }
  }

  private synchronized Mesh fresh(boolean adaptive) throws IOException {
    if (closed) {
      throw new IOException("the demo was stopped");
    }
    if (mesh != null) {
      mesh.close();
      mesh = null;
    }
    Path ofPhase = Files.createTempDirectory(folder, "phase-");
    mesh = Mesh.start(settings.scenario(), ofPhase, ports, envoy, settings.policy(), adaptive);
    return mesh;
  }

  private void describe() {
    Scenario scenario = settings.scenario();
    screen.say("%d backends of unequal strength (%.0f requests/s in all) behind %s, %.0f requests/s"
        .formatted(
            scenario.backends().size(),
            scenario.capacity(),
            envoy
                .map(binary -> "%s, %s".formatted(binary.path(), settings.policy()))
                .orElse("a proxyless gRPC client (xDS, an endpoint per locality)"),
            settings.requestsPerSecond()));
    screen.say("All phases: the same requests, the same faults at the same times"
        + (envoy.isEmpty()
            ? "."
            : ", and Envoy's bootstrap of config/envoy/bootstrap.yaml with its retries, health checks"
                + " and outlier detection."));
    screen.say("Meanwhile, in another terminal:");
    nextCommands().forEach(screen::say);
    screen.say("");
  }

  /** What to look at while everything runs. */
  private List<String> nextCommands() {
    String server = "--server http://127.0.0.1:%d".formatted(ports.admin());
    List<String> commands =
        new ArrayList<>(List.of("  ./lb weights " + server, "  ./lb status " + server));
    if (envoy.isPresent()) {
      commands.add("  curl -s http://127.0.0.1:%d/clusters   # what Envoy sees"
          .formatted(ports.envoyAdmin()));
    }
    return commands;
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // A left-over in the temporary folder harms nobody.
    }
  }
}
