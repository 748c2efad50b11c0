package io.adaptivelb.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.adaptivelb.api.ModelChangeResult;
import io.adaptivelb.cli.UserError;
import io.adaptivelb.registry.RegistryLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lb model import}: admits a model as a candidate. */
@Command(
    name = "import",
    description = {
      "Admits a model as a candidate: a folder, or a zip file, with manifest.json and the model's files.",
      "The folder of a version in another registry (DATA/models/VERSION) is one."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  lb model import out/model --reason 'trained on October'",
      "  lb model import model.zip --data data --reason 'from the training machine'"
    })
final class ModelImport extends ModelsChange {
  private static final long MAX_BYTES = RegistryLimits.DEFAULTS.maxVersionBytes();

  @Parameters(index = "0", paramLabel = "PATH", description = "The folder or zip file.")
  private Path path;

  @Override
  boolean makes() {
    return true;
  }

  @Override
  JsonNode change(Models models, String owner, String reason) {
    return models.add(bytes(path), owner, reason);
  }

  @Override
  String next(ModelChangeResult result) {
    return result.stages().isEmpty()
        ? "lb model shadow %s --everything --reason TEXT".formatted(Ink.plain(result.version()))
        : "";
  }

  private static byte[] bytes(Path path) {
    try {
      if (Files.isDirectory(path)) {
        return zip(path);
      }
      if (!Files.exists(path)) {
        throw new UserError("%s is not there".formatted(path));
      }
      requireSize(path, Files.size(path));
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new UserError("%s cannot be read: %s".formatted(path, e), e);
    }
  }

  private static byte[] zip(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
          .sorted()
          .toList();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long total = 0;
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setLevel(Deflater.BEST_SPEED);
      for (Path file : files) {
        if (!Files.isRegularFile(file)) {
          throw new UserError(
              "%s is no plain file; a model's files are side by side".formatted(file));
        }
        total += Files.size(file);
        requireSize(folder, total);
        zip.putNextEntry(new ZipEntry(String.valueOf(file.getFileName())));
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static void requireSize(Path path, long bytes) {
    if (bytes > MAX_BYTES) {
      throw new UserError("%s has more than %d bytes, the most allowed".formatted(path, MAX_BYTES));
    }
  }
}
