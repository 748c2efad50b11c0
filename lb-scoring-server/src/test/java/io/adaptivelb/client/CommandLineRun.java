package io.adaptivelb.client;

import io.adaptivelb.cli.Lb;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

/**
 * What {@code lb} did with some arguments.
 *
 * @param code exit code
 * @param out standard output
 * @param err standard error
 */
record CommandLineRun(int code, String out, String err) {
  /** Runs a command against a server. */
  static CommandLineRun lb(URI server, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    Collections.addAll(all, "--server", server.toString());
    return lb(all.toArray(String[]::new));
  }

  /** Runs a command. */
  static CommandLineRun lb(String... arguments) {
    return run(Ansi.OFF, arguments);
  }

  /** Runs a command, with or without colours. */
  static CommandLineRun run(Ansi ansi, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine lb = Lb.commandLine();
    lb.setColorScheme(Help.defaultColorScheme(ansi));
    lb.setOut(new PrintWriter(out));
    lb.setErr(new PrintWriter(err));
    int code = lb.execute(arguments);
    return new CommandLineRun(code, out.toString(), err.toString());
  }

  /** Runs a command whose questions are answered by the given text. */
  static CommandLineRun answering(String answer, URI server, String... arguments) {
    return answering(
        new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)), server, arguments);
  }

  /** Runs a command whose questions are answered by a stream. */
  static CommandLineRun answering(InputStream answers, URI server, String... arguments) {
    InputStream before = System.in;
    System.setIn(answers);
    try {
      return lb(server, arguments);
    } finally {
      System.setIn(before);
    }
  }
}
