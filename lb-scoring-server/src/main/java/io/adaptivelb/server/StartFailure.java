package io.adaptivelb.server;

import io.adaptivelb.cli.UserError;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What a part that does not start says to the user. */
final class StartFailure {
  private StartFailure() {}

  /** One line; the file is named, where it is about one. */
  static UserError of(Exception e) {
    return switch (e) {
      case FileSystemException file ->
        new UserError("cannot use %s: %s".formatted(file.getFile(), reason(file)), e);
      default -> new UserError(reason(e), e);
    };
  }

  /** Why, without the file: the JDK's file exceptions say no more than its name. */
  static String reason(Exception e) {
    String message = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    return switch (e) {
      case NoSuchFileException missing -> "there is no such file";
      case AccessDeniedException denied -> "permission denied";
      case FileAlreadyExistsException exists -> "it is a file, not a folder";
      default -> message == null ? e.toString() : message;
    };
  }

  /** The message of the first cause. */
  static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }
}
