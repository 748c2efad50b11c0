package io.adaptivelb.demo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of the demo: a file, because the faults that we cause ourselves would fill the screen. */
final class DemoLog {
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSX,UTC} %-5level %logger{0}: %msg%n";

  private DemoLog() {}

  /** Sends the log of this process to {@code .lb/demo.log} of the repository, or to a temporary file elsewhere. */
  static Path open() {
    String root = System.getProperty("lb.root", "");
    Path state = Path.of(root, ".lb");
    Path file = (!root.isEmpty() && Files.isDirectory(state)
            ? state
            : Path.of(System.getProperty("java.io.tmpdir")))
        .resolve("demo.log");
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    FileAppender<ILoggingEvent> appender = new FileAppender<>();
    appender.setContext(context);
    appender.setFile(file.toString());
    appender.setAppend(false);
    appender.setEncoder(encoder);
    appender.start();
    ch.qos.logback.classic.Logger rootLogger = context.getLogger(Logger.ROOT_LOGGER_NAME);
    rootLogger.setLevel(Level.INFO);
    rootLogger.addAppender(appender);
    for (String chatty : new String[] {"io.grpc", "io.netty", "org.eclipse.jetty", "org.jline"}) {
      context.getLogger(chatty).setLevel(Level.WARN);
    }
    return file;
  }
}
